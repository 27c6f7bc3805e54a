"""Editions: shown whole or not at all, the same twice, and swept away where something stopped them."""

import os
from datetime import date
from threading import Event, Thread

import pytest
from django.db import connections

from hearken.directory import editions, queries
from hearken.directory.importing import run
from hearken.directory.importing.rows import Unusable
from hearken.directory.index import snapshot
from hearken.directory.models import Batch, Claim, Edit, Listing, Source, State, Statement
from tests.apps.directory.files import line, workbook

TODAY = date(2026, 11, 25)
pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEARKEN_HOME", str(tmp_path / "home"))


@pytest.fixture
def brings(tmp_path):
    """Import rows as a workbook: brings([...], which="su", **wishes)."""

    def bring(rows, which="su", day=date(2022, 1, 1), **wishes):
        path = workbook(tmp_path / f"{which}_{day.year}.xlsx", rows, which)
        return run.run(run.plan_samhsa([path], day), run.Wishes(**wishes), TODAY, 1)

    return bring


def names() -> set[str]:
    return set(Listing.objects.filter(edition=queries.shown()).values_list("name", flat=True))


def only_listing() -> Listing:
    return Listing.objects.get(edition=queries.shown())


def test_h04_an_import_is_shown_and_a_second_one_changes_nothing(brings):
    first = brings([line("Elm"), line("Oak")])
    assert dict(first.difference.counts) == {"new": 2}
    assert names() == {"Elm", "Oak"}
    edition, seq = queries.shown(), queries.latest_seq()
    again = brings([line("Elm"), line("Oak"), line("Oak", name2="Evening")])
    assert dict(again.difference.counts) == {"changed": 1}
    settled = brings([line("Oak", name2="Evening"), line("Elm"), line("Oak")])
    assert (settled.same, settled.difference.total) == (False, 0)
    assert (queries.shown(), queries.latest_seq()) == (edition + 1, seq + 1)
    assert not Listing.objects.filter(edition__gt=queries.shown()).exists()


def test_the_very_same_file_is_nothing_to_do(brings, tmp_path):
    brings([line("Elm")])
    plan = run.plan_samhsa([tmp_path / "su_2022.xlsx"])
    assert run.run(plan, run.Wishes(), TODAY, 2).same
    assert Batch.objects.count() == 1


def test_what_differs_is_named_by_listing_and_field(brings):
    brings([line("Elm"), line("Oak"), line("Ash")])
    report = brings([line("Elm", city="Boston"), line("Oak"), line("Fir")])
    assert dict(report.difference.counts) == {"changed": 1, "new": 1, "gone": 1}
    assert ("changed", "Elm", "Boston, MA 02138", "city words") in report.difference.examples
    edits = {(edit.kind, edit.what) for edit in queries.edits_since(0) if edit.edition == queries.shown()}
    assert edits == {("changed", "city words"), ("new", ""), ("gone", "")}


def test_a_dry_run_counts_and_leaves_nothing(brings):
    brings([line("Elm")])
    report = brings([line("Oak")], dry_run=True)
    assert dict(report.difference.counts) == {"new": 1, "gone": 1}
    assert names() == {"Elm"}
    assert Batch.objects.get().state == State.LIVE
    assert Statement.objects.count() == 1


def test_codes_nobody_knows_stop_it_until_they_are_allowed(brings):
    brings([line("Elm")])
    report = brings([line("Oak", codes="SA QQ7 MCO"), line("Ash", codes="QQ7")])
    assert "QQ7" in report.stopped
    assert report.unknown["QQ7"].count == 2
    assert names() == {"Elm"}
    allowed = brings([line("Oak", codes="SA QQ7 MCO"), line("Ash", codes="QQ7")], allow_unknown=True)
    assert allowed.unknown["QQ7"].examples[0] == ("su 2", "Oak")
    assert names() == {"Oak", "Ash"}


