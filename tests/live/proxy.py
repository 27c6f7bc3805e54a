"""A bad network between pages and server, on loopback: cuts, delays, lost answers, dead lines.

It looks at no byte; it only carries, holds or drops them, after a seeded plan. Listens on loopback only.
"""

import asyncio
import random
from enum import Enum


class Fault(Enum):
    """What happens to one connection after some bytes."""

    NONE = "none"
    CUT = "cut"  # both sides are torn off
    DELAY = "delay"  # everything arrives, late
    LOST_ANSWER = "lost answer"  # what the page says still arrives; the line is torn off before the answer
    HALF_OPEN = "half open"  # nothing arrives any more, in either direction, and nobody is told
    LATE_RETRY = "late retry"  # torn off before the page's words arrive; nothing gets through for a moment


class Proxy:
    """Carries 127.0.0.1:`port` to `target`. `calm`: no faults from now on."""

    def __init__(self, target: int, seed: int, longest: float = 0.15) -> None:
        self.target = target
        self.chance = random.Random(seed)
        self.longest = longest
        self.calm = False
        self.cut_off = False
        self.felt: dict[Fault, int] = dict.fromkeys(Fault, 0)
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed_until = 0.0

    async def start(self) -> "Proxy":
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        return self

    async def stop(self) -> None:
        self._server.close()
        self.drop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    def drop(self) -> None:
        """Tear off every connection there is."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            if self.cut_off or asyncio.get_running_loop().time() < self._closed_until:
                return
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
            self._writers.add(far_writer)
            line = _Line(self, writer, far_writer)
            there = asyncio.ensure_future(line.pass_on(reader, far_writer, answer=False))
            back = asyncio.ensure_future(line.pass_on(far_reader, writer, answer=True))
            try:
                await asyncio.wait([there, back], return_when=asyncio.FIRST_COMPLETED)
            finally:
                there.cancel()
                back.cancel()
                await asyncio.gather(there, back, return_exceptions=True)
                self._writers.discard(far_writer)
                far_writer.transport.abort()
        except OSError:
            pass
        finally:
            self._tasks.discard(task)
            self._writers.discard(writer)
            writer.transport.abort()

    def fault(self) -> tuple[Fault, int]:
        """What the next connection meets, and after how many pieces."""
        if self.calm:
            return Fault.NONE, 0
        return self.chance.choice(list(Fault)), self.chance.randint(0, 14)

    def pause(self) -> None:
        self._closed_until = asyncio.get_running_loop().time() + self.chance.uniform(0, self.longest)


class _Line:
    def __init__(self, proxy: Proxy, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.proxy, self.near, self.far = proxy, near, far
        self.fault, self.left = proxy.fault()
        self.dead = False

    async def pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, answer: bool) -> None:
        """Until the end of `source`, or until the fault ends it."""
        while piece := await source.read(65536):
            self.left -= 1
            if self.dead or (self.left < 0 and self.fault is not Fault.NONE and not self.proxy.calm):
                if not await self._befall(answer=answer):
                    return
                if self.dead:
                    continue
            sink.write(piece)
            await sink.drain()
            if answer is False and self.fault is Fault.LOST_ANSWER and self.left < 0 and not self.proxy.calm:
                self.proxy.felt[self.fault] += 1
                return  # the far side has it all; what it says to that is never heard

    async def _befall(self, *, answer: bool) -> bool:
        """False: this connection is over."""
        if self.fault is Fault.DELAY:
            self.proxy.felt[self.fault] += 1
            await asyncio.sleep(self.proxy.chance.uniform(0, self.proxy.longest))
            return True
        if self.fault is Fault.LOST_ANSWER:
            return not answer  # the page's words may pass once more
        if self.fault is Fault.HALF_OPEN:
            self.proxy.felt[self.fault] += not self.dead
            self.dead = True
            return True
        self.proxy.felt[self.fault] += 1
        if self.fault is Fault.LATE_RETRY:
            self.proxy.pause()
        return False
