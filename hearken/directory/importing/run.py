"""One import from files to a shown edition: look, stage in chunks, judge, compare, publish. All of it or nothing.

It must never show half of a file: whatever is wrong with one as a whole stops it before anything is published, and what
was staged is swept away. A file that is imported again changes nothing.
"""

import fcntl
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec
from django.db import Error, connections

from hearken.lib import env
from hearken.lib.content import CONTENT

from .. import actions, editions
from ..models import Batch, Source, State
from ..vocabulary import vocabulary
from . import csvmap, samhsa, tables
from .rows import FATAL_ROWS, Kind, Origin, Problem, Unusable
from .samhsa import Item

CHUNK = 1000
MOST_EXAMPLES = 10
MOST_UNKNOWN = 200
UNDER_WAY = "Another import is under way. One at a time."
Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Tally:
    """How often, exactly, and the first few as (row, note)."""

    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    def add(self, row: str, note: str) -> None:
        self.count += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append((row, note))


@dataclass(slots=True)
class Report:
    """What came of an import. `stopped`: why nothing was published, empty where it was (or would be)."""

    read: int = 0
    staged: int = 0
    origins: dict[str, Origin] = field(default_factory=dict)
    sources: Counter[str] = field(default_factory=Counter)
    problems: dict[Kind, Tally] = field(default_factory=dict)
    unknown: dict[str, Tally] = field(default_factory=dict)
    difference: editions.Difference = field(default_factory=editions.Difference)
    same: bool = False
    published: int = 0
    stopped: str = ""

    @property
    def invented(self) -> bool:
        """Whether any of its sources is a demonstration."""
        return any(origin.invented for origin in self.origins.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of one import and how they are read. `made_of`: a hash of all that the outcome depends on."""

    paths: tuple[Path, ...]
    items: Callable[[], Iterator[Item]]
    made_of: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator asked for."""

    dry_run: bool = False
    allow_unknown: bool = False
    allow_fewer: bool = False


def plan_samhsa(paths: Sequence[Path], day: date | None = None) -> Plan:
    """An import of SAMHSA's files. day: what they stand for, else the year in their names. Raises Unusable."""
    for path in paths:
        tables.check_size(path)
    days = {path: day or samhsa.as_of(path) for path in paths}
    made_of = _hash(paths, *(each.isoformat() for each in days.values()))
    return Plan(tuple(paths), lambda: (item for path in paths for item in samhsa.read(path, days[path])), made_of)


def plan_csv(path: Path, map_path: Path, day: date | None = None) -> Plan:
    """An import of one CSV file with its map. Raises Unusable."""
    tables.check_size(path)
    tables.check_size(map_path)
    with_map = csvmap.read_map(map_path, day)
    made_of = _hash((path, map_path), with_map.origin.as_of.isoformat())
    return Plan((path,), lambda: csvmap.read(path, with_map), made_of)


def run(plan: Plan, wishes: Wishes, day: date, now: int, progress: Progress | None = None) -> Report:
    """Import. day, now: today and unix seconds. Raises Unusable, with nothing published and nothing left behind."""
    report = Report()
    with _alone():
        editions.sweep()
        report.same = _is_shown(plan)
        if report.same:
            return report
        known = set(Source.objects.values_list("key", flat=True))
        try:
            batches = _stage(plan, now, report, progress)
            report.stopped = _why_not(report, wishes, batches, day)
            if not report.stopped:
                _show(batches, wishes, day, report, progress)
                if report.published:
                    for origin in report.origins.values():
                        actions.reword(origin)
        finally:
            with suppress(Error):  # the next import sweeps as well; what stopped this one is what has to be said
                editions.sweep()
                actions.drop_unused(set(report.origins) - known)
    return report


def _is_shown(plan: Plan) -> bool:
    """Whether all that this plan once brought is shown now, not only what a later import left of it."""
    of_it = Batch.objects.filter(sha256=plan.made_of)
    live = list(of_it.filter(state=State.LIVE).values_list("made_at", flat=True))
    return bool(live) and not of_it.filter(state=State.PAST, made_at__in=live).exists()


def _show(batches: list[Batch], wishes: Wishes, day: date, report: Report, progress: Progress | None) -> None:
    def shown(done: int) -> None:
        if progress:
            progress("compare" if wishes.dry_run else "publish", done)

    ids = [batch.pk for batch in batches]
    if wishes.dry_run:
        report.difference = editions.compare(ids, shown)
    else:
        report.published = editions.publish(ids, day, shown, report.difference)


def _stage(plan: Plan, now: int, report: Report, progress: Progress | None) -> list[Batch]:
    """Write every row that can be used into batches nobody sees, one for each source."""
    batches: dict[str, Batch] = {}
    items = plan.items()
    while chunk := list(islice(items, CHUNK)):
        for item in chunk:
            _note(item, report)
        kept = [item for item in chunk if item.row is not None]
        for item in kept:
            if item.origin.key not in batches:
                report.origins[item.origin.key] = item.origin
                batches[item.origin.key] = actions.begin_batch(item.origin, plan.made_of, now)
            _assert_one(report.origins[item.origin.key], item)
        actions.stage([(batches[item.origin.key], item.row) for item in kept if item.row is not None])
        report.sources.update(item.origin.key for item in kept)
        report.read += len(chunk)
        report.staged += len(kept)
        if progress:
            progress("read", report.read)
    for key, batch in batches.items():
        actions.count_rows(batch, report.sources[key])
    return list(batches.values())


def _assert_one(first: Origin, item: Item) -> None:
    """All parts of one source say the same of it: it is shown with one day and one credit."""
    if item.origin == first or item.row is None:
        return
    days = f"{first.as_of} and, from row {item.row.row} on, {item.origin.as_of}"
    raise Unusable(f"{first.key}: its parts differ in the day they stand for: {days}. Pass one --as-of for all.")


def _note(item: Item, report: Report) -> None:
    for problem in item.problems:
        _tally(report, problem)
    if item.row is None:
        return
    _said, unknown = vocabulary().said_by(item.origin.scheme, item.row.codes)
    for code in unknown:
        if code in report.unknown or len(report.unknown) < MOST_UNKNOWN:
            report.unknown.setdefault(code, Tally()).add(item.row.row, item.row.name)


def _tally(report: Report, problem: Problem) -> None:
    report.problems.setdefault(problem.kind, Tally()).add(problem.row, problem.note)


def _why_not(report: Report, wishes: Wishes, batches: Sequence[Batch], day: date) -> str:
    """Why this is not to be published, in words; empty where it is."""
    if not report.staged:
        return "No row of it can be used."
    if report.unknown and not wishes.allow_unknown:
        names = ", ".join(sorted(report.unknown)[:12])
        return f"{len(report.unknown)} codes are not known here: {names}. Look at them below, or pass --allow-unknown."
    damaged = sum(tally.count for kind, tally in report.problems.items() if kind in FATAL_ROWS)
    if damaged * 2 > report.read:
        return "More than half of its rows have no name or no place, so the file is not what it seems."
    if report.invented and Batch.objects.filter(state=State.LIVE, source__invented=False).exists():
        return "Its places are invented, and real ones are shown: the two are never shown together."
    families: dict[str, Batch] = {}
    for batch in batches:
        if batch.as_of > day:
            return f"{batch.source_id} stands for {batch.as_of}, a day that has not come."
        if (other := families.setdefault(editions.family(batch.source_id), batch)) is not batch:
            keys = f"{other.source_id} and {batch.source_id}"
            return f"{keys} are the same directory of two years: import them one after the other."
        if why := _against_live(batch, report, wishes):
            return why
    return ""


def _against_live(batch: Batch, report: Report, wishes: Wishes) -> str:
    """The live batches it would take the place of: none may be newer, or more than twice as long."""
    family = editions.family(batch.source_id)
    for live in Batch.objects.filter(state=State.LIVE).select_related("source"):
        if editions.family(live.source_id) != family:
            continue
        if live.as_of > batch.as_of:
            return f"{live.source.name} of {live.as_of} is shown, and this one is older: {batch.as_of}."
        if report.sources[batch.source_id] * 2 < live.rows and not wishes.allow_fewer:
            rows = report.sources[batch.source_id]
            return f"It has {rows} rows where {live.rows} are shown. If that is right, pass --allow-fewer."
    return ""


def _hash(paths: Sequence[Path], *more: str) -> str:
    """Of the files, what else they were read with, and the vocabulary that gives codes their meaning."""
    whole = sha256()
    for path in (*paths, CONTENT / "directory" / "terms.toml"):
        one = sha256()
        with path.open("rb") as file:
            while piece := file.read(tables.MEGABYTE):
                one.update(piece)
        whole.update(one.digest())
    whole.update(msgspec.json.encode(more))
    return whole.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One import at a time: a second one would sweep away what the first has staged.

    A home holds its lock file; homes that share one PostgreSQL hold a lock of the database besides.
    """
    folder = env.home() / "directory"
    folder.mkdir(mode=0o700, exist_ok=True)
    with open(folder / "import.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unusable(UNDER_WAY) from None
        with _alone_on_postgres():
            yield


@contextmanager
def _alone_on_postgres() -> Iterator[None]:
    connection = connections[editions.DIRECTORY]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('hearken import'))")
        if not cursor.fetchone()[0]:
            raise Unusable(UNDER_WAY)
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # it goes with the connection, where that is broken
            cursor.execute("SELECT pg_advisory_unlock(hashtext('hearken import'))")
