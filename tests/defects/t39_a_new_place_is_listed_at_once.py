"""A clinic that does not exist is listed as soon as somebody makes it up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hearken.directory.models import Proposal

TARGET = "hearken.directory.changes.propose"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_a_new_listing_is_held_and_not_public"
original: Any = None


def replacement(listing: str, asked: Mapping[str, str], contact: str, day: date) -> Proposal | None:
    from hearken.directory import accepting

    held = original(listing, asked, contact, day)
    if held and not listing:
        accepting.accept(held.pk, day)
    return held
