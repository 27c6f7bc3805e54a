"""Reference pages written from the code, so that they cannot drift: settings, frames, and what we could hand over.

It must never describe a column as safer than its model says it is.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from hearken.lib import env

if TYPE_CHECKING:
    from django.db.models import Field, Model


class Kept(Enum):
    """How a column lies in the database, for somebody who has the database and no key."""

    CLEAR = "clear"
    SEALED = "sealed"
    KEYED_HASH = "keyed hash"
    ONE_WAY_HASH = "one-way hash"


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and in words what it holds. `words` is "" where nobody has said."""

    name: str
    kept: Kept
    words: str


APPS: dict[str, tuple[str, str]] = {
    "accounts": ("Accounts", "Who has an account, how they prove who they are, and where they are signed in."),
    "couples": ("What people share", "Spaces of two, therapists' access, notes, and the ledger of consent."),
    "drawer": ("Drawers", "Each opens only with its owner's own passphrase, or the code they printed."),
    "rooms": ("Dialogues", "Rooms, their two seats, what was said, and drafts."),
    "export": ("Taking along", "Tickets for one download each. They hold nothing of what is taken along."),
    "audit": ("The record of what happened", "Only ever added to. Never a word anybody wrote."),
    "finder": ("Looking for help", "What somebody with an account keeps of the finder. Without one there is no row."),
    "directory": (
        "The public directory",
        "A database of its own: places that offer help, and who says so. Public, but for held changes. Nobody who "
        "searches is in it.",
    ),
    "vault": (
        "The key store",
        "A database of its own. Each key is locked with the root key, which is in no database.",
    ),
}
"""Every app that has tables, in the order of the page: its heading and a sentence."""

ABOUT: dict[str, str] = {
    "accounts.Person": "One human being. After erasing, name and passphrase are gone. The row stays, with opaque ids "
    "and two days, so that no restored copy brings them back.",
    "couples.Member": "One of the two, also after the space was closed: which accounts shared one stays to be seen.",
    "rooms.Room": "One dialogue. It ends by itself, unless it belongs to an open space of two who both keep it.",
}
"""Sentences for tables whose models speak to us rather than to a reader."""

WORDS: dict[str, str] = {
    "accounts.Person.passphrase": "Argon2id hash of the passphrase: each guess is slow",
    "accounts.Person.key_id": "names the person's key in the key store",
    "accounts.SignIn.began_at": "when they signed in, to the second; the row goes a week after it ended",
    "accounts.SignIn.seen_at": "when they were last there, to the minute",
    "accounts.SignIn.proved_at": "when they last proved who they are, to the second",
    "accounts.SignIn.ended_at": "when it ended, to the second",
    "couples.Couple.key_id": "names the couple's key in the key store",
    "couples.Couple.ended_on": "the day one of them left",
    "couples.Approach.expires_at": "when the code runs out: 72 hours after it was made",
    "couples.Link.key_id": "names the key of this access in the key store",
    "couples.Item.body": "title and text, sealed; about how long they are shows",
    "couples.Share.body": "title and text as they were, sealed; about how long they are shows",
    "couples.ShareKey.reader": "which couple or which therapist's access it is for",
    "couples.Consent.reader": "which couple or which therapist's access it is about",
    "couples.Consent.event": "granted, revoked, left or erased; with `subject`, who it was that left",
    "couples.Consent.share": "opaque id of the snapshot; or a number in the space, for all that may be taken along",
    "couples.Consent.purpose": "what it was allowed for: together, care, or taking along",
    "couples.Consent.until": "when it ends by itself",
    "couples.Consent.at": "when, to the second",
    "audit.Entry.at": "when, to the second",
    "audit.Entry.own": "proves this subject's entries up to here are as they were written",
    "audit.Entry.whole": "proves all entries up to here are as they were written",
    "audit.Head.mac": "the last entry's place in the chain",
    "rooms.Room.expires_at": "when it ends by itself; tells about when it began or was kept",
    "rooms.Room.kept": "both chose to keep it",
    "rooms.Seat.letter": "which of the two",
    "rooms.Seat.place": "whether somebody sits there",
    "rooms.Seat.name": "the name or initials somebody gave, sealed",
    "rooms.Seat.key_id": "names the seat's key in the key store",
    "rooms.Seat.epoch": "how many devices it was opened on so far",
    "rooms.Seat.locked_below": "cookies of older devices open nothing",
    "rooms.RoomKey.reader": "which of the two may use it",
    "rooms.RoomKey.wrapped": "the data key, wrapped for that reader",
    "rooms.Invite.code": "the code, sealed, so that the first seat can be shown it again",
    "rooms.Invite.expires_at": "when the code runs out: 15 minutes after it was made",
    "rooms.Entry.stream": "for both, or for which one alone",
    "rooms.Entry.seq": "its place in that stream: how many turns there are",
    "rooms.Entry.key": "names the data key that seals it: whose words it holds, or that they are the room's own",
    "rooms.Entry.op": "a random id, so that nothing is written twice",
    "rooms.Entry.body": "what was said or done, sealed; about how long it is shows",
    "rooms.Draft.body": "what somebody is writing, sealed; about how long it is shows",
    "vault.Key.kind": "what kind of key it is",
    "vault.Key.wrapped": "the key, wrapped with the root key",
    "vault.Key.root_version": "a number that names the root key it is wrapped with",
    "vault.Key.created_on": "the day it was made",
}
"""Plain words for columns whose models say none, or say it for us rather than for a reader."""

