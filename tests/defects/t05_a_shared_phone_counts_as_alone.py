"""Sharing is taken from a device others use: whoever sits beside somebody could have them press it."""

TARGET = "hearken.space.views_sharing.alone"
TEST = "tests/apps/space/test_pages_audience.py::test_t05_on_a_device_others_use_nothing_is_shared"


def replacement(request, held):
    return True
