"""H06 on the pages: off until chosen, everything used is said and can be left out, every reason is true."""

import re
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from hearken.core.ranking.explain import PLACE, Trigger
from hearken.directory import index, queries
from hearken.directory.asking import Near, Query
from hearken.directory.models import Edit, Listing
from hearken.directory.vocabulary import vocabulary
from hearken.finder import models, shelf, signals, suggest, suggest_wording
from hearken.finder.suggest_forms import ASKED, CHOICES
from tests.apps.couples import cast
from tests.apps.finder.street import DATABASES, SURVEYED, door, open_street

pytestmark = pytest.mark.django_db(databases=DATABASES)
HERE = Near(42.3778, -71.1129, "Cambridge, MA", "MA", 25)
_editions = count(9_000)


@pytest.fixture(autouse=True)
def house(settings: object) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    index.forget()
    yield
    index.forget()


def opens() -> int:
    edition = next(_editions)
    open_street(edition)
    index.forget()
    return edition


def street(names: str = "Alder Birch Cedar Dogwood Elm Fir", codes: str = "OP MD") -> dict[str, str]:
    """Places side by side; the first, a little further off, has couples therapy too. Name -> key."""
    made = {}
    for at, name in enumerate(names.split()):
        more = {"lat": 42.3778 + at / 1000 + (at == 0) / 8, "lon": -71.1129}
        made[name] = door(f"{name} House", street=f"{at} Elm Street", codes=codes + " MCO" * (at == 0), **more)
    opens()
    return made


def asks(client: Client | None = None) -> object:
    request = RequestFactory().get("/suggestions")
    if client:
        request.COOKIES.update({name: each.value for name, each in client.cookies.items()})
    return request


def found(client: Client | None = None, **more: object) -> suggest.Suggestions:
    return suggest.suggestions(asks(client), **more)  # type: ignore[arg-type]


def page(client: Client) -> str:
    answer = client.get("/suggestions")
    assert answer.status_code == 200
    return answer.content.decode()


def does(client: Client, **what: str) -> None:
    answer = client.post("/suggestions", what, headers={"origin": "http://testserver"})
    assert answer.status_code == 302, answer.content.decode()[:2000]


def answers(client: Client, **chosen: list[str]) -> None:
    answer = client.post("/suggestions/answers", chosen, headers={"origin": "http://testserver"})
    assert answer["Location"] == "/suggestions"


@pytest.fixture(params=["browser", "account"])
def client(request: pytest.FixtureRequest) -> Client:
    return cast.signed_in(Client(), cast.person("ana")) if request.param == "account" else Client()


def test_off_until_chosen_and_then_they_say_so(client: Client) -> None:
    street()
    assert "They are off" in page(client)
    assert not client.get("/suggestions").cookies.get("shelf")
    does(client, do="on")
    assert "They are on" in page(client)
    does(client, do="off")
    assert "They are off" in page(client)


def test_opening_places_leaves_nothing_while_they_are_off(client: Client) -> None:
    keys = street()
    client.get(reverse("listing", args=[keys["Birch"]]))
    does(client, do="on")
    assert "Birch House" not in page(client)
    client.get(reverse("listing", args=[keys["Birch"]]))
    assert "Birch House" in page(client)


def test_with_nothing_known_it_is_near_you_and_not_for_you() -> None:
    street()
    shown = found(near=HERE)
    assert str(shown.label) == "Near you"
    assert shown.rows[0].listing.name == "Birch House"
    assert not found().rows, "nothing is known, not even where: nothing is suggested"


def test_six_answers_make_a_list_with_their_reasons(client: Client) -> None:
    street("Alder Birch Cedar Dogwood Elm Fir Gum")
    does(client, do="on")
    does(client, do="place", near="Cambridge, MA", miles="25")
    answers(client, approach=["couples-therapy"], pay=["medicaid"], language=["spanish"])
    shown = found(client)
    assert str(shown.label) == "For you"
    first = shown.rows[0]
    assert first.listing.name == "Alder House"
    assert "You look for this, and it lists it: Couples therapy." in first.reasons
    assert first.caution == "Not known: Spanish. Ask them first."
    html = page(client)
    assert "You look for this, and it lists it: Couples therapy." in html
    assert f"Around {shelf.shelf_of(asks(client)).profile.place}" in html  # type: ignore[arg-type]


def test_a_wider_kind_of_help_is_never_called_the_one_that_was_asked_for(client: Client) -> None:
    street()
    does(client, do="on")
    answers(client, approach=["imago"])
    reasons = [reason for row in found(client, near=HERE).rows for reason in row.reasons]
    assert any(
        reason.startswith("It lists: Couples therapy. That is wider than what you look for: Imago")
        for reason in reasons
    )
    assert not any("lists it: Imago" in reason for reason in reasons)


