"""What stands in a file that is taken along, as JSON. Published as docs/reference/export.schema.json, and in the file.

A field that is empty is left out. It must never hold an id of another person, a time of day, or a private check in a
file of another kind. A change that an older reader would stumble over gets another version.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

VERSION = 1
Side = Literal["me", "other"]
Count = Annotated[int, msgspec.Meta(ge=0)]
Digest = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
Day = Annotated[str, msgspec.Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class Device(_Part, frozen=True, omit_defaults=True):
    """A browser that was signed in on the day of the file. `name`: what its person calls it."""

    method: str
    first_on: date
    last_on: date
    name: str = ""
    shared: bool = False
    this: bool = False


class Way(_Part, frozen=True, omit_defaults=True):
    """A way to sign in beside the passphrase: passkey or code_app."""

    kind: str
    name: str = ""
    made_on: date | None = None


class Account(_Part, frozen=True, omit_defaults=True):
    """The account. `codes_left`: printed codes that were not used; left out where none were made."""

    name: str
    began_on: date
    ways: list[Way] = []
    codes_left: int | None = None
    devices: list[Device] = []


class Snapshot(_Part, frozen=True, omit_defaults=True):
    """Words as others can read them, where they differ from the item's own."""

    title: str
    text: str


class Item(_Part, frozen=True, omit_defaults=True):
    """Something the person wrote or kept. `audience`: who can read it now."""

    id: str
    kind: str
    title: str
    text: str
    audience: str
    made_on: date
    changed_on: date
    seen_as: Snapshot | None = None


class Turn(_Part, frozen=True, omit_defaults=True):
    """One turn of a dialogue, or a private note beside it.

    `step`: what kind of turn. `words`: how many there are. `withheld`: `text` tells only whose turn it was and how many
    words. `removed`: its author erased their account. `number`: 0 to 10, noted for oneself.
    """

    by: Side
    step: str
    text: str = ""
    also: str = ""
    feelings: list[str] = []
    words: Count = 0
    withheld: bool = False
    removed: bool = False
    private: bool = False
    aloud: bool = False
    number: int | None = None


class Dialogue(_Part, frozen=True, omit_defaults=True):
    """A dialogue from one side. `me` and `other`: the names given in it. `draft`: words that were not sent."""

    me: str
    other: str
    kept: bool
    turns: list[Turn]
    ends_on: date | None = None
    draft: str = ""


class Permission(_Part, frozen=True, omit_defaults=True):
    """A fact of the ledger of consent. `says`: the same in words. `text`: SHA-256 of the sentence agreed to.

    `item`, `share`, `reader`: opaque ids. What ended for everybody names nobody.
    """

    on: date
    says: str
    event: str
    item: str = ""
    share: str = ""
    reader: str = ""
    purpose: str = ""
    text: Digest = ""
    alone: bool = True
    until: date | None = None


class Happening(_Part, frozen=True, omit_defaults=True):
    """Something that happened to the account. `who`: a therapist's name, where they read something."""

    on: date
    event: str
    says: str
    item: str = ""
    detail: str = ""
    who: str = ""


class Tie(_Part, frozen=True, omit_defaults=True):
    """A space for two or a therapist's access: the other's name while it is open, and its days."""

    kind: Literal["space", "therapist"]
    began_on: date
    name: str = ""
    ended_on: date | None = None


class Page(_Part, frozen=True, omit_defaults=True):
    """A page of the diary."""

    title: str
    text: str
    made_on: Day = ""


class Place(_Part, frozen=True, omit_defaults=True):
    """A place of the public directory that was saved. `name`: as it is listed now; left out where it is no more."""

    key: str
    saved_on: date
    name: str = ""
    note: str = ""


class Looking(_Part, frozen=True, omit_defaults=True):
    """What suggestions may use. `answers`: question -> terms; the rest: names of pages, places and terms, with days.

    `around`: the town nearest to the tenth of a degree that is kept (`grid`), and how many miles around it.
    """

    on: bool = False
    answers: dict[str, list[str]] = {}
    opened: list[tuple[str, date]] = []
    read: list[tuple[str, date]] = []
    filters: list[tuple[str, date]] = []
    hidden: list[str] = []
    around: str = ""
    grid: tuple[float, float] | None = None
    miles: int | None = None


class Mine(msgspec.Struct, tag_field="kind", tag="mine", frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is one person's own. `not_opened`: how many stored things did not open."""

    version: Literal[1]
    made_on: date
    notices: list[str]
    account: Account
    items: list[Item]
    dialogues: list[Dialogue]
    consents: list[Permission]
    happened: list[Happening]
    ties: list[Tie]
    diary: list[Page] = []
    places: list[Place] = []
    looking: Looking | None = None
    not_opened: Count = 0


class Shared(_Part, frozen=True, omit_defaults=True):
    """Something one of the two shared with the other, as it was on that day. `withheld`: as with turns."""

    by: Side
    text: str
    shared_on: date
    title: str = ""
    words: Count = 0
    withheld: bool = False


class Ours(msgspec.Struct, tag_field="kind", tag="ours", frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What belongs to an open space of two, from the side of one of them."""

    version: Literal[1]
    made_on: date
    notices: list[str]
    me: str
    other: str
    began_on: date
    dialogues: list[Dialogue]
    shared: list[Shared]
    not_opened: Count = 0


class Check(_Part, frozen=True, omit_defaults=True):
    """One private check: question ids and the values that were answered."""

    answers: dict[str, str]
    title: str = ""
    text: str = ""
    made_on: Day = ""


class Checks(
    msgspec.Struct, tag_field="kind", tag="checks", frozen=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Private checks, and nothing else."""

    version: Literal[1]
    made_on: date
    notices: list[str]
    checks: list[Check]


Notes = Mine | Ours | Checks


def encode(notes: Notes) -> bytes:
    """The file notes.json: UTF-8, indented, so that a person can read it too."""
    return msgspec.json.format(msgspec.json.encode(notes), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """JSON Schema of every kind of file."""
    (found,), definitions = msgspec.json.schema_components((Notes,), ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Notes taken along, version {VERSION}",
        **found,
        "$defs": definitions,
    }
