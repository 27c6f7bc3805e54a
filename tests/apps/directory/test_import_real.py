"""The real files, where they lie beside the project: counts, pairs, speed, and that no listing is said to be Imago."""

import time
from datetime import date

import openpyxl
import pytest

from hearken.directory import queries
from hearken.directory.importing import run, samhsa
from hearken.directory.importing.rows import Kind
from hearken.directory.models import Listing, Statement
from hearken.directory.vocabulary import vocabulary
from tests.apps.directory.files import BOTH, real

SECONDS = 60
TODAY = date(2026, 11, 25)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEARKEN_HOME", str(tmp_path / "home"))


def with_code(code: str) -> int:
    return sum(code in codes.split() for codes in Statement.objects.values_list("codes", flat=True))


def doors(file: str) -> set[tuple[str, str, str]]:
    """Name, street and ZIP as they stand, but for case and blanks at their ends."""
    sheet = openpyxl.load_workbook(real(file), read_only=True).worksheets[0]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {((row[0] or "").strip().lower(), (row[2] or "").strip().lower(), str(row[6])) for row in rows}


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_both_workbooks_in_a_minute_twice_the_same_and_every_pair_one(home, tmp_path):
    files = [real(name) for name in BOTH]
    began = time.process_time()
    report = run.run(run.plan_samhsa(files), run.Wishes(), TODAY, 1)
    assert time.process_time() - began < SECONDS
    assert (report.staged, report.unknown, report.problems) == (21_213, {}, {})
    assert [with_code(code) for code in ("MCO", "FCO", "CFT")] == [6_641, 9_525, 6_858]

    pairs = doors(BOTH[0]) & doors(BOTH[1])
    assert len(pairs) == 2_275
    su, mh = (
        set(Statement.objects.filter(batch__source=f"samhsa-{which}-2022").values_list("listing", flat=True))
        for which in ("su", "mh")
    )
    assert len(su & mh) >= 2_275
    assert Listing.objects.count() == len(su | mh) == report.difference.counts["new"]
    everything = Listing.objects.values_list("terms", "words", "name", "summary")
    assert not any("imago" in " ".join(row).lower() for row in everything.iterator())

    assert run.run(run.plan_samhsa(files), run.Wishes(), TODAY, 2).same
    swapped = run.run(run.plan_samhsa(files[::-1]), run.Wishes(), TODAY, 3)
    assert (swapped.same, swapped.difference.total, queries.shown()) == (False, 0, report.published)


def test_the_locator_export_has_its_zips_repaired_and_far_points_dropped():
    path = real("samhsa_locator_export_mh_2021.csv.gz")
    items = list(samhsa.read(path, samhsa.as_of(path)))
    said = [problem for item in items for problem in item.problems]
    padded = [problem for problem in said if problem.kind is Kind.ZIP_PADDED]
    assert (len(items), len(padded)) == (11_375, 1_124)
    assert all(item.row is not None and len(item.row.zip) == 5 for item in items)
    assert [problem.note for problem in said if problem.kind is Kind.COORDINATES_FAR] == ["134 miles from 05047"]
    assert not vocabulary().said_by("samhsa", [code for item in items for code in item.row.codes])[1]
