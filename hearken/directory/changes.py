"""Changes that somebody asks for: held, looked at for signs of a fake, decided by the operator, and only then shown.

Listings of this field are a known target: clinics that do not exist, and numbers swapped for those of a call centre. So
nothing asked for is public before somebody decided, and another way to reach a place waits until the place itself was
asked at the old one. It must never hold who asked beyond what they said of themselves, and never keep markup.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from hearken.vault import fields

from .models import Listing, Proposal
from .vocabulary import vocabulary

FIELDS: Mapping[str, int] = {
    "name": 200,
    "street": 200,
    "city": 100,
    "state": 2,
    "zip": 5,
    "phone": 40,
    "website": 300,
    "summary": 600,
    "hours": 300,
    "cost": 300,
    "yes": 2500,
    "no": 2500,
    "closed": 3,
    "note": 1000,
}
"""What can be asked for, and its longest length. `yes` and `no`: terms, blank-separated. `note`: for the operator."""
WAYS = ("phone", "website")
"""What a hijacked listing is after. `closed` takes a place's callers away as well."""
MOST_HELD = 500
"""Held at once: whoever sends more than can be read is not listened to."""
_MARKUP = re.compile(r"<\s*[A-Za-z/!?]")
_HOST = re.compile(r"([a-z0-9_-]+\.)+[a-z0-9-]+")
_PHONE = re.compile(r"\D+")


class State(StrEnum):
    """Where a proposal stands."""

    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Refused(Exception):
    """Not taken, or not decided in this way. The message is for the operator."""


class NotPlain(Refused):
    """Markup, or longer than a field may be."""


class Full(Refused):
    """As many are held as somebody can read."""


class NotAsked(Refused):
    """The place itself was not asked yet, at the way it was known by."""


class Emptied(Refused):
    """Nobody could find or reach the place any more. `field`: what it has to keep."""

    def __init__(self, field: str) -> None:
        super().__init__(f"A place keeps its {field}: what has closed is said to be closed, and not emptied.")
        self.field = field


