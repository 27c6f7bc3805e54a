"""`hearken import samhsa FILE...` and `hearken import csv FILE --map MAP`: progress, what is wrong, what changes.

It must never ask a question and wait, and never end well where something was left unread: 0 published or nothing to do,
1 a dry run that found differences, 2 not published, with the reason.
"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from hearken.directory.importing.run import Plan, Report, Wishes

_PHASES = {"read": "Reading rows", "compare": "Comparing listings", "publish": "Writing listings"}
_KINDS = (("new", "New"), ("changed", "Changed"), ("gone", "Gone"))


def arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb's row and what it takes."""
    verb = verbs.add_parser("import", help="put listings into the directory from a file; --dry-run shows what changes")
    kinds = verb.add_subparsers(dest="kind", required=True)
    samhsa = kinds.add_parser("samhsa", help="SAMHSA's directory workbooks, or the export of its locator")
    samhsa.add_argument("files", nargs="+", type=Path, metavar="FILE")
    table = kinds.add_parser("csv", help="any CSV file, with a map of its columns (docs/how-to/import.md)")
    table.add_argument("files", nargs=1, type=Path, metavar="FILE")
    table.add_argument("--map", required=True, type=Path)
    for each in (samhsa, table):
        each.add_argument("--dry-run", action="store_true", help="say what would change, and publish nothing")
        each.add_argument("--allow-unknown", action="store_true", help="publish although some codes are not known")
        each.add_argument("--allow-fewer", action="store_true", help="publish although it has less than half the rows")
        each.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day the file stands for")


def main(asked: argparse.Namespace) -> int:
    """Exit code 0: published, or nothing to do; 1: a dry run, and something would change; 2: could not."""
    from django.db import Error
    from rich.console import Console

    from hearken.directory.importing import run
    from hearken.directory.importing.rows import Unusable

    from . import serve

    out = Console()
    wishes = run.Wishes(asked.dry_run, asked.allow_unknown, asked.allow_fewer)
    try:
        serve.migrate()
        if asked.kind == "samhsa":
            plan = run.plan_samhsa(asked.files, asked.as_of)
        else:
            plan = run.plan_csv(asked.files[0], asked.map, asked.as_of)
        report = _with_bar(plan, wishes, out)
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 2
    except (Error, OSError) as error:
        print(failed(error), file=sys.stderr)
        return 2
    return say(report, wishes, out)


def failed(error: Exception) -> str:
    """One sentence on a machine that did not do its part. What an error quotes may be content: not printed."""
    if isinstance(error, OSError):
        return f"A file or folder could not be read or written: {error.strerror or type(error).__name__}."
    return f"The database could not be read or written ({type(error).__name__}): look at its log, then try again."


def say(report: "Report", wishes: "Wishes", out: "Console") -> int:
    """Print what came of it. Returns the exit code."""
    from hearken.directory.importing.rows import safe

    if report.same:
        out.print("Nothing to do: this very file is what is shown.")
        return 0
    _say_problems(report, out)
    if report.stopped:
        out.print("Nothing was published.")
        print(safe(report.stopped), file=sys.stderr)
        return 2
    found = report.difference
    out.print(f"{report.read:,} rows read, {report.staged:,} of use. {found.listings:,} listings in all.")
    out.print(", ".join(f"{label} {found.counts[kind]:,}" for kind, label in _KINDS))
    _say_examples(found.examples, out)
    if wishes.dry_run:
        out.print("A dry run: nothing was published.")
        return 1 if found.total else 0
    out.print(f"Shown now: edition {report.published}." if found.total else "0 changes: what is shown stays as it was.")
    return 0


def _with_bar(plan: "Plan", wishes: "Wishes", out: "Console") -> "Report":
    """Run with a line that moves. Where nobody looks on (a pipe), it stays silent."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from hearken.directory.importing import run
    from hearken.lib import clock

    now = clock.now()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=out, disable=not out.is_terminal, transient=True) as bar:
        tasks = {phase: bar.add_task(words, total=None, visible=False) for phase, words in _PHASES.items()}

        def moved(phase: str, done: int) -> None:
            bar.update(tasks[phase], completed=done, visible=True)

        report = run.run(plan, wishes, clock.day(now), now, moved)
    return report


def _say_problems(report: "Report", out: "Console") -> None:
    for kind, tally in report.problems.items():
        out.print(f"{tally.count:,} x {kind.value}", markup=False, highlight=False)
        for row, note in tally.examples[:3]:
            out.print(f"    row {row}: {note}", markup=False, highlight=False)
    for code, tally in sorted(report.unknown.items()):
        rows = ", ".join(row for row, _name in tally.examples[:3])
        out.print(f"UNKNOWN CODE {code}: {tally.count:,} rows, such as {rows}", markup=False, style="bold red")


def _say_examples(examples: list[tuple[str, str, str, str]], out: "Console") -> None:
    from rich.markup import escape
    from rich.table import Table

    if not examples:
        return
    table = Table("", "Listing", "Where", "What differs", box=None, pad_edge=False)
    for kind, name, place, fields in examples:
        table.add_row(kind, escape(name), escape(place), fields)
    out.print(table)
