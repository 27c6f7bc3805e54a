"""A fake that differs from a real clinic in one letter is not seen as its double."""

TARGET = "hearken.directory.suspicion._alike"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_a_look_alike_in_the_same_town_is_flagged"


def replacement(one: str, other: str) -> bool:
    return one == other