class Gone(Refused):
    """No such proposal, decided already, or the listing is not as it was."""


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal as the operator looks at it. `rows`: (field, before, after)."""

    number: int
    listing: str
    rows: tuple[tuple[str, str, str], ...]
    flags: tuple[str, ...]
    contact: str
    asked_on: date
    old_contact_asked: date | None
    waits: bool


def plain(text: str, most: int) -> str:
    """One text as it may be kept: no markup, no signs that are not seen, runs of blanks as one. Raises NotPlain."""
    if _MARKUP.search(text):
        raise NotPlain("There is markup in it.")
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    tidy = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(tidy) > most:
        raise NotPlain("It is longer than the field.")
    return tidy


def propose(listing: str, asked: Mapping[str, str], contact: str, day: date) -> Proposal | None:
    """Hold a change, or a new listing where `listing` is "". None: nothing in it differs from what is shown.

    Raises NotPlain for markup, an unknown or an overlong field, Full where too many are held, Gone for no listing,
    Emptied where nobody could find or reach the place any more.
    """
    from . import suspicion

    if set(asked) - set(FIELDS):
        raise NotPlain("There is no such field.")
    wanted = {field: _checked(field, plain(text, FIELDS[field])) for field, text in asked.items()}
    contact = plain(contact, 200)
    row = shown(listing) if listing else None
    if listing and row is None:
        raise Gone("There is no such listing.")
    now = values(row)
    change = {field: text for field, text in wanted.items() if not same(field, text, now.get(field, ""))}
    if not change:
        return None
    assert_still_found(now, change)
    if Proposal.objects.filter(state=State.HELD).count() >= MOST_HELD:
        raise Full("As many changes are held as somebody can read.")
    before = {field: now[field] for field in {*change, *WAYS} if now.get(field)}
    asker = fields.index("who asks for a change", contact.casefold()) if contact else ""
    found = suspicion.flags(row, change, asker, day)
    return Proposal.objects.create(
        listing=listing,
        fields=_json(change),
        before=_json(before),
        flags=_json(found),
        contact=contact,
        asker=asker,
        asked_on=day,
    )


def assert_still_found(now: Mapping[str, str], change: Mapping[str, str]) -> None:
    """A listing keeps its name, town and state, and one way to reach it, where it had them. Raises Emptied."""
    after = {**now, **change}
    for field in ("name", "city", "state"):
        if now.get(field) and not after[field]:
            raise Emptied(field)
    if any(now.get(way) for way in WAYS) and not any(after.get(way) for way in WAYS):
        raise Emptied("phone")


def held() -> tuple[Held, ...]:
    """What waits for a decision, oldest first."""
    rows = Proposal.objects.filter(state=State.HELD).order_by("id")[:MOST_HELD]
    return tuple(_held(each) for each in rows)


def asked(number: int, day: date) -> Proposal:
    """The old way was asked on this day. Raises Gone."""
    if not Proposal.objects.filter(pk=number, state=State.HELD).update(old_contact_asked=day):
        raise Gone("There is no such change that waits for a decision.")
    return Proposal.objects.get(pk=number)


def refuse(number: int, day: date) -> None:
    """Nothing of it is ever shown. What was asked stays to compare with, not how to reach who asked. Raises Gone."""
    held = Proposal.objects.filter(pk=number, state=State.HELD)
    if not held.update(state=State.REFUSED, decided_on=day, contact=""):
        raise Gone("There is no such change that waits for a decision.")


def waits(proposal: Proposal) -> bool:
    """It changes how a place is reached, the place was known by another way, and nobody has asked there yet."""
    change, before = texts(proposal.fields), texts(proposal.before)
    moves = [field for field in (*WAYS, "closed") if field in change]
    known = [field for field in WAYS if before.get(field)]
    return bool(proposal.listing and moves and known) and not was_asked(proposal)


def was_asked(proposal: Proposal) -> bool:
    return proposal.old_contact_asked is not None and proposal.old_contact_asked >= proposal.asked_on


def shown(key: str) -> Listing | None:
    """The listing as it is shown now."""
    from .queries import listing

    return listing(key)


def values(row: Listing | None) -> dict[str, str]:
    """What is shown, by the fields that can be asked for. `yes`: the terms it has."""
    if row is None:
        return {}
    plain_ones = ("name", "street", "city", "state", "zip", "website", "summary", "hours", "cost")
    return {field: getattr(row, field) for field in plain_ones} | {"phone": first_phone(row.phones), "yes": row.terms}


def first_phone(phones: str) -> str:
    """The number people would call, with its extension, or ""."""
    numbers = msgspec.json.decode(phones or "[]", type=list[dict[str, str]])
    best = next((each for each in numbers if each.get("kind") == "main"), numbers[0] if numbers else {})
    number, ext = best.get("number", ""), best.get("ext", "")
    return f"{number} x{ext}" if number and ext else number


def same(field: str, text: str, now: str) -> bool:
    """Nobody who reads it would call this a change. An emptied field is a change where there was something."""
    if field == "phone":
        return digits(text) == digits(now)
    if field == "yes":
        return set(text.split()) <= set(now.split())
    if field in ("no", "note", "closed"):
        return not text
    return " ".join(text.casefold().split()) == " ".join(now.casefold().split())


def digits_of(phones: str) -> set[str]:
    """Every number of a column, as it is dialled, without extensions."""
    found = msgspec.json.decode(phones or "[]", type=list[dict[str, str]])
    return {digits(each.get("number", ""))[:10] for each in found}


def digits(phone: str) -> str:
    """A number as it is dialled: ten digits and the extension, without the country's 1."""
    found = _PHONE.sub("", phone)
    return found[1:] if len(found) >= 11 and found.startswith("1") else found


def texts(stored: str) -> dict[str, str]:
    """Field -> text, from a column."""
    return msgspec.json.decode(stored or "{}", type=dict[str, str])


def number(phone: str) -> str:
    """As all numbers are written here: 617-555-0100 x301. What has not ten digits stays as it is."""
    found = digits(phone)
    if len(found) < 10:
        return phone
    ext = f" x{found[10:]}" if found[10:] else ""
    return f"{found[:3]}-{found[3:6]}-{found[6:10]}{ext}"


def is_site(website: str) -> bool:
    """An address that may be a link: of the web, with a named host and nobody's name before it."""
    try:
        parts = urlsplit(website)
        _ = parts.port
    except ValueError:  # a port that is none
        return False
    named = "@" not in parts.netloc and _HOST.fullmatch(parts.hostname or "")
    return parts.scheme in ("http", "https") and bool(named)


def _checked(field: str, text: str) -> str:
    """One text in the form its field has. Raises NotPlain."""
    if field == "phone":
        return number(text)
    fits = True
    if text and field == "website":
        fits = is_site(text)
    elif text and field == "zip":
        fits = bool(re.fullmatch(r"[0-9]{5}", text))
    elif field in ("yes", "no"):
        fits = set(text.split()) <= set(vocabulary().terms)
    if not fits:
        raise NotPlain(f"That is no {field}.")
    return text


def _held(proposal: Proposal) -> Held:
    change, before = texts(proposal.fields), texts(proposal.before)
    was = {**before, "yes": ""}
    return Held(
        proposal.pk,
        proposal.listing,
        tuple((field, was.get(field, ""), change[field]) for field in FIELDS if field in change),
        tuple(msgspec.json.decode(proposal.flags, type=list[str])),
        proposal.contact,
        proposal.asked_on,
        proposal.old_contact_asked,
        waits(proposal),
    )


def _json(value: Mapping[str, str] | Iterable[str]) -> str:
    return msgspec.json.encode(value).decode()
