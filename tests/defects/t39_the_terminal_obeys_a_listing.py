"""What somebody wrote into a form moves, clears or colours the terminal of whoever decides."""

from typing import Any

from rich.text import Text

TARGET = "hearken.ops.changes._safe"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_nothing_printed_commands_the_terminal"


def replacement(text: str) -> Any:
    return Text.from_markup(text)
