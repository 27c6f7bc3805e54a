"""What a search costs: the directory's index beside PostgreSQL with PostGIS, and beside one look at every coordinate.

    .venv/bin/python bench/finder.py [--quick] [--json] [--sizes 20000,200000,1000000] [--seed N]

Every run makes its own directory and its own questions from a fresh seed, which it prints. Bars are ratios of ways that
answered the same questions in turn, since a busy machine slows all of them; each question counts with the median of its
rounds. Ours and the look at every coordinate are timed in processor seconds of one thread; beside PostgreSQL, which
works in processes of its own, both are timed by the wall. It works in a fresh home folder, and must never touch one
that somebody uses.
"""

import os
import pickle
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FRESH = "HEARKEN_BENCH_HOME" not in os.environ
HOME = tempfile.mkdtemp(prefix="hearken-finder-") if FRESH else os.environ["HEARKEN_BENCH_HOME"]
os.environ |= {"HEARKEN_HOME": HOME, "DATABASE_URL": "", "KEYS_DATABASE_URL": "", "HEARKEN_ROOT_KEY_FILE": ""}
os.environ["DJANGO_SETTINGS_MODULE"] = "hearken.config.settings"

import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
from django.db import connections  # noqa: E402
from report import Report, arguments, percentile  # noqa: E402
from search.postgis import Postgis, postgis  # noqa: E402
from search.world import KINDS, World, make, questions, truth  # noqa: E402

from hearken.directory.asking import Query  # noqa: E402
from hearken.directory.index import snapshot, sphere  # noqa: E402
from hearken.directory.index.asked import Asked  # noqa: E402
from hearken.directory.index.layout import Fact  # noqa: E402
from hearken.directory.index.tail import Tail  # noqa: E402
from hearken.directory.index.whole import Index  # noqa: E402
from hearken.ops.serve import migrate  # noqa: E402

GEO = ("text+geo+2f", "geo")
QUICK = {
    "sizes": (20_000, 200_000),
    "share": 0.25,
    "rounds": 3,
    "truths": 12,
    "edits": 300,
    "served": GEO,
}
FULL = {"sizes": (20_000, 200_000, 1_000_000), "share": 1.0, "rounds": 3, "truths": 40, "edits": 1000, "served": GEO}
SMALL, LARGE = 20_000, 1_000_000
EDITION = 1
MOST_SERVED = 40
"""Questions of a class that PostgreSQL is asked, where it is slow."""
Questions = list[tuple[str, Query]]


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    """Processor seconds of this thread, which another process cannot lengthen much; or by another clock."""
    began = clock()
    work()
    return clock() - began


def scan_of(held: Index) -> Callable[[Query], object]:
    """The bar: the dot product with every listing's place, in one thread, and which are near enough.

    It works in memory that it has already: with fresh memory for each question it took between one and four times as
    long, as the process happened to be, and the ratio flattered us.
    """
    x, y, z = (np.array(axis) for axis in held.columns.point)
    near, part, inside = np.empty_like(x), np.empty_like(x), np.empty(x.shape, dtype=np.bool_)

    def scan(query: Query) -> object:
        lat, lon, miles = (query.near.lat, query.near.lon, query.near.miles) if query.near else (42.4, -71.1, 50)
        a, b, c = sphere.unit(np.array([lat]), np.array([lon]))[:, 0]
        np.multiply(x, a, out=near)
        np.add(near, np.multiply(y, b, out=part), out=near)
        np.add(near, np.multiply(z, c, out=part), out=near)
        return np.flatnonzero(np.greater_equal(near, np.cos(miles / sphere.EARTH_MILES), out=inside))

    return scan


def in_turn(
    ways: list[Callable[[Query], object]], asked: Questions, rounds: int, clock: Callable[[], float] = time.thread_time
) -> list[dict[str, list[float]]]:
    """For each way: class -> seconds of each question, the median of its rounds. Ways take turns."""
    taken: list[list[list[float]]] = [[[] for _ in asked] for _ in ways]
    for _ in range(rounds):
        for number, (_, query) in enumerate(asked):
            for way, run in enumerate(ways):
                taken[way][number].append(seconds(lambda run=run, query=query: run(query), clock))
    return [
        {
            kind: [median(runs) for runs, (each, _) in zip(of_way, asked, strict=True) if each == kind]
            for kind in dict(asked)
        }
        for of_way in taken
    ]


