"""Searching: what is asked, what is found, what is said about it. The real index over a small invented street."""

import re

import pytest
from django.test import Client

from hearken.core.ranking import rank  # noqa: F401 - read once, so that the first search is no slower than the others
from hearken.directory import index
from hearken.finder import limits, presenters

from .street import DATABASES, door, open_street, says, survey

pytestmark = pytest.mark.django_db(databases=DATABASES)
BOSTON = {"lat": 42.354, "lon": -71.066}
WORCESTER = {"zip5": "01602", "city": "Worcester", "lat": 42.27, "lon": -71.84}


@pytest.fixture(autouse=True)
def fresh():
    index.forget()
    limits.searches._moments.clear()
    yield
    index.forget()


@pytest.fixture
def street():
    """Seven places: one says Imago itself, two have couples therapy, one the wide box, one family only."""
    made = {
        "imago": door("Alder House", codes="MCO TELE SF", street="1 Elm Street"),
        "couples": door("Birch House", codes="MCO MD", street="2 Elm Street"),
        "far": door("Cedar House", codes="MCO TELE", street="3 Elm Street", **WORCESTER),
        "wide": door("Dogwood House", codes="CFT", street="4 Elm Street"),
        "family": door("Elder House", codes="FCO", street="5 Elm Street"),
        "secret": door("Fir House", codes="DVFP TRC", street="6 Elm Street", confidential=True),
        "drivers": door("Gorse House", codes="DUO ICO", street="7 Elm Street"),
    }
    says(made["imago"], "term", "imago")
    open_street()
    return made


def search(**asked):
    answer = Client().get("/find", asked)
    assert answer.status_code == 200
    return answer


def names(answer):
    return re.findall(r'<h3><a href="/find/at/[0-9a-f]{16}">(.*?)</a></h3>', answer.content.decode())


def words(answer):
    text = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'").replace(" ,", ",")


def test_with_nothing_asked_it_asks_for_a_place_kindly_and_offers_starts(street):
    page = search()
    assert "A ZIP code or a town above is the best start." in words(page)
    assert names(page) == []
    assert re.search(r"Couples therapy\s+3 places", words(page))


def test_a_zip_finds_what_is_near_and_says_the_circle(street):
    page = search(near="02138")
    assert "5 places within 25 miles of Cambridge, MA 02138" in words(page)
    assert len(names(page)) == 5
    assert "about 1 mile" in words(page)


def test_the_circle_is_said_and_applied_alike(street):
    assert "Cedar House" not in names(search(near="02138", within="25"))
    page = search(near="02138", within="50")
    assert "Cedar House" in names(page)
    assert "within 50 miles of Cambridge, MA 02138" in words(page)
    assert "at any distance from Cambridge, MA 02138" in words(search(near="02138", within="any"))


def test_a_lost_zero_is_put_back_and_said(street):
    page = search(near="2138")
    assert "We read the ZIP code as 02138." in words(page)
    assert len(names(page)) == 5


def test_exclusive_places_are_left_out_unless_asked_for(street):
    assert "Gorse House" not in names(search(near="02138"))
    assert names(search(near="02138", only="impaired-driving-only")) == ["Gorse House"]


def test_a_filter_keeps_what_has_it_and_can_be_left_out(street):
    page = search(near="02138", pay="medicaid")
    assert names(page) == ["Birch House"]
    assert '<a href="/find?near=02138"><span class="vh">Leave out: </span>Medicaid</a>' in page.content.decode()


def test_choices_have_exact_numbers_and_none_is_inert_but_there(street):
    html = search(near="02138").content.decode()
    assert re.search(r'value="couples-therapy" form="find"><span>Couples therapy</span><span class="count">2<', html)
    assert re.search(r'value="arabic" form="find" disabled><span>Arabic</span><span class="count">0<', html)
    html = search(near="02138", language="arabic").content.decode()
    assert re.search(r'value="arabic" form="find" checked><span>Arabic</span><span class="count">0<', html)


def test_a_choice_within_a_facet_adds_and_across_narrows(street):
    either = search(near="02138", approach=["couples-therapy", "family-therapy"])
    assert {"Alder House", "Birch House", "Elder House"} == set(names(either)[:3])
    both = search(near="02138", approach="couples-therapy", format="video")
    assert names(both)[0] == "Alder House"


def test_few_who_say_it_are_followed_by_wider_groups_under_their_own_names(street):
    page = search(near="02138", approach="imago")
    html = page.content.decode()
    heads = re.findall(r'<h2 class="group__title"[^>]*>(.*?)</h2>', html)
    assert heads == [
        "States Imago relationship therapy",
        "States couples therapy",
        "Couples or family therapy, survey code",
    ]
    assert names(page) == ["Alder House", "Birch House", "Dogwood House"]
    numbers = re.findall(r'<li class="hit" id="r(\d+)"', html)
    assert numbers == ["1", "2", "3"]


