"""Whoever fills in the form swaps the number of a clinic for their own, and callers are led there at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hearken.directory.models import Proposal

TARGET = "hearken.directory.changes.propose"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_a_swapped_phone_is_held_until_the_old_one_was_asked"
original: Any = None


def replacement(listing: str, asked: Mapping[str, str], contact: str, day: date) -> Proposal | None:
    from hearken.directory import changes, editions
    from hearken.directory.accepting import source
    from hearken.directory.models import Claim

    held = original(listing, asked, contact, day)
    if held and listing:
        for field, text in changes.texts(held.fields).items():
            Claim.objects.create(listing=listing, field=field, value=text, source=source(), as_of=day)
        editions.recompose(listing, day)
    return held