@pytest.mark.parametrize("where", ["compose", "snapshot", "flip", "read"])
def test_h04_whatever_stops_it_before_the_change_leaves_what_is_shown(brings, monkeypatch, where):
    brings([line("Elm")])
    before, seq = queries.shown(), queries.latest_seq()

    def broken(*_args, **_more):
        raise RuntimeError("the lights went out")

    place = {
        "compose": (editions, "compose"),
        "snapshot": (snapshot, "build"),
        "flip": (editions, "_live"),
        "read": (run, "_note"),
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(*place, broken)
        with pytest.raises(RuntimeError, match="lights"):
            brings([line("Oak"), line("Elm", city="Boston")])
    assert names() == {"Elm"}
    assert (queries.shown(), queries.latest_seq()) == (before, seq)
    assert Listing.objects.count() == 1
    assert dict(brings([line("Oak")]).difference.counts) == {"new": 1, "gone": 1}


def test_a_process_that_was_killed_leaves_rows_that_are_swept(brings):
    brings([line("Elm")])
    source = Source.objects.get()
    staged = Batch.objects.create(source=source, as_of=TODAY, sha256="x", made_at=1)
    Statement.objects.create(batch=staged, listing="0" * 16, row="su 2", name="Half")
    Listing.objects.create(edition=queries.shown() + 1, key="0" * 16, name="Half", terms=" ", words=" ", **_rest())
    Edit.objects.create(edition=queries.shown() + 1, listing="0" * 16, kind="new", day=TODAY)
    assert queries.listing("0" * 16) is None
    assert queries.facts("0" * 16) == ()
    assert not any(edit.listing == "0" * 16 for edit in queries.edits_since(0))
    editions.sweep()
    assert not Statement.objects.filter(name="Half").exists()
    assert not Listing.objects.filter(name="Half").exists()
    assert not Edit.objects.filter(listing="0" * 16).exists()


def _rest() -> dict:
    return {"precision": "none", "checked": TODAY, "completeness": 0, "org": "0" * 16}


def test_both_surveys_of_one_place_are_one_listing(brings):
    brings([line("Elm House Inc.", codes="SA OP MCO")])
    brings([line("ELM HOUSE, INC", codes="MH CFT GL")], which="mh")
    row = only_listing()
    assert {"couples-therapy", "couples-or-family", "lgbtq", "couple", "outpatient"} <= set(row.terms.split())
    assert {batch.source.key for _source, batch in queries.sources()} == {"samhsa-su-2022", "samhsa-mh-2022"}
    assert {fact.source.key for fact in queries.facts(row.key)} == {"samhsa-su-2022", "samhsa-mh-2022"}


def test_the_next_year_takes_the_place_of_the_last_and_an_older_one_does_not(brings):
    brings([line("Elm"), line("Oak")])
    brings([line("Elm")], day=date(2023, 1, 1))
    assert names() == {"Elm"}
    assert only_listing().checked == date(2023, 1, 1)
    report = brings([line("Oak")], day=date(2021, 1, 1))
    assert "older" in report.stopped
    assert names() == {"Elm"}


def test_a_file_that_lost_most_of_its_rows_is_not_published(brings):
    brings([line(f"House {number}") for number in range(5)])
    assert "--allow-fewer" in brings([line("House 1")]).stopped
    assert brings([line("House 1")], allow_fewer=True).published


def test_only_the_edition_before_is_kept(brings):
    for number in range(5):
        brings([line(f"House {number}")])
    assert Listing.objects.values("edition").distinct().count() == 2
    assert Statement.objects.count() == 1


def test_one_import_at_a_time(brings):
    with run._alone(), pytest.raises(Unusable, match="under way"):
        brings([line("Elm")])


@pytest.mark.postgres
def test_one_import_at_a_time_where_two_homes_share_a_database(brings):
    if connections["directory"].vendor == "sqlite":
        pytest.skip("two homes have a file each")
    told, over = Event(), Event()

    def of_another_home() -> None:
        with run._alone_on_postgres():
            told.set()
            over.wait(30)
        connections.close_all()

    another = Thread(target=of_another_home)
    another.start()
    try:
        assert told.wait(30)
        with pytest.raises(Unusable, match="under way"):
            brings([line("Elm")])
    finally:
        over.set()
        another.join(30)
    assert brings([line("Elm")]).published


def said(field: str, value: str, stance: str = "yes", as_of: date = TODAY) -> None:
    source, _made = Source.objects.get_or_create(key="own-word", defaults={"scheme": "terms", "confidence": "provider"})
    key = Listing.objects.filter(edition=queries.shown()).values_list("key", flat=True).first()
    Claim.objects.create(listing=key, field=field, value=value, stance=stance, source=source, as_of=as_of)
    editions.recompose(key, TODAY)


def test_a_claim_is_shown_at_once_in_the_same_edition_and_stays_after_an_import(brings):
    brings([line("Elm")])
    edition, seq = queries.shown(), queries.latest_seq()
    said("term", "imago")
    assert "imago" in only_listing().terms.split()
    assert queries.shown() == edition
    assert [edit.what for edit in queries.edits_since(seq)] == ["terms words checked"]
    brings([line("Elm"), line("Oak")])
    assert "imago" in Listing.objects.get(edition=queries.shown(), name="Elm").terms.split()


def test_no_takes_a_term_and_the_narrower_ones_until_something_newer_says_yes(brings):
    brings([line("Elm", codes="SA MCO FCO")])
    said("term", "imago", as_of=date(2024, 1, 1))
    said("term", "couples-therapy", "no", date(2025, 1, 1))
    terms = set(only_listing().terms.split())
    assert not terms & {"imago", "couples-therapy", "couple"}
    assert {"family-therapy", "couples-or-family"} <= terms
    brings([line("Elm", codes="SA MCO FCO")], day=date(2026, 1, 1))
    assert "couples-therapy" in only_listing().terms.split()
    assert "imago" not in only_listing().terms.split()


def test_the_newest_word_on_a_field_wins(brings):
    brings([line("Elm")])
    said("phone", "617-555-0177 x5", as_of=date(2021, 1, 1))
    assert "0100" in only_listing().phones
    said("phone", "617-555-0188 x5")
    assert only_listing().phones == '[{"kind":"main","number":"617-555-0188","ext":"5"}]'


def test_closed_takes_a_listing_away_until_a_newer_source_names_it(brings):
    brings([line("Elm"), line("Oak")], day=date(2022, 1, 1))
    said("closed", "yes", as_of=date(2024, 1, 1))
    assert len(names()) == 1
    assert queries.edits_since(0)[-1].kind == "gone"
    brings([line("Elm"), line("Oak")], day=date(2025, 1, 1))
    assert names() == {"Elm", "Oak"}


def test_a_claim_that_comes_while_an_edition_is_written_is_not_lost(brings, monkeypatch):
    brings([line("Elm")])
    build = snapshot.build
    monkeypatch.setattr(snapshot, "build", lambda edition: (said("term", "imago"), build(edition)))
    brings([line("Elm"), line("Oak")])
    assert "imago" in Listing.objects.get(edition=queries.shown(), name="Elm").terms.split()
    assert queries.edits_since(0)[-1].edition == queries.shown()


def test_where_a_place_lies_is_the_middle_of_its_zip_and_a_confidential_one_has_no_street(brings):
    brings([line("Elm")])
    row = only_listing()
    assert (row.precision, round(row.lat, 1), round(row.lon, 1)) == ("zip", 42.4, -71.1)
    Statement.objects.update(confidential=True, lat=42.4, lon=-71.2)
    editions.recompose(row.key, TODAY)
    assert (only_listing().street, only_listing().precision) == ("", "zip")


def test_a_name_that_was_corrected_does_not_outlive_the_place(brings):
    """What its source names no more is gone, whatever was corrected on it: only a place that was added stands alone."""
    brings([line("Elm"), line("Oak")])
    source = Source.objects.get()
    elm = Listing.objects.get(edition=queries.shown(), name="Elm").key
    Claim.objects.create(listing=elm, field="name", value="Elm House", source=source, as_of=TODAY)
    editions.recompose(elm, TODAY)
    assert names() == {"Elm House", "Oak"}
    brings([line("Oak"), line("Fir")], day=date(2024, 1, 1))
    assert names() == {"Oak", "Fir"}
    Claim.objects.create(listing="f" * 16, field="name", value="Ash", source=source, as_of=TODAY, note="new")
    editions.recompose("f" * 16, TODAY)
    assert names() == {"Oak", "Fir", "Ash"}


def test_who_looks_while_an_edition_is_written_is_told_of_it_afterwards(brings, monkeypatch):
    brings([line("Elm")])
    build, looked = snapshot.build, []

    def meanwhile(edition):
        said("term", "imago")
        looked.append(queries.latest_seq())
        build(edition)

    monkeypatch.setattr(snapshot, "build", meanwhile)
    brings([line("Elm"), line("Oak")])
    oak = Listing.objects.get(edition=queries.shown(), name="Oak").key
    assert [edit.kind for edit in queries.edits_since(looked[0], [oak])] == ["new"]


def test_files_that_nobody_opens_any_more_go_with_the_next_import(brings):
    brings([line("Elm")])
    folder = snapshot.path(1).parent
    left = folder / ".edition-1.index-left"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    brings([line("Elm"), line("Oak")])
    assert [each.name for each in folder.glob("*edition-*")] == [f"edition-{queries.shown()}.index"]


def test_h03_a_survey_in_our_own_terms_makes_nobody_offer_imago(brings):
    brings([line("Elm")])
    Source.objects.update(scheme="terms")
    Statement.objects.update(codes="imago couples-therapy")
    for confidence, offers in (("survey", False), ("provider", True)):
        Source.objects.update(confidence=confidence)
        editions.recompose(Listing.objects.filter(edition=queries.shown()).get().key, TODAY)
        terms = only_listing().terms.split()
        assert ("imago" in terms) is offers
        assert "couples-therapy" in terms