def wrong(held: Index, world: World, asked: Questions, most: int) -> int:
    """Totals and counts that are not what looking at every listing says."""
    bad = 0
    for _, query in asked[:most]:
        found, (total, counts) = held.search(query), truth(world, query)
        bad += (found.total != total) + int((np.array(list(found.counts.values())) != counts).sum())
    return bad


def beside_the_scan(report: Report, held: Index, asked: Questions, rounds: int, of: str) -> None:
    ours, scan = in_turn([held.search, scan_of(held)], asked, rounds)
    every = [each for times in scan.values() for each in times]
    for kind in KINDS:
        p50, p99 = percentile(ours[kind], 0.5), percentile(ours[kind], 0.99)
        report.note(f"{of}_{kind}_ms", f"{1e3 * p50:.3f} / {1e3 * p99:.3f}", f"{of} {kind}: p50 / p99 processor ms")
        if of == _name(SMALL):
            report.judge(f"{kind}_p99_ms", 1e3 * p99, of)
        share50, share99 = p50 / percentile(every, 0.5), p99 / percentile(every, 0.5)
        report.note(f"{of}_{kind}_of_scan", f"{share50:.2f} / {share99:.2f}", f"{of} {kind}: p50 / p99 of one scan")
        if of == _name(LARGE):
            if kind == "text+geo+2f":
                report.judge("scan_faceted_p50", share50, of)
            if kind != "browse":
                report.judge(f"scan_{kind}_p99", share99, of)


def beside_postgis(report: Report, held: Index, server: Postgis | None, asked: Questions, rounds: int, of: str) -> None:
    """The same questions in turn; those of a slow class are fewer."""
    if server is None:
        report.note(f"{of}_postgis", "left out", f"{of}: no PostgreSQL with PostGIS here, so that comparison is")
        return
    kept: Questions = []
    for kind, query in asked:
        if sum(each == kind for each, _ in kept) < (10**6 if "geo" in kind else MOST_SERVED):
            kept.append((kind, query))
    ours, theirs = in_turn([held.search, server.ask], kept, rounds, time.perf_counter)
    judged = of == _name(LARGE)
    for kind in ours:
        p50, p99 = (percentile(ours[kind], at) / percentile(theirs[kind], at) for at in (0.5, 0.99))
        theirs_ms = " / ".join(f"{1e3 * percentile(theirs[kind], at):.1f}" for at in (0.5, 0.99))
        report.note(f"{of}_{kind}_postgis_ms", theirs_ms, f"{of} {kind}: PostGIS p50 / p99 ms")
        text = f"1/{1 / p50:.1f} / 1/{1 / p99:.1f}"
        report.note(f"{of}_{kind}_of_postgis", text, f"{of} {kind}: p50 / p99 as a share of PostGIS")
        if of == _name(SMALL):
            report.judge(f"{kind}_small_of_postgis_p99", p99, of)
        if judged and kind == "text+geo+2f":
            report.judge("faceted_of_postgis_p50", p50, of)
            report.judge("faceted_of_postgis_p99", p99, of)
            report.judge("faceted_rate", mean(theirs[kind]) / mean(ours[kind]), of)
        if judged and kind == "geo":
            report.judge("geo_of_postgis_p99", p99, of)
    differ = [kind for kind, query in kept[:60] if server.ask(query)[0] != held.search(query).total]
    report.note(
        f"{of}_postgis_differs", len(differ), f"{of}: totals that PostGIS counts otherwise, of {len(kept[:60])}"
    )


def several(report: Report, held: Index, asked: Questions, rounds: int, of: str) -> None:
    """Counting each facet without its own filter, against counting every term over what passes."""
    faceted = [(kind, query) for kind, query in asked if query.terms]

    def multi(query: Query) -> object:
        return held._found(Asked.of(query, held.columns.layout)).counts()

    def plain(query: Query) -> object:
        wanted = Asked.of(query, held.columns.layout)
        return held._ground(wanted).count(held._found(wanted).as_set, range(len(held.columns.layout.keys)))

    ours, bare = in_turn([multi, plain], faceted, rounds)
    for kind in ours:
        share = percentile(ours[kind], 0.99) / percentile(bare[kind], 0.99)
        report.judge("several_p99", share, f"{of} {kind}")


