"""What somebody asks for may hold markup, and is kept with it."""

TARGET = "hearken.directory.changes.plain"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_html_is_not_taken_and_not_lost"


def replacement(text: str, _most: int) -> str:
    return text
