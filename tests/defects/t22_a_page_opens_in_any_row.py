"""A page of a diary that was copied into another row reads there, as if it had been written on that day."""

from hearken.vault.fields import Place

TARGET = "hearken.drawer.sealing._place"
TEST = "tests/apps/drawer/test_t22_moved.py::test_t22_a_body_in_another_row_opens_nothing"


def replacement(_kept_id: str) -> Place:
    return Place("drawer_kept", "body", "")
