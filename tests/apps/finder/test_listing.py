"""The page of one listing: where each fact comes from, what is not known, and what may not be said."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from hearken.directory.models import Listing
from hearken.finder import limits, proposing
from tests.apps.finder.street import DATABASES, door, open_street, says, survey, themselves

pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture(autouse=True)
def house(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]


def page(key: str, **headers: str) -> str:
    answer = Client().get(f"/find/at/{key}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def row(html: str, label: str) -> str:
    """The text of one row of facts."""
    found = re.search(rf"<dt>{re.escape(label)}</dt><dd>(.*?)</dd>", html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_every_fact_has_its_source_and_day() -> None:
    key = door("Alder House", codes="MCO TELE MD SP")
    open_street()
    html = page(key)
    for label in (
        "Kind of help",
        "By video or phone",
        "Insurance and other ways to pay",
        "Languages",
        "Phone",
        "Where",
    ):
        said = row(html, label)
        assert "The survey of the street" in said, label
        assert "1 Jan 2026" in said, label
        assert said.endswith("yearly survey"), label
    assert "from a yearly survey the place filled in itself" in html
    assert "Couples therapy" in row(html, "Kind of help")


def test_what_nobody_said_is_not_known_and_never_no() -> None:
    key = door("Alder House", codes="MCO")
    open_street()
    html = page(key)
    for label in (
        "Taking new people",
        "What it costs",
        "Insurance and other ways to pay",
        "When",
        "By video or phone",
        "Languages",
        "Getting in by wheelchair",
    ):
        assert row(html, label) == "Not known. Ask them.", label
    assert "Not offered" not in html


def test_two_sources_that_differ_are_both_shown_the_newer_first() -> None:
    key = door("Alder House", codes="MCO TELE", phone="617-555-0100")
    says(key, "phone", "617-555-0199")
    says(key, "term", "video", stance="no")
    open_street()
    html = page(key)
    phone, video = row(html, "Phone"), row(html, "By video or phone")
    assert phone.index("617-555-0199") < phone.index("617-555-0100")
    assert "Two sources differ" in phone
    assert "3 Sep 2026" in phone
    assert "1 Jan 2026" in phone
    assert video.startswith("Not offered: By video or phone")
    assert "An older word: By video or phone" in video
    assert 'href="tel:+16175550199"' in html


def test_two_numbers_of_one_source_do_not_differ() -> None:
    phones = [
        {"kind": "main", "number": "617-555-0100", "ext": ""},
        {"kind": "intake", "number": "617-555-0101", "ext": "3"},
    ]
    key = door("Alder House", codes="MCO", phones=json.dumps(phones))
    open_street()
    html = page(key)
    assert "Two sources differ" not in html
    assert 'href="tel:+16175550101;ext=3"' in html
    assert "617-555-0101, extension 3" in row(html, "Phone")


def test_t39_a_survey_never_says_imago() -> None:
    key = door("Alder House", codes="MCO")
    says(key, "term", "imago", source=survey().source)
    open_street()
    assert "imago" not in page(key).lower().replace("imago dialogue", "")


@pytest.mark.parametrize("confidence", ["provider", "certifier", "operator"])
def test_who_can_know_it_may_say_imago(confidence: str) -> None:
    key = door("Alder House", codes="MCO")
    says(key, "term", "imago", source=themselves("sure", confidence))
    open_street()
    html = page(key)
    assert "Imago relationship therapy" in row(html, "Kind of help")
    assert "Imago relationship therapy" in json.dumps(data(html))


def data(html: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert len(found) == 1
    return dict(json.loads(found[0]))


def test_machines_are_told_the_same_and_no_rating() -> None:
    key = door("Alder House", codes="MCO SP MD", website="https://alder.example")
    open_street()
    said = data(page(key))
    assert said["name"] == "Alder House"
    assert said["url"] == "https://alder.example"
    assert said["availableService"] == [{"@type": "MedicalTherapy", "name": "Couples therapy"}]
    assert said["knowsLanguage"] == ["Spanish"]
    assert not [name for name in said if "ating" in name]


def test_t39_a_name_cannot_end_the_data_or_become_markup() -> None:
    name = '</script><script>alert(1)</script><b>"Alder'
    key = door(name, codes="MCO", summary="<img src=x onerror=alert(1)> & more")
    open_street()
    html = page(key)
    assert html.count("<script") == html.count('<script type="module"') + 1
    assert "<img src=x" not in html
    assert data(html)["name"] == name


def test_an_address_that_is_kept_is_nowhere() -> None:
    key = door("Quiet House", codes="DVFP MCO", street="77 Hidden Lane", confidential=True)
    open_street()
    html = page(key)
    wrong = Client().get(f"/find/at/{key}/wrong").content.decode()
    for told in ("Hidden Lane", "02138"):
        assert told not in html
        assert told not in wrong
    assert "02138" not in json.dumps(data(html))
    assert "geo" not in data(html)
    assert "keeps its address to itself" in html


def test_an_invented_place_says_so_and_tells_machines_nothing() -> None:
    key = door("Alder House", codes="MCO", batch=survey("demo", invented=True))
    open_street()
    html = page(key)
    assert "This place does not exist" in html
    assert "ld+json" not in html


def test_work_for_two_comes_with_a_word_of_care() -> None:
    two, one = door("Alder House", codes="MCO"), door("Birch House", codes="ICO")
    violence = door("Cedar House", codes="DVFP")
    open_street()
    assert "If one of you is afraid of the other" in page(two)
    assert "If one of you is afraid of the other" in page(violence)
    assert "If one of you is afraid of the other" not in page(one)


def test_the_website_leaves_no_trace_of_ours_and_says_where_it_goes() -> None:
    key = door("Alder House", codes="MCO", website="https://alder.example/a")
    bad = door("Birch House", codes="MCO", website="javascript:alert(1)")
    open_street()
    html = page(key)
    assert '<a class="btn btn--quiet" href="https://alder.example/a" rel="noopener noreferrer">' in html
    assert "will be in your browser’s history" in html
    assert 'href="javascript' not in page(bad)


def test_back_leads_to_the_search_somebody_came_from_and_to_no_other_place() -> None:
    key = door("Alder House", codes="MCO")
    open_street()
    assert 'href="/find?q=x&amp;near=02138"' in page(key, referer="http://testserver/find?q=x&near=02138")
    assert 'class="crumb no-print"><a href="/find">' in page(key, referer="http://elsewhere.example/find?q=x")


def test_what_is_not_there_is_the_one_page() -> None:
    open_street()
    for key in ("0" * 16, "k" * 22, "nothing", "%00"):
        assert Client().get(f"/find/at/{key}").status_code == 404


def test_there_is_one_filled_button_and_the_title_is_neutral() -> None:
    key = door("Couples of Cambridge", codes="MCO", website="https://alder.example")
    open_street()
    html = page(key)
    assert len(re.findall(r'class="btn(?: btn--fill)?"', html)) == 1
    assert "Couples" not in re.search(r"<title>(.*?)</title>", html)[1]  # type: ignore[index]


def test_opening_a_listing_writes_nothing() -> None:
    key = door("Alder House", codes="MCO")
    open_street()
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    for name in DATABASES:
        with CaptureQueriesContext(connections[name]) as asked:
            page(key)
        assert not [each["sql"] for each in asked if not each["sql"].startswith("SELECT")]


def test_an_old_word_is_called_old() -> None:
    key = door("Alder House", codes="MCO", batch=survey("long-ago", day=date(2020, 1, 1)))
    open_street()
    assert "Call before you go" in page(key)
    assert Listing.objects.get(key=key).checked == date(2020, 1, 1)


@pytest.mark.parametrize("crooked", ["http://[x", "//["])
def test_a_crooked_way_here_leads_back_to_the_plain_search(crooked: str) -> None:
    key = door("Alder House", codes="MCO")
    open_street()
    assert 'class="crumb no-print"><a href="/find">' in page(key, referer=crooked)


def test_one_address_may_not_copy_the_directory_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    key = door("Alder House", codes="MCO")
    open_street()
    monkeypatch.setattr(limits, "opened", limits.Limiter(2, 60, 10))
    assert [Client().get(f"/find/at/{key}").status_code for _ in range(3)] == [200, 200, 429]


def test_many_boxes_of_a_missing_place_can_be_ticked_and_too_many_are_said_kindly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proposing, "asking", limits.Limiter(5, 60, 10))
    boxes = re.findall(r'name="yes" value="([^"]+)"', Client().get("/find/add").content.decode())
    assert len(boxes) > 50
    told = {"name": "Fir House", "city": "Cambridge", "state": "MA", "zip": "02138", "phone": "617-555-0123"}
    answer = Client().post("/find/add", {**told, "yes": boxes})
    assert answer.status_code == 200 or "more ticks than we can keep" in answer.content.decode()
    assert Client().post("/find/add", {**told, "yes": sorted(boxes, key=len)[:52]}).status_code == 200
