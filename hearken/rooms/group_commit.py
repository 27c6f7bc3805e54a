"""The group commit: what every room has decided, written by one thread, one commit under way at a time.

It must never let anything be shown or acknowledged before its commit has returned, and never lose what it was given:
while the database cannot take it, it stays queued, those who wait are told, and it is tried again.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from hearken.lib import clock

from . import frames, log, store
from .live_room import LiveRoom, Waiting

logger = logging.getLogger(__name__)

RETRY = 0.5
PATIENCE = 2.0
"""Seconds a commit may take before those who wait hear that it is not saved yet."""
STOP_WITHIN = 100
"""Twentieths of a second that stopping waits for what is queued."""


class GroupCommit:
    """`saved` is called for each operation once it is durable; `clashed` for each room whose place was taken.

    Lives on the event loop; only the store itself works in the writer's thread.
    """

    def __init__(self, saved: Callable[[Waiting], None], clashed: Callable[[LiveRoom], None]) -> None:
        self._saved = saved
        self._clashed = clashed
        self._queue: list[Waiting] = []
        self._drafts: dict[str, log.SealedDraft] = {}
        self._under_way: list[Waiting] = []
        self._busy = False
        self._since = 0.0
        self._written = False
        self._store: store.Store | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer = ThreadPoolExecutor(1, "hearken-writer")

    async def start(self, make_store: Callable[[], store.Store]) -> None:
        """Open the writer's connection, in the writer's own thread."""
        self._loop = asyncio.get_running_loop()
        self._store = await self._loop.run_in_executor(self._writer, make_store)

    async def stop(self) -> None:
        """Finish what is queued, a few seconds at most, and close. What was not acknowledged comes again."""
        for _ in range(STOP_WITHIN):
            if not (self._busy or self._queue or self._drafts):
                break
            await asyncio.sleep(0.05)
        if self._store and self._loop:
            await self._loop.run_in_executor(self._writer, self._store.close)
        self._loop = None
        self._writer.shutdown(wait=False)

    def add(self, waiting: Waiting) -> None:
        self._queue.append(waiting)
        self._pump()

    def add_draft(self, draft: log.SealedDraft) -> None:
        self._drafts[draft.seat_id] = draft  # a newer draft replaces one that waits
        self._pump()

    def look(self) -> None:
        """Called by the clock: a commit that takes long is said to those who wait for it."""
        if self._busy and clock.monotonic() - self._since > PATIENCE:
            self._not_yet(self._under_way + self._queue)

    def has_written(self) -> bool:
        """Whether anything was written since this was last asked."""
        written, self._written = self._written, False
        return written

    def _pump(self) -> None:
        if self._busy or self._loop is None or self._store is None or not (self._queue or self._drafts):
            return
        batch = self._queue[: store.MOST_ROWS // 2]
        del self._queue[: len(batch)]
        drafts, self._drafts = self._drafts, {}
        self._busy, self._since, self._under_way = True, clock.monotonic(), batch
        lines = [line for waiting in batch for line in waiting.lines]
        saving = self._loop.run_in_executor(self._writer, store.commit, self._store, lines, list(drafts.values()))
        saving.add_done_callback(lambda done: self._done(done, batch, drafts))

    def _done(self, done: "asyncio.Future[None]", batch: list[Waiting], drafts: dict[str, log.SealedDraft]) -> None:
        trouble = done.exception()
        if trouble is not None and not isinstance(trouble, store.Conflict):
            self._try_again(trouble, batch, drafts)
            return
        lost = trouble.rooms if trouble else frozenset()
        for room in {waiting.room for waiting in batch if waiting.room.id in lost}:
            self._clashed(room)
        self._written = True
        self._busy, self._under_way = False, []
        self._pump()  # the writer is at the next batch while this one is told
        for waiting in batch:
            if waiting.room.id not in lost:
                self._saved(waiting)

    def _try_again(self, trouble: BaseException, batch: list[Waiting], drafts: dict[str, log.SealedDraft]) -> None:
        """Nothing was written. Everything stays queued, those who wait are told, and it is tried again."""
        if not isinstance(trouble, store.Unsaved):
            logger.error("a commit failed", exc_info=trouble)
        self._queue[:0] = batch
        self._drafts = drafts | self._drafts
        self._under_way = []
        self._not_yet(batch)
        if self._loop:
            self._loop.call_later(RETRY, self._free)

    def _not_yet(self, waitings: list[Waiting]) -> None:
        """Tell those who asked, and nobody else, that it is not saved yet."""
        blob = frames.encode(frames.Unsaved())
        for member in {member for waiting in waitings for member in waiting.askers}:
            member.send(blob)

    def _free(self) -> None:
        self._busy = False
        self._pump()
