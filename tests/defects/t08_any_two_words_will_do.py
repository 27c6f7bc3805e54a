"""Somebody who found the code is joined to a person they never spoke to."""

TARGET = "hearken.couples.actions.pairing._same"
TEST = "tests/apps/couples/test_t08_pairing.py::test_t08_each_side_speaks_other_words"


def replacement(typed: str, spoken: tuple[str, str]) -> bool:
    """Compares nothing."""
    return True