def test_everything_used_is_named_and_leaves_with_one_press(client: Client) -> None:
    keys = street()
    does(client, do="on")
    does(client, do="place", near="Cambridge, MA", miles="25")
    answers(client, approach=["couples-therapy"])
    client.get(reverse("listing", args=[keys["Birch"]]))
    client.post(reverse("save", args=[keys["Cedar"]]), headers={"origin": "http://testserver"})
    client.post(reverse("hide", args=[keys["Fir"]]), headers={"origin": "http://testserver"})
    named = used(client)
    assert set(named) == {
        ("place", ""),
        ("answers", "approach"),
        ("explored", keys["Birch"]),
        ("saved", keys["Cedar"]),
        ("hidden", keys["Fir"]),
    }
    for kind, name in named:
        does(client, do="out", kind=kind, name=name)
        assert (kind, name) not in used(client)
    assert used(client) == []


def test_forget_leaves_nothing_but_what_was_saved(client: Client) -> None:
    keys = street()
    answers(client, approach=["couples-therapy"])
    client.get(reverse("listing", args=[keys["Birch"]]))
    client.post(reverse("save", args=[keys["Cedar"]]), headers={"origin": "http://testserver"})
    does(client, do="forget")
    assert "They are off" in page(client)
    assert used(client) == [("saved", keys["Cedar"])]


def test_the_page_names_all_that_counts(client: Client) -> None:
    """A signal that is not on the page would be a secret one."""
    keys = street()
    answers(client, approach=["couples-therapy"], pay=["medicaid"])
    for name in ("Birch", "Dogwood"):
        client.get(reverse("listing", args=[keys[name]]))
    client.post(reverse("save", args=[keys["Cedar"]]), headers={"origin": "http://testserver"})
    mine = shelf.shelf_of(asks(client))  # type: ignore[arg-type]
    html = page(client).split('id="used"')[1]
    rows = queries.listings(keys.values())
    for signal in signals.of_shelf(mine, SURVEYED):
        label = rows[signal.name].name if signal.name in rows else vocabulary().terms[signal.name].label
        assert label in html, label


def test_hidden_and_saved_places_are_not_suggested(client: Client) -> None:
    keys = street()
    does(client, do="on")
    client.post(reverse("hide", args=[keys["Alder"]]), headers={"origin": "http://testserver"})
    client.post(reverse("save", args=[keys["Birch"]]), headers={"origin": "http://testserver"})
    names = {row.listing.name for row in found(client, near=HERE).rows}
    assert names
    assert not names & {"Alder House", "Birch House"}


def test_similar_places_name_what_is_alike_and_never_the_place_itself() -> None:
    keys = street(codes="OP MD MCO")
    other = door("Grove House", street="9 Oak Street", codes="HI", lat=42.378, lon=-71.1129)
    opens()
    shown = found(near=HERE, like=keys["Alder"])
    assert str(shown.label) == "Similar places"
    names = [row.listing.key for row in shown.rows]
    assert keys["Alder"] not in names
    assert other not in names[:2]


def test_on_a_page_of_the_guide_a_reason_speaks_of_the_page_and_not_of_the_reader() -> None:
    street()
    shown = found(near=HERE, approach="imago")
    assert str(shown.label) == "Places to look at"
    reasons = [reason for row in shown.rows for reason in row.reasons]
    assert any(
        reason.startswith("It lists: Couples therapy. That is wider than what this page is about: Imago")
        for reason in reasons
    )
    assert not any("You look for" in reason for reason in reasons)


def test_places_kept_for_some_people_are_for_those_who_ask() -> None:
    door("Court House", codes="OP DUO", lat=42.3778, lon=-71.1129)
    opens()
    assert not found(near=HERE).rows


def test_reading_suggestions_writes_nothing(client: Client, django_assert_num_queries: Callable[..., object]) -> None:
    street()
    answers(client, approach=["couples-therapy"])
    before = list(models.Shelf.objects.values_list("body", flat=True))
    assert client.get("/suggestions").cookies.get("trail") is None
    assert list(models.Shelf.objects.values_list("body", flat=True)) == before


def test_scores_for_the_order_best_match_cover_what_passes(client: Client) -> None:
    keys = street()
    query = Query(near=HERE, terms={"approach": frozenset({"couples-therapy"})})
    assert set(suggest.fit(asks(client), query)) == {keys["Alder"]}  # type: ignore[arg-type]
    everything = suggest.fit(asks(client), Query(near=HERE))  # type: ignore[arg-type]
    assert set(everything) == set(keys.values())


