"""A call from before the change was asked for counts as the answer to it."""

from typing import Any

TARGET = "hearken.directory.changes.was_asked"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_an_answer_from_before_the_question_is_none"


def replacement(proposal: Any) -> bool:
    return proposal.old_contact_asked is not None
