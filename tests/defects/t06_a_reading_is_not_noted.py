"""A therapist reads, and the log of the one who wrote it says nothing of it."""

TARGET = "hearken.space.actions.record"
TEST = "tests/apps/space/test_pages_audience.py::test_t06_each_reading_by_a_therapist_is_noted_and_none_by_a_partner"


def replacement(*args, **more):
    return None
