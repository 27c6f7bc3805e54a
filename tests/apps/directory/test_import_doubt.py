"""Where a file leaves a doubt: the careful reading is taken, or the import refused, and either is said."""

import argparse
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError

from hearken.directory import editions, queries
from hearken.directory.importing import csvmap, run, samhsa
from hearken.directory.importing.cleaning import clean
from hearken.directory.importing.rows import Kind, Unusable
from hearken.directory.models import Listing, Source
from hearken.ops import changes as changes_command
from hearken.ops import importing
from tests.apps.directory.files import line, locator, workbook

TODAY = date(2026, 11, 25)
in_directory = pytest.mark.django_db(databases=["default", "keys", "directory"])
MAP = """
[source]
key = "county"
name = "County list"
publisher = "The county"
licence = "CC0"
credit = "County"
confidence = "operator"
as_of = 2026-01-02
[columns]
name = "Who"
zip = "ZIP"
confidential = "Private"
[terms]
columns = ["Offers"]
[flags]
"Ramp" = ["wheelchair"]
"""
ELM = "Elm,,1 Elm Street,,Cambridge,MA,02138,,Middlesex,617-555-0100,,,,,42.37,-71.12,MH"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEARKEN_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


def cleaned(**raw: str):
    given = {"name": "Elm House", "street": "1 Elm Street", "city": "Cambridge", "state": "MA", "zip": "02138"}
    row, problems = clean("su 2", given | raw, ())
    return row, [problem.kind for problem in problems]


def mapped(tmp_path: Path, rows: str = "", text: str = MAP) -> tuple[Path, Path]:
    (tmp_path / "m.toml").write_text(text)
    (tmp_path / "a.csv").write_text(f"Who,ZIP,Private,Ramp,Offers\n{rows}")
    return tmp_path / "a.csv", tmp_path / "m.toml"


def imported(plan: run.Plan, **wishes: bool) -> run.Report:
    return run.run(plan, run.Wishes(**wishes), TODAY, 1)


@pytest.mark.parametrize("cell", ["", "0", "0.0", "no", "N", "False", "f"])
def test_only_a_plain_no_lets_an_address_be_shown(cell):
    row, problems = cleaned(confidential=cell)
    assert (row.confidential, problems) == (False, [])


@pytest.mark.parametrize("cell", ["1", "1.0", "yes", "Y", "TRUE", "t", "x", "on"])
def test_a_yes_keeps_it_confidential(cell):
    row, problems = cleaned(confidential=cell)
    assert (row.confidential, problems) == (True, [])


@pytest.mark.parametrize("cell", ["maybe", "si", "2", "\u200b", "<b></b>", "unlisted"])
def test_whatever_is_neither_keeps_it_confidential_and_is_named(cell):
    row, problems = cleaned(confidential=cell)
    assert row.confidential
    assert Kind.UNKNOWN_VALUE in problems


def test_a_flag_that_is_neither_yes_nor_no_is_named_with_its_row(tmp_path):
    path, map_path = mapped(tmp_path, "Elm,02138,no,partly,\nOak,02138,no,T,\n")
    one, other = csvmap.read(path, csvmap.read_map(map_path))
    assert [(each.kind, each.row, each.note) for each in one.problems] == [
        (Kind.UNKNOWN_VALUE, "a.csv 2", "Ramp: partly")
    ]
    assert (one.row.codes, other.row.codes, other.problems) == ((), ("wheelchair",), [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["Offers"]', "[1]"),
        ('["Offers"]', '[["Offers"]]'),
        ('"The county"', f'"{"x" * 201}"'),
        ('"CC0"', f'"{"x" * 201}"'),
        ('"CC0"', '""'),
    ],
)
def test_a_map_with_other_than_texts_or_too_long_ones_is_refused(tmp_path, old, new):
    _path, map_path = mapped(tmp_path, text=MAP.replace(old, new))
    with pytest.raises(Unusable, match="map"):
        csvmap.read_map(map_path)


@pytest.mark.parametrize(
    ("zip5", "state", "read"),
    [
        ("2138", "ma", "02138"),
        ("2138", "Massachusetts", "02138"),
        ("2138", "", "02138"),
        ("501", "NY", "00501"),
        ("9012", "AE", "09012"),
        ("2138", "CA", ""),
        ("8001", "ZH", ""),
        ("0001", "MA", ""),
        ("000", "", ""),
        ("00000", "MA", ""),
    ],
)
def test_zeros_are_put_back_only_where_the_zip_is_one_of_the_state(zip5, state, read):
    row, problems = cleaned(zip=zip5, state=state)
    assert row.zip == read
    assert (Kind.ZIP_PADDED if read else Kind.ZIP_DROPPED) in problems


def test_half_a_website_and_half_a_number_are_not_kept():
    for site in ("https://a.example/" + "x" * 300, "a.example/" + "x" * 288):
        row, problems = cleaned(website=site)
        assert (row.website, problems) == ("", [Kind.WEBSITE_DROPPED])
    row, problems = cleaned(phone="617-555-0100, " * 20)
    assert (row.phones, problems) == ([], [Kind.PHONE_DROPPED])


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("617-555-0100, 617-555-0101", [("617-555-0100", ""), ("617-555-0101", "")]),
        ("617-555-0100 or 617-555-0101 x5", [("617-555-0100", ""), ("617-555-0101", "5")]),
        ("617-555-0100, ext. 7; 617-555-0101", [("617-555-0100", "7"), ("617-555-0101", "")]),
        ("617 / 555 0100", [("617 / 555 0100", "")]),
    ],
)
def test_two_numbers_in_one_cell_are_two(value, numbers):
    row, problems = cleaned(phone=value)
    assert [(each["number"], each["ext"]) for each in row.phones] == numbers
    assert problems == []