def test_nobody_is_shown_as_offering_imago_on_a_surveys_word(street):
    page = search(near="02138", approach="imago").content.decode()
    one, *others = re.split(r'<li class="hit"', page)[1:]
    assert "Imago relationship therapy: What the place itself says" in one or "Its own statement, 3 Sep 2026" in one
    assert not any("Imago" in re.sub(r"<aside.*", "", other.split("</li>")[0]) for other in others)


def test_the_heading_names_the_kind_of_help(street):
    assert "<h1>Find someone who offers Imago relationship therapy</h1>" in search(approach="imago").content.decode()
    assert "Hearken</title>" not in search(approach="imago").content.decode()


def test_an_empty_answer_names_the_step_that_gives_most_and_a_help_line(street):
    page = search(near="02138", language="arabic", pay="medicaid")
    assert names(page) == []
    text = words(page)
    assert "No place within 25 miles of Cambridge, MA 02138" in text
    steps = re.findall(r'<ul class="near__list"><li><a href="[^"]*">(.*?)</a>', page.content.decode())
    assert steps == ["1 more without “Arabic”"]
    assert "See the help lines" in text


def test_the_step_that_gives_most_comes_first(street):
    html = search(near="01602", within="5", approach="family-therapy").content.decode()
    steps = re.findall(r'<li><a href="[^"]*">(\d+) more (.*?)</a>', html)
    assert [int(number) for number, _how in steps] == sorted((int(number) for number, _how in steps), reverse=True)
    assert ("1", "at any distance from Worcester, MA 01602") in steps


def test_video_in_the_state_is_added_and_asks_for_a_state(street):
    page = search(near="02138", virtual="1")
    assert "Cedar House" in names(page)
    assert "or by video in Massachusetts" in words(page)
    assert "Care by video is allowed state by state." in words(search(virtual="1"))


def test_a_state_alone_is_every_place_in_it(street):
    door("Hazel House", codes="MCO TELE", street="8 Oak Street", zip5="03301", city="Concord", state="NH")
    open_street()
    index.forget()
    page = search(near="MA")
    assert "6 places in Massachusetts" in words(page)
    assert "by video in Massachusetts" not in words(page)
    assert {"Birch House", "Cedar House"} <= set(names(page))
    assert "Hazel House" not in names(page)
    assert "A state is too wide to measure miles in" in words(page)
    assert '<a href="/find"><span class="vh">Leave out: </span>in Massachusetts</a>' in page.content.decode()


def test_a_state_and_video_is_video_in_it_with_the_way_to_everything_there(street):
    page = search(near="MA", virtual="1")
    assert "2 places by video in Massachusetts" in words(page)
    assert set(names(page)) == {"Alder House", "Cedar House"}
    assert '<li><a href="/find?near=MA">4 more in Massachusetts, in person too</a></li>' in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ({"near": "Idaho"}, ["6 more in every state"]),
        ({"near": "Wyoming", "pay": "medicaid"}, ["1 more in every state"]),
        ({"near": "MA", "pay": "medicaid", "virtual": "1"}, ["2 more without “Medicaid”", "1 more in Massachusetts"]),
        ({"near": "Alaska", "q": "alder", "virtual": "1"}, ["1 more in every state"]),
        (
            {"near": "MA", "pay": "medicaid", "language": "arabic", "q": "xyzzy"},
            ["6 places with nothing but the place"],
        ),
        ({"near": "Idaho", "q": "xyzzy"}, ["Begin again with an empty search"]),
        ({"near": "99501", "q": "xyzzy"}, ["Begin again with an empty search"]),
    ],
)
def test_no_state_is_a_dead_end(street, asked, steps):
    page = search(**asked)
    assert names(page) == []
    none = page.content.decode().split('<div class="none stack">')[1].split("</div>")[0]
    for step in steps:
        assert step in none, none


def test_another_name_of_a_town_says_how_it_was_read(street):
    assert "“Atlantis” was read as Lake Worth, FL." in words(search(near="Atlantis"))


def test_a_town_of_many_states_is_asked_back_and_nothing_is_searched_meanwhile(street):
    page = search(near="Cambridge", pay="medicaid")
    assert "There are several places called “Cambridge”. Which one is it?" in words(page)
    assert 'href="/find?near=Cambridge%2C+MA&amp;pay=medicaid"' in page.content.decode()
    assert names(page) == []


def test_a_place_nobody_knows(street):
    page = search(near="xyzzy")
    assert "We do not know a place called “xyzzy”." in words(page)
    assert names(page) == []