def test_what_is_new_counts_from_the_day_they_were_chosen(client: Client) -> None:
    keys = street()
    answers(client, approach=["couples-therapy"])
    does(client, do="place", near="Cambridge, MA", miles="25")
    assert "New or changed" not in page(client)
    edition = queries.shown()
    for name, kind in (("Alder", "changed"), ("Birch", "changed")):
        Edit.objects.create(edition=edition, listing=keys[name], kind=kind, what="phones", day=SURVEYED)
    mine = shelf.shelf_of(asks(client))  # type: ignore[arg-type]
    assert [each.listing.key for each in suggest.changed(mine)] == [keys["Alder"]], (
        "the other one has nothing asked for"
    )
    assert "New or changed since" in page(client)
    does(client, do="seen")
    assert "New or changed" not in page(client)


def test_every_question_can_be_skipped_and_all_choices_exist(client: Client) -> None:
    street()
    html = client.get("/suggestions/answers").content.decode()
    assert html.count("Press nothing to skip this one.") == len(ASKED) == 6
    terms = vocabulary().terms
    assert not [key for keys in CHOICES.values() for key in keys if key not in terms]
    assert [terms[key].facet == facet for facet, keys in CHOICES.items() for key in keys]
    answers(client)
    assert "They are on" in page(client)


def test_a_choice_nobody_offered_is_refused(client: Client) -> None:
    answer = client.post("/suggestions/answers", {"pay": ["gold"]}, headers={"origin": "http://testserver"})
    assert answer.status_code == 422
    assert not shelf.shelf_of(asks(client)).profile.on  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["Nowhere at all", "99999", "Springfield"])
def test_a_place_nobody_knows_is_said_and_nothing_is_kept(client: Client, typed: str) -> None:
    does(client, do="on")
    answer = client.post(
        "/suggestions", {"do": "place", "near": typed, "miles": "25"}, headers={"origin": "http://testserver"}
    )
    assert answer.status_code == 422
    assert shelf.shelf_of(asks(client)).profile.grid is None  # type: ignore[arg-type]


def test_the_title_is_neutral_and_there_is_one_filled_button(client: Client) -> None:
    street()
    for on in (False, True):
        if on:
            answers(client, approach=["couples-therapy"])
        for address in ("/suggestions", "/suggestions/answers"):
            html = client.get(address).content.decode()
            assert "<title>Notebook</title>" in html or "Suggest" not in re.findall(r"<title>(.*?)</title>", html)[0]
            assert html.count("btn--fill") == 1, address


def used(client: Client) -> list[tuple[str, str]]:
    """What the page offers to leave out."""
    pair = r'name="kind" value="([^"]*)"><input type="hidden" name="name" value="([^"]*)"'
    return re.findall(pair, page(client))


def test_a_listing_that_went_is_left_out(client: Client) -> None:
    keys = street()
    does(client, do="on")
    Listing.objects.filter(key=keys["Alder"]).delete()
    assert "Alder House" not in {row.listing.name for row in found(client, near=HERE).rows}


def test_every_box_of_the_six_questions_can_be_ticked(client: Client) -> None:
    boxes = re.findall(r'name="(\w+)" value="([^"]+)"', client.get("/suggestions/answers").content.decode())
    chosen = {question: [value for name, value in boxes if name == question] for question in ASKED}
    assert sum(map(len, chosen.values())) > 50
    answers(client, **chosen)
    assert shelf.shelf_of(asks(client)).profile.answers == chosen  # type: ignore[arg-type]


def test_an_empty_place_takes_it_back_and_another_circle_does_not(client: Client) -> None:
    does(client, do="on")
    assert "No place is kept now." in page(client)
    does(client, do="place", near="Cambridge, MA", miles="25")
    before = shelf.shelf_of(asks(client)).profile  # type: ignore[arg-type]
    html = page(client)
    assert f'value="{before.place}"' in html
    assert "No place is kept now." not in html
    does(client, do="place", near=before.place, miles="50")
    after = shelf.shelf_of(asks(client)).profile  # type: ignore[arg-type]
    assert (after.grid, after.place, after.miles) == (before.grid, before.place, 50)
    does(client, do="place", near="", miles="50")
    gone = shelf.shelf_of(asks(client)).profile  # type: ignore[arg-type]
    assert (gone.grid, gone.place, gone.miles, gone.on) == (None, "", None, True)
    assert "No place is kept now." in page(client)


def test_a_state_alone_is_too_wide(client: Client) -> None:
    does(client, do="on")
    asked = {"do": "place", "near": "Texas", "miles": "25"}
    answer = client.post("/suggestions", asked, headers={"origin": "http://testserver"})
    assert answer.status_code == 422
    assert "A state is too wide" in answer.content.decode()
    assert shelf.shelf_of(asks(client)).profile.grid is None  # type: ignore[arg-type]


def test_near_a_place_without_a_name_is_said_without_one() -> None:
    beside = suggest_wording.Beside("", {}, SURVEYED)
    assert suggest_wording._sentence(Trigger(PLACE), beside) == "It is nearer than others."
