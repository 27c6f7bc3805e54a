"""Somebody stands beside a person and has them take their private checks along, there and then."""

from hearken.export.releases import Wait

TARGET = "hearken.export.releases.of"
TEST = "tests/apps/export/test_t27_checks.py::test_t27_the_checks_do_not_come_before_a_day_nor_after_the_week"
original = None


def replacement(drawer, now):
    """Waiting is being ready."""
    found = original(drawer, now)  # type: ignore[misc]
    return Wait.READY if found is Wait.WAITING else found
