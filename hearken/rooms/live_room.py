"""One room in memory: decides, queues, and after the commit tells each viewer what that viewer may know.

Lives on the event loop only; a method call is the actor, so nothing here awaits. It must never send an event before
its commit, and never send one seat's private stream, or anything caused by it, to the other.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from hearken.core.dialogue import (
    Command,
    Do,
    Event,
    Refusal,
    Seat,
    State,
    Step,
    Stream,
    Why,
    decide,
    due,
    evolve,
    summary,
    visible,
)
from hearken.core.dialogue.visibility import (
    Summary,
    known_to_a_stand_in,
    may_be_done_for,
    summary_for_a_stand_in,
)
from hearken.lib.clock import day

from . import frames, log, seals
from .concern import Concern
from .desk import Desk
from .keyring import key_name
from .member import Member
from .queries import Loaded
from .stems import offered

MOST_WRITTEN = 5_000
"""Events of one journal. A long evening has three hundred; a script that goes on for ever stops here."""
ALWAYS = frozenset({Do.PAUSE, Do.END, Do.ENOUGH, Do.EXIT, Do.KEEP, Do.LET_GO})
"""Ways out, which no limit on the length of a journal ever shuts."""
TALKING = frozenset({Do.HOLD_ON, Do.WRITE, Do.SPEAK})
"""Only where people talk is there anything to stop, or to write instead."""
MOST_WAITING = 64
"""Operations of one room that may wait for a commit. More are refused until some are saved."""


def _where(state: State, viewer: Seat, *, stand_in: bool) -> Summary:
    return summary_for_a_stand_in(state, viewer) if stand_in else summary(state, viewer)


@dataclass(slots=True)
class Waiting:
    """One operation between decision and commit."""

    room: "LiveRoom"
    events: tuple[Event, ...]
    lines: list[log.Line]
    after: State
    seat: Seat | None
    op: str
    askers: list[Member]


@dataclass(slots=True)
class Operation:
    """An operation that was decided: its digest, and whether it is durable yet."""

    digest: bytes
    waiting: Waiting | None


class LiveRoom(Desk):
    """`enqueue` takes a Waiting for the next group commit."""

    def __init__(
        self,
        loaded: Loaded,
        enqueue: Callable[[Waiting], None],
        keep_draft: Callable[[log.SealedDraft], None],
        now: int,
    ) -> None:
        super().__init__(loaded.seats)
        self.id = loaded.id
        self.last_active = now
        self.waiting = 0
        self.drafts = dict(loaded.drafts)
        self.aloud = loaded.aloud
        self.concern = Concern()
        self._going = loaded.going
        self._readable = loaded.readable
        self._ciphers = loaded.ciphers
        self._enqueue = enqueue
        self._store_draft = keep_draft
        self._seq = dict.fromkeys(Stream, 0)
        self._journal: list[tuple[int, Event]] = []
        self._ops: dict[str, Operation] = {}
        self.state = State()
        for each in loaded.journal:
            self.state = evolve(self.state, each.event)
            self._seq[each.event.stream] = max(self._seq[each.event.stream], each.seq)
            self._journal.append((each.seq, each.event))
            if each.op:
                self._ops[each.op] = Operation(each.digest, None)
        self.shown = self.state  # what has been committed and may be shown

    # From a page.
    def greet(self, member: Member, hello: frames.Hello, now: int) -> None:
        """Admit a page: everything it has not read yet, in order, once."""
        member.tab = hello.tab
        member.greeted = True
        self._choose_writer(member)
        self.last_active = now
        facts = self.seats[member.seat]
        welcome = frames.Welcome(
            member.seat,
            facts.name,
            self.seats[member.seat.other].name,
            member.reading,
            self.since(member, hello.since, hello.own),
            _where(self.shown, member.seat, stand_in=member.stand_in),
            None if member.stand_in else self._draft(member.seat),
            now,
            self.aloud,
        )
        member.send(frames.encode(welcome))

    def since(self, member: Member, shared: int, own: int) -> list[frames.EventFrame]:
        """Events after these places that `member` may read, in the order they were written."""
        return [
            frames.frame(event, seq, member.seat)
            for seq, event in self._journal
            if self._may_read(event, member.seat, stand_in=member.stand_in)
            and seq > (shared if event.stream is Stream.US else own)
        ]

    def take(self, member: Member, op: frames.Op, now: int) -> None:
        """Decide one operation of a page. It is answered at once when refused, and after the commit when not."""
        if member.reading:
            member.send(frames.encode(frames.Refused(op.id, "reading")))
            return
        digest = hashlib.sha256(frames.encode(op)).digest()[:16]
        if earlier := self._ops.get(op.id):
            self._answer_again(member, op.id, earlier, digest)
            return
        full = len(self._journal) >= MOST_WRITTEN and op.do not in ALWAYS
        if full or self.waiting >= MOST_WAITING:
            member.send(frames.encode(frames.Refused(op.id, "busy")))
            return
        self.last_active = now
        number = None if member.stand_in and op.do is Do.THANK else op.number  # what is felt is no one else's to say
        command = Command(op.do, op.text, op.also, op.feelings, number, op.at, op.kind, aloud=op.aloud)
        known = known_to_a_stand_in(self.state, member.seat) if member.stand_in else self.state
        answer = decide(known, member.seat, command, now)
        if member.stand_in and (op.text or op.also or op.feelings or not may_be_done_for(op.do)):
            answer = Refusal(Why.NOT_YOURS)
        if op.do in TALKING and not self.aloud:  # nobody is stopped in the middle of writing
            answer = Refusal(Why.NOT_NOW)
        if op.kind and op.kind not in offered(self._going.on(day(now))):
            answer = Refusal(Why.UNKNOWN_KIND)  # not open to these two: as if there were none
        if isinstance(answer, Refusal):
            member.send(frames.encode(frames.Refused(op.id, answer.why.value)))
        elif not answer:
            member.send(frames.encode(frames.Done(op.id)))
        else:
            self._write(answer, member.seat, op.id, digest, [member])
            # The words are in the journal now, in the same commit that takes the draft away. A note to oneself
            # is not what was being written.
            if op.text and not member.stand_in and any(event.stream is Stream.US for event in answer):
                self._keep_draft(member.seat, b"")

    def apply(self, command: Command, now: int) -> None:
        """Something the product itself does: its clock, or its sense of who is here."""
        answer = decide(self.state, None, command, now)
        if not isinstance(answer, Refusal) and answer:
            self._write(answer, None, "", b"", [])

    def talk(self) -> None:
        """From here on they talk. Pages that come in from now on learn of it."""
        self.aloud = True

    def exit(self, seat: Seat, now: int) -> None:
        """The quick exit of a seat, whoever writes for it. Nobody is told more than `paused`."""
        answer = decide(self.state, seat, Command(Do.EXIT), now)
        if not isinstance(answer, Refusal) and answer:
            self._write(answer, seat, "", b"", [])

    def tick(self, now: int) -> None:
        self.last_active = min(self.last_active, now)  # the clock was set back: no quiet of less than nothing
        if command := due(self.state, now - self.last_active, now):
            self.last_active = now
            self.apply(command, now)

    def note_draft(self, member: Member, note: frames.DraftNote, now: int) -> None:
        """Keep what somebody is writing, sealed with a key only their own seat can open."""
        if member.reading or member.stand_in:
            return
        self.last_active = now
        facts = self.seats[member.seat]
        body = seals.seal_draft(note, facts.id, member.seat, self._ciphers) if note.text else b""
        self._keep_draft(member.seat, body)

    def _keep_draft(self, seat: Seat, body: bytes) -> None:
        if body or self.drafts.get(seat):
            self.drafts[seat] = body
            self._store_draft(log.SealedDraft(self.seats[seat].id, body))

    # From the group commit.
    def committed(self, waiting: Waiting) -> None:
        """Tell every viewer what was written. The one who asked gets the acknowledgement with it."""
        self.waiting -= 1
        self.shown = waiting.after
        for line, event in zip(waiting.lines, waiting.events, strict=True):
            self._journal.append((line.seq, event))
        if waiting.op and (operation := self._ops.get(waiting.op)):
            operation.waiting = None
        for viewer in Seat:
            self._tell(viewer, waiting, stand_in=False)
            self._tell(viewer, waiting, stand_in=True)

    def _tell(self, viewer: Seat, waiting: Waiting, *, stand_in: bool) -> None:
        here = [each for each in self.members if each.seat is viewer and each.stand_in is stand_in and each.greeted]
        askers = [each for each in waiting.askers if each.seat is viewer and each.stand_in is stand_in]
        if not here and not askers:
            return
        seen = [
            frames.frame(event, line.seq, viewer)
            for line, event in zip(waiting.lines, waiting.events, strict=True)
            if self._may_read(event, viewer, stand_in=stand_in)
        ]
        if not seen and not askers:
            return
        now = _where(waiting.after, viewer, stand_in=stand_in)
        if askers:
            signed = frames.encode(frames.Events(seen, now, waiting.op))
            for member in askers:
                member.send(signed)
        if seen and (others := [member for member in here if member not in askers]):
            plain = frames.encode(frames.Events(seen, now))
            for member in others:
                member.send(plain)

    def say(self, what: frames.Outgoing) -> None:
        """One frame to everybody who is here."""
        blob = frames.encode(what)
        for each in list(self.members):
            each.send(blob)

    @property
    def over(self) -> bool:
        return self.shown.ours.step is Step.GONE

    def _may_read(self, event: Event, viewer: Seat, *, stand_in: bool) -> bool:
        """Two doors: the rule, and the wraps. A viewer without a wrapped key reads nothing, whatever the rule says."""
        if stand_in and event.stream is not Stream.US:
            return False
        return visible(event, viewer) and key_name(event) in self._readable[viewer]

    def _answer_again(self, member: Member, op: str, known: Operation, digest: bytes) -> None:
        if known.digest != digest:
            member.send(frames.encode(frames.Refused(op, "conflict")))
        elif known.waiting:
            if member not in known.waiting.askers:
                known.waiting.askers.append(member)
        else:
            member.send(frames.encode(frames.Done(op)))

    def _write(
        self, events: tuple[Event, ...], seat: Seat | None, op: str, digest: bytes, askers: list[Member]
    ) -> None:
        lines = []
        for place, event in enumerate(events):
            self._seq[event.stream] += 1
            stamp = op if place == 0 and op else None
            lines.append(log.seal(self.id, self._seq[event.stream], event, stamp, digest, self._ciphers))
            self.state = evolve(self.state, event)
        waiting = Waiting(self, events, lines, self.state, seat, op, askers)
        if op:
            self._ops[op] = Operation(digest, waiting)
        self.waiting += 1
        self._enqueue(waiting)

    def _draft(self, seat: Seat) -> frames.DraftNote | None:
        body = self.drafts.get(seat, b"")
        if not body:
            return None
        return seals.open_draft(body, self.seats[seat].id, seat, self._ciphers)
