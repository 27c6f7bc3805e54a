"""Whatever a place has in common with the wishes is given as the reason it is shown, whether it moved it or not."""

from typing import Any

TARGET = "hearken.core.ranking.explain._Tried._falls"
TEST = "tests/core/ranking/test_explain.py::test_h06_every_reason_passes_the_removal_test"


def replacement(_self: Any, _place: int, _reason: Any) -> bool:
    return True
