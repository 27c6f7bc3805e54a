"""Somebody takes a note back, and the other one goes on reading it."""

TARGET = "hearken.couples.actions.sharing.stop_sharing"
TEST = "tests/apps/couples/test_t03_snapshot.py::test_t04_what_is_taken_back_is_gone_at_once"


def replacement(item: object) -> None:
    """Ends nothing."""
