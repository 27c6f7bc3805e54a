"""The frames between a page and a room, as JSON. Published as a schema in docs/reference/frames.schema.json.

What goes out is made from `core.dialogue.visibility` alone. Unknown fields and kinds are refused on the way in. A frame
must never carry a reason that tells one person about the other.
"""

from typing import Annotated, Any

import msgspec

from hearken.core.dialogue import Do, Event, Name, Seat, Step, Stream
from hearken.core.dialogue.visibility import Summary

MOST_BYTES = 16 * 1024
"""The largest frame a page may send, in bytes of JSON."""

OpId = Annotated[str, msgspec.Meta(min_length=16, max_length=40, pattern="^[A-Za-z0-9_-]+$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
Tab = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Slot = Annotated[str, msgspec.Meta(max_length=80)]
Words = Annotated[str, msgspec.Meta(max_length=12_000)]  # what is too long for a step is refused by the step


class _In(msgspec.Struct, tag_field="t", frozen=True, forbid_unknown_fields=True):
    pass


class Hello(_In, frozen=True, tag="hello"):
    """First frame on a socket: how far this page has read each of its two streams, and which tab it is."""

    since: Count
    own: Count
    tab: Tab


class Op(_In, frozen=True, tag="op", omit_defaults=True):
    """One command. The same id may be sent again until it is answered; it takes effect once."""

    id: OpId
    do: Do
    text: Words = ""
    also: Words = ""
    feelings: tuple[Words, ...] = ()
    number: int | None = None
    at: Annotated[int, msgspec.Meta(ge=0, le=2**40)] | None = None
    kind: Slot = ""
    aloud: bool = False


class DraftNote(_In, frozen=True, tag="draft"):
    """What is being written, for the step named by `slot`. Empty text: nothing."""

    slot: Slot
    text: Words


class Take(_In, frozen=True, tag="take"):
    """This tab wants to be the one that writes."""


class Ping(_In, frozen=True, tag="ping"):
    """Is the line alive?"""


Incoming = Hello | Op | DraftNote | Take | Ping


class EventFrame(msgspec.Struct, frozen=True, omit_defaults=True):
    """One event as the viewer may see it. `seq` counts shared events, `own` the viewer's private ones."""

    name: Name
    seq: int = 0
    own: int = 0
    by: str = ""
    to: Step | None = None
    text: str = ""
    also: str = ""
    feelings: tuple[str, ...] = ()
    number: int | None = None
    at: int | None = None
    kind: str = ""
    aloud: bool = False


class _Out(msgspec.Struct, tag_field="t", frozen=True):
    pass


class Welcome(_Out, frozen=True, tag="welcome"):
    """Answer to hello: everything after what the page had, where things stand, and the draft.

    `aloud`: this room talks, and the screen only prompts.
    """

    you: Seat
    name: str
    other: str
    reading: str
    events: list[EventFrame]
    now: Summary
    draft: DraftNote | None
    clock: int
    aloud: bool


class Events(_Out, frozen=True, tag="events", omit_defaults=True):
    """New events and where things stand after them. `ack` is the viewer's own operation that caused them."""

    events: list[EventFrame]
    now: Summary
    ack: str = ""


class Done(_Out, frozen=True, tag="done"):
    """The operation holds already, or had nothing to change."""

    id: str


class Refused(_Out, frozen=True, tag="refused"):
    """Nothing changed. `why` names the words to show."""

    id: str
    why: str


class Unsaved(_Out, frozen=True, tag="unsaved"):
    """Not saved yet. The server keeps trying, and so may the page."""


class Reading(_Out, frozen=True, tag="reading"):
    """This page reads: "tab" another tab of this seat writes, "device" the seat moved on, "" it writes."""

    why: str


class Reload(_Out, frozen=True, tag="reload"):
    """Something about the room itself changed: ask for the page again."""


class Closed(_Out, frozen=True, tag="closed"):
    """There is nothing here any more. One frame for every cause."""


class Care(_Out, frozen=True, tag="care"):
    """A card for the one who wrote, on the page they wrote on: 1 asks, 2 puts help first. `op`: what it follows."""

    level: Annotated[int, msgspec.Meta(ge=1, le=2)]
    op: str


class Pong(_Out, frozen=True, tag="pong"):
    pass


Outgoing = Welcome | Events | Done | Refused | Unsaved | Reading | Reload | Closed | Care | Pong

decode_in = msgspec.json.Decoder(Incoming).decode
decode_op = msgspec.json.Decoder(Op).decode
encode = msgspec.json.Encoder().encode
BadFrame = msgspec.MsgspecError


def frame(event: Event, seq: int, viewer: Seat) -> EventFrame:
    """`event` for `viewer`, who may see it. The kind's prompt index stays inside: the summary names the prompt."""
    shared = event.stream is Stream.US
    by = "" if event.by is None else "you" if event.by is viewer else "other"
    return EventFrame(
        event.name,
        seq if shared else 0,
        0 if shared else seq,
        by,
        event.to,
        event.text,
        event.also,
        event.feelings,
        event.number,
        event.at,
        event.kind,
        event.aloud,
    )


def schema() -> dict[str, Any]:
    """JSON Schema of every frame in both directions."""
    (incoming, outgoing), definitions = msgspec.json.schema_components(
        (Incoming, Outgoing), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frames of a room",
        "oneOf": [{"title": "from a page", **incoming}, {"title": "to a page", **outgoing}],
        "$defs": definitions,
    }
