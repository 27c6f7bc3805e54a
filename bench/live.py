"""The live path under load: a real server on loopback, couples over real sockets, every figure beside its bar.

    .venv/bin/python bench/live.py [--quick] [--json] [--postgres]

Rates are a ratio to bare group commits measured in turn within the same run, since a busy machine slows both.
It must never listen beyond loopback, nor leave a process behind.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from load.machine import Watch, pss_kb  # noqa: E402
from report import Report, arguments  # noqa: E402

from tests.live.server import Server  # noqa: E402
from tests.postgres import binaries, cluster  # noqa: E402

Answer = dict[str, Any]
EVERY = 8.0
"""Seconds between two turns of a couple in the paced run."""
FIRST = 50
"""Couples that come before memory is first read, so that what a server needs once is not counted as theirs."""
QUICK = {"couples": 200, "seconds": 3.5, "bare": 1.0, "kills": 1, "paced": [(500, 8.0)]}
FULL = {"couples": 200, "seconds": 10.0, "bare": 5.0, "kills": 3, "paced": [(1000, 32.0), (5000, 32.0)]}


class Child:
    """A process of this benchmark that answers JSON lines."""

    def __init__(self, script: str, *arguments: str, env: dict[str, str]) -> None:
        paths = os.pathsep.join((str(ROOT), str(ROOT / "bench")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"load.{script}", *arguments],
            env=env | {"PYTHONPATH": paths}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.pid = self._process.pid

    def tell(self, **asked: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Answer:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended")
        return dict(json.loads(line))

    def ask(self, **asked: Any) -> Answer:
        self.tell(**asked)
        return self.answer()

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Stage:
    """A fresh server with a fresh database, and a generator with so many couples in dialogue."""

    def __init__(self, server: Server, generator: Child, warm_kb: int) -> None:
        self.server, self.generator, self.warm_kb = server, generator, warm_kb

    @property
    def pid(self) -> int:
        assert self.server.process
        return self.server.process.pid

    def watch(self) -> Watch:
        return Watch([self.pid, self.generator.pid, os.getpid()])


@contextmanager
def stage(couples: int, postgres: bool) -> Iterator[Stage]:
    with ExitStack() as stack:
        env = {"DATABASE_URL": stack.enter_context(cluster()) if postgres else "", "PYTHONPATH": str(ROOT)}
        server = Server(env).start()
        stack.callback(shutil.rmtree, server.home, ignore_errors=True)
        stack.callback(server.stop)
        generator = Child("generator", "127.0.0.1", str(server.port), env=server.env)
        stack.callback(generator.close)
        generator.ask(do="rooms", count=couples)
        generator.ask(do="open", first=0, last=FIRST)
        assert server.process
        warm = pss_kb(server.process.pid)
        generator.ask(do="open", first=FIRST, last=couples)
        yield Stage(server, generator, warm)


@contextmanager
def bare(postgres: bool) -> Iterator[Child]:
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="hearken-bare-"))
        url = stack.enter_context(cluster()) if postgres else ""
        child = Child("bare", env=os.environ | {"HEARKEN_HOME": home, "DATABASE_URL": url})
        stack.callback(child.close)
        yield child


def saturated(report: Report, size: Answer, postgres: bool) -> None:
    """Ping-pong against bare group commits before and after; then the kills."""
    of = "postgres" if postgres else ""
    with bare(postgres) as floor, stage(size["couples"], postgres) as scene:
        before = floor.ask(seconds=size["bare"])
        watch = scene.watch()
        run = scene.generator.ask(do="saturate", seconds=size["seconds"], warm=1.0)
        used, foreign = watch.used(scene.pid), watch.foreign_cores()
        after = floor.ask(seconds=size["bare"])
        middle = (before["rate"] + after["rate"]) / 2
        for name, value in {
            "bare_before_per_s": before["rate"],
            "bare_after_per_s": after["rate"],
            "blob_bytes": before["blob"],
            "saturated_turns_per_s": run["rate"],
            "saturated_p50_ms": run["p50_ms"],
            "saturated_p99_ms": run["p99_ms"],
            "server_us_per_turn": 1e6 * used / max(1, run["turns"] * (size["seconds"] + 1.0) / size["seconds"]),
            "foreign_cores": foreign,
            "saturated_generator_lag_p99_ms": run["lag_p99_ms"],
        }.items():
            report.note(f"{of}_{name}" if of else name, value)
        report.judge("saturated_ratio", run["rate"] / middle, of)
        report.judge("generator_busy", run["busy"], of)
        _odd(report, run)
        kills(report, scene, size["kills"], of)


def kills(report: Report, scene: Stage, count: int, of: str) -> None:
    """kill -9 in the middle of a saturated run; everybody comes back with nothing read and compares."""
    found = {"missing": 0, "doubled": 0, "disordered": 0, "durable": 0, "unanswered": 0}
    for _ in range(count):
        scene.generator.tell(do="saturate", seconds=8.0, warm=0.2)
        time.sleep(1.2)
        scene.server.kill()
        if not scene.generator.answer()["cut_off"]:
            raise RuntimeError("the kill came too late to interrupt anything")
        scene.server.start()
        back = scene.generator.ask(do="return")
        for name in found:
            found[name] += back[name]
        _odd(report, back)
    report.note(f"{of}_killed_turns_checked" if of else "killed_turns_checked", found["durable"])
    report.note(f"{of}_killed_unanswered" if of else "killed_unanswered", found["unanswered"])
    for name in ("missing", "doubled", "disordered"):
        report.judge(f"killed_{name}", found[name], of)


def paced(report: Report, couples: int, seconds: float, postgres: bool) -> None:
    """Open loop, 1 turn / EVERY seconds per couple; and the memory they take."""
    of = "postgres" if postgres else ""
    prefix = f"{of}_paced_{couples}" if of else f"paced_{couples}"
    with stage(couples, postgres) as scene:
        watch = scene.watch()
        run = scene.generator.ask(do="pace", seconds=seconds, every=EVERY)
        used, foreign = watch.used(scene.pid), watch.foreign_cores()
        memory = (pss_kb(scene.pid) - scene.warm_kb) / (couples - FIRST)
    for name, value in {
        "turns": run["turns"], "p50_ms": run["p50_ms"], "max_ms": run["max_ms"],
        "server_cores": used / seconds, "foreign_cores": foreign, "generator_busy": run["busy"],
    }.items():  # fmt: skip
        report.note(f"{prefix}_{name}", value)
    report.judge(f"paced_{couples}_p99_ms", run["p99_ms"], of)
    tag = f"{of}_{couples}" if of else str(couples)
    report.judge("paced_lost", run["lost"], tag)
    report.judge("paced_doubled", run["twice"], tag)
    report.judge("memory_kb_per_couple", memory, tag)
    report.judge("generator_lag_p99_ms", run["lag_p99_ms"], tag)
    _odd(report, run)


def _odd(report: Report, answer: Answer) -> None:
    """Frames nobody expected make a run void."""
    if answer["odd"]:
        report.missed.append("unexpected frames")
        report.note("unexpected_frames", json.dumps(answer["odd"]))


def main() -> int:
    parser = arguments("The live path under load.")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, in a cluster of its own")
    asked = parser.parse_args()
    if asked.postgres and binaries() is None:
        print("No PostgreSQL server is installed, so there is nothing to measure.")
        return 0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    size: Answer = QUICK if asked.quick else FULL
    report = Report("live")
    began = time.perf_counter()
    saturated(report, size, asked.postgres)
    for couples, seconds in size["paced"]:
        paced(report, couples, seconds, asked.postgres)
    report.note("took_seconds", time.perf_counter() - began)
    return report.close(as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
