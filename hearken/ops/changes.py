"""`hearken changes`: what people ask to have changed in the directory, side by side, and the operator's decision.

Nothing of a held change is public. It must never decide by itself, and never print a sign that a terminal would obey.
"""

import sys
from datetime import date

from django.db import Error
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hearken.directory import accepting, changes, queries
from hearken.directory.changes import Held, Refused
from hearken.directory.suspicion import Sign
from hearken.directory.vocabulary import vocabulary
from hearken.lib import clock

from .importing import failed

SIGNS = {
    Sign.PHONE_TAKEN: "another listing has this number already",
    Sign.PHONE_CHANGED: "callers would be led elsewhere",
    Sign.WEBSITE_CHANGED: "visitors would be led to another site",
    Sign.LOOK_ALIKE: "a place of nearly the same name is listed nearby",
    Sign.MANY: "one of many in a short time",
    Sign.APPROACH: "says that the place works in a certain way: ask for the training",
    Sign.CLOSES: "the listing would go",
}
FIELDS = {"yes": "offers", "no": "does not offer", "note": "a note to you"}
VERBS = ("asked", "accept", "refuse")
USAGE = "hearken changes [asked|accept|refuse NUMBER]"


def main(verb: str = "", number: int | None = None) -> int:
    """0: done, or nothing waits. 1: something waits. 2: it could not be done, and why."""
    if verb and (verb not in VERBS or number is None):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        if number is None or not verb:
            return show(changes.held())
        print(_decide(verb, number, clock.day(clock.now())))
    except Refused as reason:
        print(reason, file=sys.stderr)
        return 2
    except (Error, OSError) as error:
        print(failed(error), file=sys.stderr)
        return 2
    return 0


def show(held: tuple[Held, ...]) -> int:
    """Print what waits. Returns 1 where something does."""
    console = Console(highlight=False, soft_wrap=False)
    if not held:
        console.print("No change waits for a decision.")
        return 0
    for each in held:
        _print(console, each)
    console.print(Text(f"{len(held)} waiting. Decide with: {USAGE}"))
    return 1


def _decide(verb: str, number: int, day: date) -> str:
    if verb == "asked":
        changes.asked(number, day)
        return f"{number}: noted that the place was asked at the old number or site today."
    if verb == "accept":
        return f"{number}: shown from now on, as listing {accepting.accept(number, day)}."
    changes.refuse(number, day)
    return f"{number}: refused. Nothing of it is shown."


def _print(console: Console, held: Held) -> None:
    row = queries.listing(held.listing) if held.listing else None
    where = f"{row.name}, {row.city}, {row.state} {row.zip}" if row else "no longer shown" if held.listing else "NEW"
    console.print(_safe(f"{held.number}  {where}  asked for on {held.asked_on.isoformat()}"))
    table = Table("field", "now", "asked for", box=box.SIMPLE_HEAD, expand=False)
    for field, before, after in held.rows:
        said = _labels(after) if field in ("yes", "no") else after
        table.add_row(_safe(FIELDS.get(field, field)), _safe(before), _safe(said))
    console.print(table)
    for flag in held.flags:
        console.print(_safe(f"   ! {SIGNS[Sign(flag)]}"))
    if held.contact:
        console.print(_safe(f"   who asked can be reached: {held.contact}"))
    if held.old_contact_asked:
        console.print(
            _safe(f"   the place was asked at the old number or site on {held.old_contact_asked.isoformat()}")
        )
    elif held.waits:
        console.print(_safe(f"   ask the place at the number or site it is known by first: {_known_by(held)}"))
    console.print()


def _known_by(held: Held) -> str:
    before = {field: was for field, was, _ in held.rows if was}
    now = changes.values(changes.shown(held.listing))
    return ", ".join(found for way in changes.WAYS if (found := before.get(way) or now.get(way, "")))


def _labels(terms: str) -> str:
    known = vocabulary().terms
    return ", ".join(known[key].label if key in known else key for key in terms.split())


def _safe(text: str) -> Text:
    """As letters only: no colour, no markup, nothing a terminal acts on."""
    return Text("".join(sign if sign.isprintable() else " " for sign in text))