def test_without_a_place_it_finds_and_asks_where(street):
    page = search(approach="couples-therapy")
    assert "3 places anywhere" in words(page)
    assert "A town or a ZIP code above shows who is near." in words(page)


def test_words_are_looked_for(street):
    assert names(search(near="02138", q="birch")) == ["Birch House"]


def test_sources_and_days_stand_on_every_row_and_below(street):
    page = search(near="02138")
    assert "The survey of the street (street-survey-2026), January 2026" in words(page)
    assert "January 2026. Asked from door to door." in words(page)


def test_a_confidential_place_has_no_address_here_and_no_number_on_the_map(street):
    page = search(near="02138", q="fir")
    text = words(page)
    assert "The address is not shown." in text
    assert "Elm Street" not in text
    assert '<svg class="map"' not in page.content.decode()
    all_of_them = search(near="02138").content.decode()
    assert "1 of the list is not drawn." in all_of_them


def test_invented_examples_are_called_so_on_top_and_on_each_row():
    door("Alder House", codes="MCO", batch=survey("invented", invented=True))
    open_street()
    page = search(near="02138")
    assert "These are invented examples." in words(page)
    assert words(page).count("Invented example") == 1


def test_an_empty_directory_says_so():
    assert "There is no directory on this server yet." in words(search())
    assert names(search(near="02138")) == []


def test_saving_and_comparing_are_plain_forms(street):
    html = search(near="02138", q="birch").content.decode()
    assert f'<form method="post" action="/find/at/{street["couples"]}/save">' in html
    assert '<input type="hidden" name="next" value="/find?q=birch&amp;near=02138#r1">' in html
    assert f'name="key" value="{street["couples"]}" form="compare"' in html
    assert '<form class="compare" id="compare" action="/find/compare">' in html


def test_a_saved_place_is_marked_so(street):
    browser = Client()
    browser.post(f"/find/at/{street['couples']}/save", {"next": "/find?near=02138"})
    html = browser.get("/find", {"near": "02138"}).content.decode()
    assert f'action="/find/at/{street["couples"]}/unsave"' in html


def test_pages_are_numbered_on_and_one_beyond_the_last_is_the_last():
    for number in range(45):
        door(f"House {number:02}", codes="ICO", street=f"{number} Oak Street")
    open_street()
    page = search(near="02138", page="2")
    assert "21 to 40 of 45" in words(page)
    assert 'rel="next" href="/find?near=02138&amp;page=3"' in page.content.decode()
    assert 'id="r21"' in page.content.decode()
    assert "41 to 45 of 45" in words(search(near="02138", page="99"))


def test_it_is_a_public_page_that_search_engines_leave_alone(street):
    page = search(near="02138")
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_only_asking_is_allowed():
    assert Client().post("/find").status_code == 405


def test_one_address_may_not_copy_the_directory(street, monkeypatch):
    monkeypatch.setattr(limits, "searches", limits.Limiter(2, 60, 10))
    assert [Client().get("/find").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("at", "status", "label"),
    [("42.4,-71.1", 200, True), ("0,0", 200, False), ("nan,nan", 200, False), ("inf,1", 200, False)]
    + [(bad, 400, False) for bad in ("", "x", "1", "1,2,3", "1e999999999999,x")],
)
def test_the_nearest_town_of_a_rounded_point(at, status, label):
    answer = Client().get("/find/nearest", {"at": at})
    assert answer.status_code == status
    assert bool(answer.json()["label"]) is label


def test_order_by_fit_is_there_for_whoever_chose_suggestions_alone(street):
    assert "Closest to your answers" not in words(search(near="02138"))
    assert names(search(near="02138", sort="fit")) == names(search(near="02138"))
    browser = Client()
    browser.post("/suggestions/answers", {"approach": "family-therapy"})
    page = browser.get("/find", {"near": "02138", "sort": "fit"})
    assert "Closest to your answers" in words(page)
    assert names(page)[0] == "Elder House"


def test_it_says_what_is_kept_of_a_search_while_suggestions_are_on(street):
    browser = Client()
    assert "is not kept." in words(browser.get("/find"))
    browser.post("/suggestions", {"do": "on"})
    page = browser.get("/find", {"near": "02138"})
    assert "is not kept." not in words(page)
    assert "the tenth of a degree your place lies in and the filters you choose are kept" in words(page)
    assert 'id="kept">' in page.content.decode().split('<a href="/suggestions">What is kept')[0]


def test_the_last_page_shown_says_that_there_are_more(monkeypatch):
    for number in range(45):
        door(f"House {number}", codes="MCO", street=f"{number} Elm Street")
    open_street()
    monkeypatch.setattr(presenters, "MOST_PAGES", 2)
    assert "We show the first" not in words(search(near="02138"))
    page = words(search(near="02138", page="2"))
    assert page.count("We show the first 40.") == 1