def memory(report: Report, asked: Questions, of: str) -> None:
    """Of a process of its own that opens the file and answers every question."""
    (Path(HOME) / "asked").write_bytes(pickle.dumps(asked))
    child = subprocess.run(
        [sys.executable, __file__, "--open"],
        env=os.environ | {"HEARKEN_BENCH_HOME": HOME},
        capture_output=True,
        text=True,
        check=True,
    )
    opened, before, after = (float(each) for each in child.stdout.split()[-3:])
    report.note(f"{of}_memory_before_mb", before, f"{of}: memory of a process before it opens the index, MB")
    report.judge("open_s", opened, of)
    report.judge("memory_mb", after, of)


def opening() -> int:
    """The other process of `memory`."""
    asked: Questions = pickle.loads((Path(HOME) / "asked").read_bytes())
    keys = pickle.loads((Path(HOME) / "layout").read_bytes())
    before, began = _resident(), time.perf_counter()
    opened = snapshot.load(EDITION, keys)
    took = time.perf_counter() - began
    if opened is None:
        raise RuntimeError("the file does not open")
    held = Index(EDITION, opened.columns, Tail())
    for _, query in asked:
        held.search(query)
    print(took, before, _resident())
    return 0


def edits(report: Report, held: Index, world: World, many: int, of: str) -> None:
    """One listing changed, taken into the tail, and the tail looked through by a question."""
    facts = [fact for _, fact in zip(range(500), world.facts(), strict=False)]
    tail, taken = held.tail, []
    for number in range(many):
        fact: Fact = facts[number % len(facts)]
        began = time.thread_time()
        tail = tail.after(held.columns, {fact.key}, {fact.key: fact})
        taken.append(time.thread_time() - began)
    report.judge("edit_p99_ms", 1e3 * percentile(taken, 0.99), of)
    full = Index(EDITION, held.columns, tail)
    query = Query(words=("w9",), terms={"pay": frozenset({"pay-1"})})
    full.search(query)
    report.note(f"{of}_full_tail_ms", 1e3 * median(seconds(lambda: full.search(query)) for _ in range(15)))


def measure(report: Report, size: int, plan: dict, seed: int) -> None:
    of = _name(size)
    world = make(size, seed)
    asked = questions(world, plan["share"])
    (Path(HOME) / "layout").write_bytes(pickle.dumps(world.layout))
    began = time.perf_counter()
    opened = snapshot.build(EDITION, world.layout, world.facts())
    report.note(f"{of}_build_s", time.perf_counter() - began, f"{of}: seconds to build (texts included)")
    report.note(f"{of}_file_mb", snapshot.path(EDITION).stat().st_size / 1e6, f"{of}: MB on disk")
    held = Index(EDITION, opened.columns, Tail())
    report.judge("wrong", wrong(held, world, asked, plan["truths"]), of)
    beside_the_scan(report, held, asked, plan["rounds"], of)
    several(report, held, asked, plan["rounds"], of)
    edits(report, held, world, plan["edits"], of)
    memory(report, asked, of)
    with postgis(world) as server:
        served = [each for each in asked if each[0] in plan["served"] or size == SMALL]
        beside_postgis(report, held, server, served, plan["rounds"], of)


def _resident() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def _name(size: int) -> str:
    return f"{size // 1000}k"


def main() -> int:
    parser = arguments("What a search costs.")
    parser.add_argument("--sizes", help="listings, with commas")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--open", action="store_true", help="for the benchmark itself")
    given = parser.parse_args()
    if given.open:
        return opening()
    plan = QUICK if given.quick else FULL
    sizes = [int(each) for each in given.sizes.split(",")] if given.sizes else plan["sizes"]
    report = Report("finder")
    report.note("seed", given.seed)
    began = time.perf_counter()
    try:
        migrate()
        for size in sizes:
            measure(report, size, plan, given.seed)
    finally:
        connections.close_all()
        shutil.rmtree(HOME, ignore_errors=True)
    report.note("took_seconds", time.perf_counter() - began)
    return report.close(as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
