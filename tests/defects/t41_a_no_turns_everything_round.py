"""One "not" anywhere before it, and somebody who wants to die is only asked whether they are safe."""

TARGET = "hearken.core.safety.crisis._after"
TEST = "tests/core/safety/test_t41_crisis.py::test_t41_a_no_to_something_else_turns_nothing_round"


def replacement(no: int, clauses: int) -> int:
    """Reaches to the end of the text."""
    return ~0 if no else 0