def test_a_file_name_with_two_years_asks_for_the_day(tmp_path):
    with pytest.raises(Unusable, match="--as-of"):
        samhsa.as_of(tmp_path / "su_2021_fetched_2022.xlsx")
    assert samhsa.as_of(tmp_path / "2022_su_2022.xlsx") == date(2022, 1, 1)


def test_signs_that_a_terminal_obeys_are_in_no_message(tmp_path):
    path = workbook(tmp_path / "su\x1b[2J_2022.xlsx", [line()], book=False)
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(Unusable) as told:
        list(samhsa.read(path, TODAY))
    assert "su?[2J_2022.xlsx" in str(told.value)


@in_directory
def test_a_day_that_has_not_come_is_refused(tmp_path):
    path = workbook(tmp_path / "su.xlsx", [line()])
    assert "has not come" in imported(run.plan_samhsa([path], date(2026, 11, 26))).stopped
    assert imported(run.plan_samhsa([path], TODAY)).published


@in_directory
def test_two_years_of_one_directory_are_not_shown_together(tmp_path):
    paths = [workbook(tmp_path / f"su_{year}.xlsx", [line()]) for year in (2021, 2022)]
    report = imported(run.plan_samhsa(paths))
    assert "samhsa-su-2021 and samhsa-su-2022" in report.stopped
    assert queries.shown() == 0


@in_directory
def test_parts_of_one_source_stand_for_one_day(tmp_path):
    paths = [locator(tmp_path / f"part_{year}.csv", [ELM]) for year in (2021, 2022)]
    with pytest.raises(Unusable, match=r"samhsa-locator-mh.*2021-01-01 and, from row part_2022.csv 2 on, 2022-01-01"):
        imported(run.plan_samhsa(paths))
    assert not Source.objects.exists()
    assert imported(run.plan_samhsa(paths, date(2022, 1, 1))).published


@in_directory
def test_a_file_of_which_half_is_shown_is_something_to_do(tmp_path):
    pair = [
        workbook(tmp_path / "su_2022.xlsx", [line("Elm")]),
        workbook(tmp_path / "mh_2022.xlsx", [line("Oak")], "mh"),
    ]
    mended = workbook(tmp_path / "mended_2022.xlsx", [line("Fir")])
    for now, paths in enumerate((pair, [mended], pair)):
        report = run.run(run.plan_samhsa(paths), run.Wishes(), TODAY, now)
        assert (report.same, report.difference.total > 0) == (False, True)
    assert set(Listing.objects.filter(edition=queries.shown()).values_list("name", flat=True)) == {"Elm", "Oak"}
    assert run.run(run.plan_samhsa(pair), run.Wishes(), TODAY, 9).same


@in_directory
def test_a_source_that_nothing_came_from_is_forgotten(tmp_path):
    path, map_path = mapped(tmp_path, "Elm,02138,,,\n")
    assert imported(run.plan_csv(path, map_path), dry_run=True).difference.total == 1
    assert not Source.objects.exists()
    Source.objects.create(key="county", scheme="samhsa", name="Left by one that was killed")
    assert imported(run.plan_csv(path, map_path)).published
    assert (Source.objects.get().scheme, Source.objects.get().name) == ("terms", "County list")
    map_path.write_text(MAP.replace("[columns]", "invented = true\n[columns]"))
    with pytest.raises(Unusable, match="known already"):
        imported(run.plan_csv(path, map_path))
    assert Source.objects.exists()


def broken(*_args, **_more):
    raise OperationalError("row of Elm House is full")


@in_directory
def test_a_sweep_that_fails_does_not_hide_the_first_reason(tmp_path, monkeypatch):
    path = workbook(tmp_path / "su_2022.xlsx", [line()])

    def damaged(*_args):
        monkeypatch.setattr(editions, "sweep", broken)
        raise Unusable("The first reason.")

    monkeypatch.setattr(run, "_note", damaged)
    with pytest.raises(Unusable, match="first reason"):
        imported(run.plan_samhsa([path]))


@in_directory
@pytest.mark.parametrize("error", [OperationalError("Elm House"), OSError(28, "No space left on device", "Elm House")])
def test_a_machine_that_fails_is_one_sentence_without_content(tmp_path, monkeypatch, capsys, error):
    def fails(*_args):
        raise error

    path = workbook(tmp_path / "su_2022.xlsx", [line()])
    parser = argparse.ArgumentParser()
    importing.arguments(parser.add_subparsers(dest="verb", required=True))
    monkeypatch.setattr("hearken.ops.serve.migrate", lambda: None)
    monkeypatch.setattr(run, "_why_not", fails)
    monkeypatch.setattr("hearken.directory.changes.held", fails)
    for code in (importing.main(parser.parse_args(["import", "samhsa", str(path)])), changes_command.main()):
        assert code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert "Elm" not in said


def test_the_key_of_a_confidential_place_tells_nothing_of_its_street():
    """It is in every address, and streets can be tried until one fits."""
    rows = [cleaned(name="Quiet House", street=f"{n} Elm Street", confidential="yes")[0].listing for n in (1, 2)]
    assert rows[0] == rows[1]
    known = cleaned(name="Quiet House", street="1 Elm Street", confidential="no")[0].listing
    assert known not in rows
