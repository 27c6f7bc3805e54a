"""The demonstration directory: invented, labelled, reachable by nobody, and gone once real places are shown."""

import csv
import re
from datetime import date

import msgspec
import pytest

from hearken.directory import queries
from hearken.directory.importing import csvmap, demo, run
from hearken.directory.models import Listing
from hearken.lib import places
from hearken.lib.content import CONTENT
from tests.apps.directory.files import line, workbook

TODAY = date(2026, 11, 25)
CSV, MAP = CONTENT / "directory" / "demo.csv", CONTENT / "directory" / "demo.toml"


@pytest.fixture
def loaded(db_of_directory, tmp_path, monkeypatch):
    monkeypatch.setenv("HEARKEN_HOME", str(tmp_path / "home"))
    assert demo.load(TODAY, 1)
    return list(Listing.objects.filter(edition=queries.shown()))


@pytest.fixture
def db_of_directory(db):
    """The databases named by the mark."""


directory = pytest.mark.django_db(databases=["default", "keys", "directory"])


def test_no_row_of_it_has_anything_to_mend():
    items = list(csvmap.read(CSV, csvmap.read_map(MAP)))
    assert len(items) == 60
    assert [problem for item in items for problem in item.problems] == []


def test_nothing_in_it_leads_to_anybody():
    with CSV.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(re.fullmatch(r"[0-9]{3}-555-01[0-9]{2}", row["Phone"]) for row in rows)
    assert all(re.fullmatch(r"https://[a-z-]+\.example\.org", row["Site"]) for row in rows)
    assert all(row["About"].startswith("An invented place, for this demonstration.") for row in rows)
    assert len({row["Phone"] for row in rows}) == len({row["Practice"] for row in rows}) == len(rows)


@directory
def test_every_listing_is_labelled_as_invented(loaded):
    assert len(loaded) == 60
    assert all(row.invented for row in loaded)
    for row in loaded[:10]:
        assert all(fact.source.invented for fact in queries.facts(row.key))


@directory
def test_there_is_something_to_find_in_many_towns_and_much_around_harvard_square(loaded):
    middle = places.zip_centre("02138")
    near = [row for row in loaded if row.lat and places.miles_between(row.lat, row.lon, *middle) <= 5]
    assert len(near) >= 12
    assert len({(row.city, row.state) for row in loaded}) >= 12
    for term in (
        "imago",
        "couples-therapy",
        "family-therapy",
        "video",
        "sliding-scale",
        "medicaid",
        "spanish",
        "evenings",
    ):
        assert sum(term in row.terms.split() for row in near) >= 2, term
    assert any(row.confidential and not row.street for row in loaded)
    assert all(msgspec.json.decode(row.phones) for row in loaded)


@directory
def test_it_is_loaded_once_and_only_where_nothing_is(loaded):
    assert not demo.load(TODAY, 2)
    assert queries.shown() == 1


@directory
def test_it_goes_with_the_first_real_import_and_does_not_come_back(loaded, tmp_path):
    path = workbook(tmp_path / "su_2022.xlsx", [line("Elm")])
    run.run(run.plan_samhsa([path]), run.Wishes(), TODAY, 2)
    assert [row.name for row in Listing.objects.filter(edition=queries.shown())] == ["Elm"]
    report = run.run(run.plan_csv(CSV, MAP), run.Wishes(), TODAY, 3)
    assert "invented" in report.stopped
    assert [source.key for source, _batch in queries.sources()] == ["samhsa-su-2022"]
