"""Somebody leaves in the middle of a dialogue, and the other one's page stays open with all of it."""

TARGET = "hearken.space.actions._close"
TEST = "tests/live/test_accounts.py::test_t07_leaving_in_the_middle_of_a_dialogue"


def replacement(room_ids: list[str]) -> None:
    """Closes nothing."""
