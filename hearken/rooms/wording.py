"""Words (being written)."""

from typing import Any


def room(other: str) -> dict[str, Any]:
    return {}
