"""All live rooms of this process: loading, presence and the clock.

One event loop; what is decided goes through rooms/group_commit.py. It must never wait for a slow reader, and never let
one room's trouble touch another.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from hearken.accounts import sessions
from hearken.audit.anchors import anchor_if_due
from hearken.core.dialogue import Command, Do, Seat, Step
from hearken.couples.actions import parting
from hearken.drawer import actions as drawer
from hearken.finder import shelf
from hearken.lib import clock
from hearken.web import care

from . import actions, companion, frames, sign_ins, store
from .group_commit import GroupCommit
from .live_room import LiveRoom, Waiting
from .member import Member
from .models import Place
from .queries import NoRoom, afresh, open_room

logger = logging.getLogger(__name__)
T = TypeVar("T")

TICK = 1.0
SWEEP = 10 * 60
TIDYING = (parting.sweep, drawer.sweep, sessions.sweep, shelf.sweep, anchor_if_due)
"""What else is looked after at every sweep: what people share, drawers left open, sign-ins, shelves, the anchor."""
MOST_PAGES = 8
"""Pages of one seat that may be open at once. One more closes the oldest: each costs every turn a frame."""
EMPTY_FOR = 30
"""Seconds a room without anybody stays in memory after both absences have been written."""
DARK = 5 * 60
"""Seconds a room that talks may be without anybody: a phone that lies between two people goes dark by itself. Nobody is
there to notice an absence, so it is not written before that."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks to come in: a proven seat and the epoch of its cookie or ticket.

    `stands_by`: 0, or for a stand-in the epoch of the seat it stands in by. `sign_in`: "" or, for a seat that is kept
    in an account, the sign-in it was opened by.
    """

    room_id: str
    seat_id: str
    epoch: int
    stands_by: int = 0
    sign_in: str = ""


class Hub:
    """`absence`: seconds a seat may be unreachable before the dialogue pauses. Times are unix seconds."""

    def __init__(self, absence: int, now: Callable[[], int] = clock.now) -> None:
        self.rooms: dict[str, LiveRoom] = {}
        self._absence = absence
        self._now = now
        self._loading: dict[str, asyncio.Task[LiveRoom]] = {}
        self._absent: dict[tuple[str, Seat], asyncio.TimerHandle] = {}
        self._dark: dict[tuple[str, Seat], bool] = {}  # seats nobody was there to miss; False: now somebody is
        self._commit = GroupCommit(self._tell, lambda room: self._drop(room, frames.Reload()))
        self._over: frozenset[str] = frozenset()  # sign-ins that ended a moment ago
        self._tidy: Callable[[], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers = ThreadPoolExecutor(2, "hearken-reader")
        self._tasks: set[asyncio.Task[Any]] = set()

    # Life.
    async def start(self, make_store: Callable[[], store.Store], tidy: Callable[[], object] | None = None) -> None:
        """Open the writer's connection in its own thread and start the clock. `tidy` runs beside it after writing."""
        care.prepare()
        self._tidy = tidy
        self._loop = asyncio.get_running_loop()
        await self._commit.start(make_store)
        self._keep(self._clock())
        self._keep(self._sweeper())
        self._keep(self._doorkeeper())

    async def stop(self) -> None:
        """Finish what is queued (at most a few seconds), then close. What was not acknowledged comes again."""
        for task in list(self._tasks):
            task.cancel()
        for room in self.rooms.values():
            companion.rise(room)
        await self._commit.stop()
        for handle in self._absent.values():
            handle.cancel()
        self._loop = None
        self._readers.shutdown(wait=False)

    # Coming and going.
    async def room(self, room_id: str) -> LiveRoom:
        """The live room, loaded once however many ask. Raises NoRoom."""
        if room := self.rooms.get(room_id):
            return room
        task = self._loading.get(room_id)
        if task is None:
            task = self._loading[room_id] = asyncio.ensure_future(self._load(room_id))
            task.add_done_callback(lambda _: self._loading.pop(room_id, None))
        return await asyncio.shield(task)

    async def admit(self, holder: Holder, member_of: Callable[[Seat, bool], Member]) -> tuple[LiveRoom, Member]:
        """Let a proven seat in. `member_of(letter, waiting)` makes the member; waiting: it only learns of reloads."""
        room = await self.room(holder.room_id)
        letter = room.opens(holder.seat_id, holder.epoch, holder.stands_by, signed_in=bool(holder.sign_in))
        if letter is None or holder.sign_in in self._over:
            raise NoRoom
        same = [each for each in room.members if each.seat is letter]
        for oldest in same[: len(same) + 1 - MOST_PAGES]:
            oldest.close()
        member = member_of(letter, room.seats[letter].place is Place.CLAIMED)
        room.members.append(member)
        return room, member

    def leave(self, room: LiveRoom, member: Member) -> None:
        """A connection is gone, for whatever reason: the same to the other person."""
        if member in room.members:
            room.members.remove(member)
        if not any(each.seat is member.seat for each in room.members):
            self._watch(room, member.seat)

    def arrived(self, room: LiveRoom, seat: Seat) -> None:
        """A seat can be reached again. Now there is somebody who would notice that the other one is not."""
        self._clear(room, seat)
        if self._dark.get((room.id, seat.other)):
            self._watch(room, seat.other)
            self._dark[(room.id, seat.other)] = False

    def touched(self, room: LiveRoom, seat: Seat) -> None:
        """A seat without a socket asked for something: count its absence from now."""
        if not any(each.seat is seat for each in room.members):
            self.arrived(room, seat)
            self._watch(room, seat)

    def now(self) -> int:
        return self._now()

    # From ordinary requests, in other threads.
    def call(self, room_id: str, what: Callable[[LiveRoom], None]) -> None:
        """Do something to a room if it is live here. Safe from any thread; nothing happens when it is not."""
        loop = self._loop
        if loop is None:
            return  # not serving (a management command, a test of pages): there are no open pages to tell

        def run() -> None:
            if room := self.rooms.get(room_id):
                what(room)
            elif task := self._loading.get(room_id):  # it may have been read just before this change
                task.add_done_callback(
                    lambda done: None if done.cancelled() or done.exception() else what(done.result())
                )

        loop.call_soon_threadsafe(run)

    def refresh(self, room_id: str) -> None:
        """Something about the room itself changed: every page asks again, and the room is read anew."""
        self.call(room_id, lambda room: self._drop(room, frames.Reload()))

    # Presence and time.
    def _watch(self, room: LiveRoom, seat: Seat, dark: int = 0) -> None:
        if self._loop is None or self.rooms.get(room.id) is not room:
            return
        self._clear(room, seat)
        self._absent[(room.id, seat)] = self._loop.call_later(dark or self._absence, self._missing, room, seat)
        if dark:
            self._dark[(room.id, seat)] = True

    def _clear(self, room: LiveRoom, seat: Seat) -> None:
        self._dark.pop((room.id, seat), None)
        if handle := self._absent.pop((room.id, seat), None):
            handle.cancel()

    def _missing(self, room: LiveRoom, seat: Seat) -> None:
        waited = (room.id, seat) in self._dark
        self._clear(room, seat)
        if self.rooms.get(room.id) is not room:
            return
        if room.aloud and not waited and companion.empty(room):
            self._watch(room, seat, DARK)
        else:
            room.apply(Command(Do.ABSENT, seat=seat), self._now())

    async def _clock(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._commit.look()
            if self._commit.has_written() and self._tidy:
                self._keep(self._in_thread(self._tidy))
            now = self._now()
            for room in list(self.rooms.values()):
                try:
                    self._tick(room, now)
                except Exception:  # one room's trouble, and the clock of all the others goes on
                    logger.exception("a room could not be looked after")

    def _tick(self, room: LiveRoom, now: int) -> None:
        room.tick(now)
        stays = self._absence + EMPTY_FOR + (DARK if room.aloud else 0)
        watched = room.aloud and any((room.id, seat) in self._absent for seat in Seat)  # not written yet
        if companion.empty(room) and not room.waiting and not watched and now - room.last_active > stays:
            self._forget(room)

    async def _doorkeeper(self) -> None:
        """Close the pages of sign-ins that are over: ended ones within a second or so, idle ones within a minute."""
        rounds = 0
        while True:
            await asyncio.sleep(TICK)
            rounds += 1
            over = await self._in_thread(sign_ins.ended, self._now())
            if over is None:
                continue  # the database is away; pages stay as they are until it can be asked
            if rounds % sign_ins.EVERY == 0:
                here, active = sign_ins.gathered(self.rooms.values())
                over |= await self._in_thread(sign_ins.idle, here, active, self._now()) or set()
            self._over = frozenset(over)
            for room in list(self.rooms.values()):
                for each in [each for each in room.members if each.sign_in in over]:
                    each.close()

    def close(self, room_id: str) -> None:
        """The room is gone: its pages end, whoever is on them. Safe from any thread."""
        self.call(room_id, lambda room: self._drop(room, frames.Closed()))

    async def _sweeper(self) -> None:
        while True:
            gone = await self._in_thread(actions.sweep, self._now())
            for room_id in gone or ():
                if room := self.rooms.get(room_id):
                    self._drop(room, frames.Closed())
            for work in TIDYING:
                await self._in_thread(work, self._now())
            await asyncio.sleep(SWEEP)

    # Loading.
    async def _load(self, room_id: str) -> LiveRoom:
        loop = asyncio.get_running_loop()
        loaded = await loop.run_in_executor(self._readers, afresh(open_room), room_id)
        room = LiveRoom(loaded, self._commit.add, self._commit.add_draft, self._now())
        if room.over:  # stopped between letting go and erasing: finish it
            await self._in_thread(actions.erase, room_id)
            raise NoRoom
        if room.state.ours.step is Step.KEPT and not loaded.kept:
            await self._in_thread(actions.keep, room_id, self._now())
        self.rooms[room_id] = room
        for seat, facts in room.seats.items():
            if facts.played:
                companion.sit(room, seat, self._now)
            else:
                self._watch(room, seat)
        return room

    def _drop(self, room: LiveRoom, last_word: frames.Outgoing) -> None:
        room.say(last_word)
        self._forget(room)
        for member in list(room.members):
            member.close()

    def _forget(self, room: LiveRoom) -> None:
        companion.rise(room)
        for seat in Seat:
            self._clear(room, seat)
        if self.rooms.get(room.id) is room:
            del self.rooms[room.id]

    # After a commit.
    def _tell(self, waiting: Waiting) -> None:
        """What was written is shown. One room's trouble ends with that room: its pages come back and ask again."""
        try:
            waiting.room.committed(waiting)
            self._after(waiting)
        except Exception:
            logger.exception("a room could not tell what was written")
            self._drop(waiting.room, frames.Reload())

    def _after(self, waiting: Waiting) -> None:
        step, room = waiting.after.ours.step, waiting.room
        if step is Step.KEPT and any(event.to is Step.KEPT for event in waiting.events):
            self._keep(self._in_thread(actions.keep, room.id, self._now()))
        if step is Step.GONE:
            self._keep(self._end(room))

    async def _end(self, room: LiveRoom) -> None:
        self._forget(room)
        await self._in_thread(actions.erase, room.id)
        for member in list(room.members):
            member.close()

    async def _in_thread(self, action: Callable[..., T], *args: Any) -> T | None:
        """Run an action beside the loop. A failure is logged without its words, and the sweep tries again."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, lambda: afresh(action)(*args))
        except Exception:
            logger.exception("an action beside the loop failed")
            return None

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