PUBLIC: dict[str, str] = {
    **dict.fromkeys(("name", "street", "city", "state", "zip", "county", "website"), "public: as its source says"),
    **dict.fromkeys(("summary", "hours", "cost", "publisher", "licence"), "public: as its source says"),
    "lat": "public: degrees, as published or the middle of its ZIP",
    "lon": "public: degrees, as published or the middle of its ZIP",
    "confidential": "no street of it is kept to be shown, and no map has it",
    "invented": "a demonstration: nothing of it exists",
    "rows": "how many were read",
    "listing": "which place it is about",
    "edition": "which edition of the directory",
    "as_of": "the day its source stands for",
    "note": "why, in words of the operator",
    "day": "the day it became different",
    "asked_on": "the day somebody asked",
    "decided_on": "the day the operator decided",
}
"""Words for columns of the directory, which mean the same in every table of it."""

KEYED = frozenset({"audit.Entry.own", "audit.Entry.whole", "audit.Head.mac"})
"""Keyed hashes that are called otherwise in their models."""

_BESIDE = """\
## Beside the tables

- `audit-heads.log` in the home folder: once an hour at most, how many entries the record has, and keyed hashes of it.
- The server's own log: where something broke and what kind of trouble it was. No word, no id, no name.
- Django's list of the updates that were applied to each database, with their times.
- What stands in front of the server (see `deploy/Caddyfile`) may note network addresses. Ours is set to note nothing.
- Backups hold what the databases held on their day.

## What there is none of

Of anybody who comes here: no e-mail address, no telephone number, no name in the clear, no network address, no
description of a browser, no list of pages somebody looked at, and nothing from any other company. Two exceptions, both
by choice: who asks for a change in the directory may write how to reach them (`directory_proposal`), and who turns
suggestions on has a tenth of a degree and the places they opened sealed on their shelf (`finder_shelf`).

## What a key changes

Whoever has the databases and the root key reads everything that is marked *sealed*, and can test guesses against what
is marked *keyed hash*. [keys.md](../explain/keys.md) says what each loss gives away.
"""


def settings_table() -> str:
    """docs/reference/settings.md as Markdown."""
    rows = [f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.help} |" for each in env.SETTINGS]
    head = ["# Settings", "", "Read from the environment at start.", "", "| Variable | Default | What it is for |"]
    return "\n".join([*head, "| --- | --- | --- |", *rows]) + "\n"


def frames_schema() -> str:
    """docs/reference/frames.schema.json."""
    from hearken.rooms.frames import schema

    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def export_schema() -> str:
    """docs/reference/export.schema.json."""
    from hearken.export.bundle import schema

    return schema().decode()


def hand_over() -> str:
    """docs/reference/hand-over.md: every column of every table, as somebody with the databases and no key meets it."""
    return "\n".join([*_hand_over_head(), *(line for app in APPS for line in _app_lines(app)), _BESIDE])


def columns(model: "type[Model]") -> list[Column]:
    """The columns of a table. Raises LookupError for bytes of which nobody has said how they are kept."""
    return [Column(each.column or "", _kept(each), _words(each)) for each in model._meta.local_concrete_fields]


def tables(app: str) -> "list[type[Model]]":
    """The models of an app, in the order they are written."""
    from django.apps import apps

    return list(apps.get_app_config(app).get_models())


def _hand_over_head() -> Iterator[str]:
    yield "# What we could hand over"
    yield ""
    yield "If somebody takes the databases, or has a right to ask for them: this is all there is."
    yield ""
    yield "- *clear*: can be read as it stands."
    yield "- *sealed*: opens only with a key from the key store, and that one only with the root key."
    yield "- *keyed hash*: finds or proves something. Without its key nothing comes back, and no guess can be tried."
    yield "- *one-way hash*: gives nothing back. What is short or known could be tried until it fits."
    yield ""


def _app_lines(app: str) -> Iterator[str]:
    title, sentence = APPS[app]
    yield from (f"## {title}", "", sentence, "")
    for model in tables(app):
        yield from (f"### `{model._meta.db_table}`", "", _about(model), "")
        yield from ("| Column | Kept | What it is |", "| --- | --- | --- |")
        yield from (f"| `{each.name}` | {each.kept.value} | {each.words} |" for each in columns(model))
        yield ""


def _about(model: "type[Model]") -> str:
    """The first sentences of what the model says of itself."""
    return ABOUT.get(model._meta.label) or (model.__doc__ or "").strip().splitlines()[0]


def _kept(field: "Field[Any, Any]") -> Kept:
    from django.db.models import BinaryField

    said = (str(field.help_text) or _words(field)).lower()  # the model's own words count, not how we put them here
    if _label(field) in KEYED or "keyed hash" in said or field.name == "digest":
        return Kept.KEYED_HASH
    if "sha-256" in said or "argon2" in said:
        return Kept.ONE_WAY_HASH
    if not isinstance(field, BinaryField):
        return Kept.CLEAR
    if "sealed" in said or "wrapped" in said:
        return Kept.SEALED
    raise LookupError(f"{_label(field)}: its model does not say how it is kept")


def _words(field: "Field[Any, Any]") -> str:
    label = _label(field)
    if label in WORDS:
        return WORDS[label]
    words = str(field.help_text) or (PUBLIC.get(field.name, "") if label.startswith("directory.") else "")
    if field.choices:
        kinds = ", ".join(str(words) for _, words in field.flatchoices)
        return f"{words}: {kinds}" if words else kinds
    if words:
        return words
    if field.related_model:
        return f"points to a row of `{field.related_model._meta.db_table}`"  # type: ignore[union-attr]
    return "an opaque id" if field.primary_key else ""


def _label(field: "Field[Any, Any]") -> str:
    return f"{field.model._meta.label}.{field.name}"
