"""The load generator, a process of its own: commands as JSON lines on stdin, one JSON answer each on stdout.

It makes rooms and tickets with the home of the server under test, plays the couples over real sockets, and measures
its own lag, so that a slow generator is never taken for a slow server.
"""

import asyncio
import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
import uvloop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
django.setup()

from django.db import transaction  # noqa: E402
from load import script  # noqa: E402
from load.couple import Couple, Tally  # noqa: E402
from load.wire import Wire  # noqa: E402
from report import percentile  # noqa: E402

from hearken.core.dialogue import Seat  # noqa: E402
from hearken.lib import clock  # noqa: E402
from hearken.rooms import actions, demo  # noqa: E402
from hearken.rooms.hub import Holder  # noqa: E402
from hearken.rooms.tickets import issue  # noqa: E402

IN_ONE_COMMIT = 250
CONNECTING = 40
ANSWER_WITHIN = 30.0
DRAIN = 3.0
PROBE = 0.02
PING_EVERY = 20.0
"""Seconds between two pings of a connection, as pages do; the door closes who is silent for longer than 75."""
Answer = dict[str, Any]


class Generator:
    """One set of couples against one server."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._couples: list[Couple] = []
        self._tally = Tally()
        self._open = 0
        self._idle = asyncio.Event()
        self._lags: list[float] = []

    # Making and connecting.
    async def rooms(self, count: int) -> Answer:
        """Rooms with both seats taken, many in one commit: beside the measured path."""
        began = time.perf_counter()
        made = await asyncio.to_thread(lambda: list(_begin(count)))
        self._couples = [Couple(number, *ids, self._tally) for number, ids in enumerate(made)]
        return {"seconds": time.perf_counter() - began}

    async def open(self, first: int, last: int) -> Answer:
        """Connect these couples and play the opening."""
        began = time.perf_counter()
        couples = self._couples[first:last]
        await self._connect(couples)
        joined = time.perf_counter() - began
        self._tally.start()
        await self._play(couples, lambda couple: couple.at < len(script.OPENING))
        return {"connect_seconds": joined, "seconds": time.perf_counter() - began, "odd": dict(self._tally.odd)}

    async def _connect(self, couples: list[Couple]) -> None:
        gate = asyncio.Semaphore(CONNECTING)

        async def one(couple: Couple, seat: int) -> None:
            async with gate:
                await self._join(couple, seat)

        await asyncio.gather(*(one(couple, seat) for couple in couples for seat in (0, 1)))

    async def _join(self, couple: Couple, seat: int) -> None:
        ticket = issue(Holder(couple.room_id, couple.seat_ids[seat], 1), clock.now())
        wire = Wire(
            f"/live?ticket={ticket}",
            f"{self._host}:{self._port}",
            lambda payload: couple.heard(seat, payload),
            self._lost,
        )
        couple.welcomed[seat] = False
        await asyncio.get_running_loop().create_connection(lambda: wire, self._host, self._port)
        await asyncio.wait_for(wire.upgraded, ANSWER_WITHIN)
        couple.wires[seat] = wire
        self._open += 1
        wire.send(b'{"t":"hello","since":0,"own":0,"tab":"bench"}')
        until = time.perf_counter() + ANSWER_WITHIN
        while not couple.welcomed[seat]:
            if time.perf_counter() > until:
                raise TimeoutError("no welcome")
            await asyncio.sleep(0.002)

    async def keep_awake(self) -> None:
        """Every connection says that it is there, one after the other."""
        while True:
            for couple in list(self._couples):
                for wire in couple.wires:
                    if wire:
                        wire.send(b'{"t":"ping"}')
                await asyncio.sleep(PING_EVERY / len(self._couples))
            await asyncio.sleep(0.1)

    def _lost(self) -> None:
        self._open -= 1
        if self._open == 0:
            self._idle.set()

    # Playing.
    async def _play(self, couples: list[Couple], goes_on: Callable[[Couple], bool]) -> None:
        """Each couple speaks turn after turn while `goes_on`; returns when all have stopped or are cut off."""
        left = len(couples)
        self._idle.clear()

        def then(couple: Couple) -> None:
            nonlocal left
            if goes_on(couple):
                couple.speak(time.perf_counter())
            else:
                left -= 1
                if left == 0:
                    self._idle.set()

        for couple in couples:
            couple.then = then
            if not couple.busy:
                then(couple)
        await asyncio.wait_for(self._idle.wait(), ANSWER_WITHIN)

    async def saturate(self, seconds: float, warm: float) -> Answer:
        """Ping-pong without a pause: the next turn as soon as the last one is finished."""
        began = time.perf_counter()
        end = began + warm + seconds
        task = asyncio.ensure_future(self._play(self._couples, lambda couple: time.perf_counter() < end))
        await asyncio.sleep(warm)
        self._tally.start()
        opened, busy = time.perf_counter(), time.process_time()
        probe = asyncio.ensure_future(self._probe())
        while time.perf_counter() < end and self._open:
            await asyncio.sleep(min(0.05, max(0.0, end - time.perf_counter())))
        turns, window = self._tally.delivered, time.perf_counter() - opened
        answer = {"busy": (time.process_time() - busy) / window, "turns": turns, "rate": turns / window}
        probe.cancel()
        answer |= self._waits() | {"cut_off": self._open == 0}
        await task
        return answer | {"twice": self._tally.twice, "gaps": self._tally.gaps, "odd": dict(self._tally.odd)}

    async def pace(self, seconds: float, every: float) -> Answer:
        """Open loop: each couple speaks every `every` seconds from a random moment on, whatever the server does."""
        self._tally.start()
        dice = random.Random(7)
        began = time.perf_counter() + 0.2
        plan = sorted(
            (began + phase + round_ * every, index)
            for index, phase in enumerate(dice.uniform(0, every) for _ in self._couples)
            for round_ in range(int(seconds / every) + 1)
            if phase + round_ * every < seconds
        )
        for couple in self._couples:
            couple.then, couple.waiting = _next_due, []
        busy, lags = time.process_time(), []
        for due, index in plan:
            ahead = due - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            lags.append(time.perf_counter() - due)
            couple = self._couples[index]
            if couple.busy:
                couple.waiting.append(due)
            else:
                couple.speak(due)
        self._lags = lags
        share = (time.process_time() - busy) / (time.perf_counter() - began)
        until = time.perf_counter() + DRAIN
        while self._tally.delivered < len(plan) and time.perf_counter() < until:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # a doubled frame would come now
        tally = self._tally
        lost = len(plan) - tally.delivered + tally.gaps
        return self._waits() | {
            "turns": len(plan), "lost": lost, "twice": tally.twice, "busy": share, "odd": dict(tally.odd),
        }  # fmt: skip

    def _waits(self) -> Answer:
        waits = [1000 * each for each in self._tally.waits]
        lags = [1000 * each for each in self._lags]
        return {
            "p50_ms": percentile(waits, 0.5), "p99_ms": percentile(waits, 0.99), "max_ms": max(waits, default=0.0),
            "lag_p50_ms": percentile(lags, 0.5), "lag_p99_ms": percentile(lags, 0.99),
        }  # fmt: skip

    async def _probe(self) -> None:
        """How late this loop runs a timer while it is busy with the load."""
        self._lags = []
        while True:
            due = time.perf_counter() + PROBE
            await asyncio.sleep(PROBE)
            self._lags.append(time.perf_counter() - due)

    # After a crash.
    async def return_(self) -> Answer:
        """Come back with nothing read, compare every journal, and send again what was never acknowledged."""
        await self._connect(self._couples)
        found = {"missing": 0, "doubled": 0, "disordered": 0}
        durable = sum(couple.durable for couple in self._couples)
        for couple in self._couples:
            for what, count in couple.audit().items():
                found[what] += count
        unanswered = sum(couple.busy for couple in self._couples)
        if any(found.values()):
            return found | {"durable": durable, "unanswered": unanswered, "odd": {}}
        self._tally.start()
        done = {couple.number: couple.at + 2 for couple in self._couples}
        for couple in self._couples:
            couple.busy = False
        await self._play(self._couples, lambda couple: couple.at < done[couple.number])
        return found | {"durable": durable, "unanswered": unanswered, "odd": dict(self._tally.odd)}

    async def leave(self) -> Answer:
        for couple in self._couples:
            for wire in couple.wires:
                if wire:
                    wire.abort()
        await asyncio.sleep(0.1)
        return {}


def _next_due(couple: Couple) -> None:
    if couple.waiting:
        couple.speak(couple.waiting.pop(0))


def _begin(count: int) -> Iterator[tuple[str, tuple[str, str]]]:
    for start in range(0, count, IN_ONE_COMMIT):
        with transaction.atomic(using="keys"), transaction.atomic():
            for _ in range(min(IN_ONE_COMMIT, count - start)):
                opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
                yield opened.room_id, (opened.seats[Seat.A].pk, opened.seats[Seat.B].pk)


async def _serve(host: str, port: int) -> None:
    generator = Generator(host, port)
    awake = asyncio.ensure_future(generator.keep_awake())
    verbs = {
        "rooms": generator.rooms, "open": generator.open, "saturate": generator.saturate, "pace": generator.pace,
        "return": generator.return_, "leave": generator.leave,
    }  # fmt: skip
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        answer = await verbs[asked.pop("do")](**asked)
        print(json.dumps(answer), flush=True)
    awake.cancel()


if __name__ == "__main__":
    gc.disable()  # bounded in time, and a collection here would be counted as the server's
    uvloop.run(_serve(sys.argv[1], int(sys.argv[2])))
