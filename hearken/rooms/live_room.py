"""One room in memory: decides, queues, and after the commit tells each viewer what that viewer may know.

Lives on the event loop only; a method call is the actor, so nothing here awaits. It must never send an event before
its commit, and never send one seat's private stream, or anything caused by it, to the other.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from hearken.core.dialogue import (
    Command,
    Do,
    Event,
    Refusal,
    Seat,
    State,
    Step,
    Stream,
    decide,
    due,
    evolve,
    summary,
    visible,
)

from . import frames, log, seals
from .keyring import key_name
from .member import Member
from .queries import Loaded

MOST_WRITTEN = 5_000
"""Events of one journal. A long evening has three hundred; a script that goes on for ever stops here."""
ALWAYS = frozenset({Do.PAUSE, Do.END, Do.ENOUGH, Do.EXIT, Do.KEEP, Do.LET_GO})
"""Ways out, which no limit on the length of a journal ever shuts."""
MOST_WAITING = 64
"""Operations of one room that may wait for a commit. More are refused until some are saved."""


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


class LiveRoom:
    """`enqueue` takes a Waiting for the next group commit."""

    def __init__(
        self,
        loaded: Loaded,
        enqueue: Callable[[Waiting], None],
        keep_draft: Callable[[log.SealedDraft], None],
        now: int,
    ) -> None:
        self.id = loaded.id
        self.seats = dict(loaded.seats)
        self.members: list[Member] = []
        self.last_active = now
        self.waiting = 0
        self.writer_tab: dict[Seat, str] = {}
        self.drafts = dict(loaded.drafts)
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
            self.since(member.seat, hello.since, hello.own),
            summary(self.shown, member.seat),
            self._draft(member.seat),
            now,
        )
        member.send(frames.encode(welcome))

    def since(self, viewer: Seat, shared: int, own: int) -> list[frames.EventFrame]:
        """Events after these places that `viewer` may read, in the order they were written."""
        return [
            frames.frame(event, seq, viewer)
            for seq, event in self._journal
            if self._may_read(event, viewer) and seq > (shared if event.stream is Stream.US else own)
        ]

    def take(self, member: Member, op: frames.Op, now: int) -> None:
        """Decide one operation of a page. It is answered at once when refused, and after the commit when not."""
        if member.reading:
            member.send(frames.encode(frames.Refused(op.id, "reading")))
            return
        digest = hashlib.sha256(frames.encode(op)).digest()[:16]
        if known := self._ops.get(op.id):
            self._answer_again(member, op.id, known, digest)
            return
        full = len(self._journal) >= MOST_WRITTEN and op.do not in ALWAYS
        if full or self.waiting >= MOST_WAITING:
            member.send(frames.encode(frames.Refused(op.id, "busy")))
            return
        self.last_active = now
        command = Command(op.do, op.text, op.also, op.feelings, op.number, op.at, op.kind)
        answer = decide(self.state, member.seat, command, now)
        if isinstance(answer, Refusal):
            member.send(frames.encode(frames.Refused(op.id, answer.why.value)))
        elif not answer:
            member.send(frames.encode(frames.Done(op.id)))
        else:
            self._write(answer, member.seat, op.id, digest, [member])
            # The words are in the journal now, in the same commit that takes the draft away. A note to oneself
            # is not what was being written.
            if op.text and any(event.stream is Stream.US for event in answer):
                self._keep_draft(member.seat, b"")

    def apply(self, command: Command, now: int) -> None:
        """Something the product itself does: its clock, or its sense of who is here."""
        answer = decide(self.state, None, command, now)
        if not isinstance(answer, Refusal) and answer:
            self._write(answer, None, "", b"", [])

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
        if member.reading:
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
            self._tell(viewer, waiting)

    def _tell(self, viewer: Seat, waiting: Waiting) -> None:
        here = [member for member in self.members if member.seat is viewer and member.greeted]
        askers = [member for member in waiting.askers if member.seat is viewer]
        if not here and not askers:
            return
        seen = [
            frames.frame(event, line.seq, viewer)
            for line, event in zip(waiting.lines, waiting.events, strict=True)
            if self._may_read(event, viewer)
        ]
        if not seen:
            return
        now = summary(waiting.after, viewer)
        if askers:
            signed = frames.encode(frames.Events(seen, now, waiting.op))
            for member in askers:
                member.send(signed)
        if others := [member for member in here if member not in askers]:
            plain = frames.encode(frames.Events(seen, now))
            for member in others:
                member.send(plain)

    # Who writes.
    def _choose_writer(self, member: Member) -> None:
        facts = self.seats[member.seat]
        if member.epoch < facts.epoch:
            member.reading = "device"
            return
        for old in [each for each in self.members if each is not member and each.seat is member.seat]:
            if old.tab == member.tab:
                old.close()
        holder = self.writer_tab.get(member.seat)
        held = holder != member.tab and any(
            each.tab == holder and each.greeted and not each.reading and each is not member
            for each in self.members
            if each.seat is member.seat
        )
        member.reading = "tab" if held else ""
        if not held:
            self.writer_tab[member.seat] = member.tab

    def hand_over(self, member: Member) -> None:
        """Make `member` the one that writes for its seat; other tabs of the seat read."""
        if member.epoch < self.seats[member.seat].epoch:
            member.send(frames.encode(frames.Reading("device")))
            return
        self.writer_tab[member.seat] = member.tab
        for each in self.members:
            if each.seat is member.seat and each.greeted:
                reading = "" if each is member else "device" if each.epoch < member.epoch else "tab"
                if each.reading != reading or each is member:
                    each.reading = reading
                    each.send(frames.encode(frames.Reading(reading)))

    def moved(self, seat: Seat, epoch: int) -> None:
        """The seat was opened on another device: older ones read from now on."""
        facts = self.seats[seat]
        self.seats[seat] = replace(facts, epoch=epoch)
        self.writer_tab.pop(seat, None)
        for each in self.members:
            if each.seat is seat and each.epoch < epoch and each.reading != "device":
                each.reading = "device"
                each.send(frames.encode(frames.Reading("device")))

    def locked(self, seat: Seat, below: int) -> None:
        """Close every page of a seat whose cookie no longer opens anything."""
        facts = self.seats[seat]
        self.seats[seat] = replace(facts, locked_below=below)
        for each in [each for each in self.members if each.seat is seat and each.epoch < below]:
            each.close()

    def say(self, what: frames.Outgoing) -> None:
        """One frame to everybody who is here."""
        blob = frames.encode(what)
        for each in list(self.members):
            each.send(blob)

    @property
    def over(self) -> bool:
        return self.shown.ours.step is Step.GONE

    def _may_read(self, event: Event, viewer: Seat) -> bool:
        """Two doors: the rule, and the wraps. A viewer without a wrapped key reads nothing, whatever the rule says."""
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
