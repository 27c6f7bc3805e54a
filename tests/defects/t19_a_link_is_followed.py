"""The words to send carry a mark that says who opened them."""

from typing import Any

TARGET = "hearken.space.presenters_inviting.tones"
TEST = "tests/apps/space/test_t19_words_to_send.py::test_t19_words_to_send_betray_nobody"
original: Any = None


def replacement(link: str) -> Any:
    return original(f"{link}?utm_source=invitation")
