"""T39: nothing somebody asks for is public before it was decided; another way to reach a place waits longer."""

import re
from datetime import date

import pytest
from django.test import Client

from hearken.directory import accepting, changes, queries
from hearken.directory.changes import Emptied, Full, Gone, NotAsked, NotPlain
from hearken.directory.models import Claim, Edit, Listing, Proposal
from hearken.finder import proposing
from hearken.lib.ratelimit import Limiter
from hearken.ops import changes as command
from tests.apps.finder.street import DATABASES, door, open_street

pytestmark = pytest.mark.django_db(databases=DATABASES)
DAY, LATER = date(2026, 10, 1), date(2026, 10, 4)
EVIL = "617-555-0166"
NEW = {"name": "Fir House", "street": "9 Fir Road", "city": "Cambridge", "state": "MA", "zip": "02138", "phone": EVIL}


@pytest.fixture(autouse=True)
def house(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    monkeypatch.setattr(proposing, "asking", Limiter(5, 3600, 100))


@pytest.fixture
def alder() -> str:
    key = door("Alder Counseling Center", codes="MCO", website="https://alder.example", phone="617-555-0100")
    door("Birch House", codes="FCO", street="2 Elm Street", phone="617-555-0101")
    open_street()
    return key


def everything_public(*keys: str) -> str:
    """What anybody can see of these listings, and the rows that pages and index are made from."""
    pages = [Client().get(f"/find/at/{key}").content.decode() for key in keys]
    rows = [str(vars(each)) for model in (Listing, Claim, Edit) for each in model.objects.all()]
    return "\n".join([*pages, *rows])


def flags_of(held: Proposal | None) -> set[str]:
    assert held is not None
    return set(re.findall(r"[a-z-]+", held.flags))


def listed() -> int:
    return Listing.objects.filter(edition=queries.shown()).count()


def test_t39_a_new_listing_is_held_and_not_public(alder: str) -> None:
    answer = Client().post("/find/add", NEW)
    assert answer.status_code == 200
    assert "It waits to be looked at" in answer.content.decode()
    held = Proposal.objects.get()
    assert (held.state, held.listing) == ("held", "")
    public = everything_public(alder)
    assert "Fir House" not in public
    assert EVIL not in public
    assert listed() == 2


def test_t39_a_new_listing_is_shown_with_its_source_once_accepted(alder: str) -> None:
    held = changes.propose("", {**NEW, "yes": "imago"}, "", DAY)
    assert held
    key = accepting.accept(held.pk, LATER)
    html = Client().get(f"/find/at/{key}").content.decode()
    assert "Fir House" in html
    assert "Imago relationship therapy" in html
    assert "What the place itself says, 4 Oct 2026" in html
    assert Edit.objects.filter(listing=key, kind="new").count() == 1
    assert listed() == 3


def test_t39_a_swapped_phone_is_held_until_the_old_one_was_asked(alder: str) -> None:
    Client().post(f"/find/at/{alder}/wrong", as_shown(alder) | {"phone": EVIL})
    held = Proposal.objects.get()
    assert flags_of(held) == {"phone-changed"}
    assert EVIL not in everything_public(alder)
    with pytest.raises(NotAsked):
        accepting.accept(held.pk, DAY)
    assert EVIL not in everything_public(alder)
    assert Proposal.objects.get().state == "held"
    changes.asked(held.pk, date(2099, 1, 1))
    accepting.accept(held.pk, date(2099, 1, 1))
    html = Client().get(f"/find/at/{alder}").content.decode()
    assert html.index(EVIL) < html.index("617-555-0100")
    assert "Two sources differ" in html
    assert Edit.objects.filter(listing=alder, kind="changed", what__contains="phones").count() == 1


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"website": "https://a1der.example"}, "website-changed"),
        ({"closed": "yes"}, "closes"),
        ({"phone": ""}, "phone-changed"),
    ],
)
def test_t39_whatever_leads_callers_away_waits_for_the_old_contact(
    alder: str, change: dict[str, str], flag: str
) -> None:
    held = changes.propose(alder, change, "", DAY)
    assert flag in flags_of(held)
    assert held
    with pytest.raises(NotAsked):
        accepting.accept(held.pk, DAY)
    assert changes.shown(alder)


def test_t39_an_answer_from_before_the_question_is_none(alder: str) -> None:
    held = changes.propose(alder, {"phone": EVIL}, "", DAY)
    assert held
    changes.asked(held.pk, date(2026, 9, 1))
    with pytest.raises(NotAsked):
        accepting.accept(held.pk, DAY)


def test_t39_the_first_phone_of_a_place_nobody_could_reach_needs_no_asking(alder: str) -> None:
    key = door("Silent House", codes="MCO", street="8 Elm Street", phone="")
    open_street(2)
    held = changes.propose(key, {"phone": "617-555-0111"}, "", DAY)
    assert held
    accepting.accept(held.pk, DAY)
    assert "617-555-0111" in Client().get(f"/find/at/{key}").content.decode()


def test_t39_other_facts_need_no_old_contact(alder: str) -> None:
    held = changes.propose(alder, {"hours": "Mondays till nine", "no": "couples-therapy"}, "", DAY)
    assert held
    accepting.accept(held.pk, DAY)
    html = Client().get(f"/find/at/{alder}").content.decode()
    assert "Mondays till nine" in html
    assert "Not offered: Couples therapy" in html


def test_t39_a_number_another_listing_has_is_flagged(alder: str) -> None:
    for number in ("617-555-0101", "(617) 555 0101", "+1 617 555 0101", "617.555.0101 x9"):
        assert "phone-taken" in flags_of(changes.propose("", {**NEW, "phone": number}, "", DAY)), number
    assert "phone-taken" not in flags_of(changes.propose("", {**NEW, "phone": EVIL}, "", DAY))
    assert "phone-taken" in flags_of(changes.propose(alder, {"phone": "6175550101"}, "", DAY))


@pytest.mark.parametrize("name", ["Alder Counselling Center", "ALDER COUNSELING CENTRE", "Center Alder Counseling"])
def test_t39_a_look_alike_in_the_same_town_is_flagged(alder: str, name: str) -> None:
    assert "look-alike" in flags_of(changes.propose("", {**NEW, "name": name}, "", DAY))
    assert "look-alike" in flags_of(changes.propose("", {**NEW, "name": name, "zip": "02139"}, "", DAY))
    elsewhere = {**NEW, "name": name, "zip": "99501", "city": "Anchorage", "state": "AK"}
    assert "look-alike" not in flags_of(changes.propose("", elsewhere, "", DAY))
    assert "look-alike" not in flags_of(changes.propose("", NEW, "", DAY))


def test_t39_many_from_one_network_are_stopped_with_every_word_kept(alder: str) -> None:
    answers = [Client().post("/find/add", {**NEW, "name": f"Fir House {at}"}) for at in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert "Fir House 6" in answers[-1].content.decode()
    assert Proposal.objects.count() == 5


def test_t39_many_of_one_kind_are_flagged_whoever_sends_them(alder: str) -> None:
    first, second, third = [changes.propose("", {**NEW, "name": f"House {at}"}, "", DAY) for at in ("A", "Q", "Z")]
    assert "many" not in flags_of(first) | flags_of(second)
    assert "many" in flags_of(third)
    spread = [
        changes.propose("", {"name": f"Place {at}", "city": "Salem", "phone": f"617-555-{at:04}"}, "", LATER)
        for at in range(20)
    ]
    assert "many" not in flags_of(spread[15])
    assert "many" in flags_of(spread[19])


def test_t39_many_of_one_who_asks_are_flagged_and_how_to_reach_them_goes_with_the_decision(alder: str) -> None:
    def asks(at: int) -> Proposal:
        change = {"name": f"Place {at}", "city": "Salem", "phone": f"617-555-{at:04}"}
        found = changes.propose("", change, "Ana at Example" if at % 2 else "ana at example", DAY)
        assert found
        return found

    first, second = asks(1), asks(2)
    changes.refuse(first.pk, DAY)
    accepting.accept(second.pk, DAY)
    assert set(Proposal.objects.values_list("contact", flat=True)) == {""}
    third = asks(3)
    assert "many" in flags_of(third)
    assert changes.held()[0].contact == "Ana at Example"


def test_t39_more_than_somebody_can_read_are_not_taken(alder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_HELD", 1)
    changes.propose("", NEW, "", DAY)
    with pytest.raises(Full):
        changes.propose("", {**NEW, "name": "Another"}, "", DAY)
    answer = Client().post("/find/add", {**NEW, "name": "Another"})
    assert answer.status_code == 503
    assert "Another" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>Fir</b>", "<!-- x", "< img src=x>", "</q>", "<?php", "<ScRiPt/x>"]
)
def test_t39_html_is_not_taken_and_not_lost(alder: str, text: str) -> None:
    for field in ("name", "summary", "note", "contact", "hours"):
        answer = Client().post("/find/add", {**NEW, field: text})
        html = answer.content.decode()
        assert answer.status_code == 422, field
        assert text not in html
        assert text.replace("<", "&lt;").replace(">", "&gt;") in html
    with pytest.raises(NotPlain):
        changes.propose("", {**NEW, "hours": text}, "", DAY)
    assert not Proposal.objects.exists()


def test_t39_signs_that_are_not_seen_are_taken_out(alder: str) -> None:
    held = changes.propose("", {**NEW, "name": "Fir\u202eesuoH \x1b[31m\u200bred\x00"}, "", DAY)
    assert held
    assert changes.texts(held.fields)["name"] == "Fir esuoH [31m red"


def test_t39_lengths_are_bounded(alder: str) -> None:
    for field, most in changes.FIELDS.items():
        with pytest.raises(NotPlain):
            changes.propose("", {**NEW, field: "a" * (most + 1)}, "", DAY)
    with pytest.raises(NotPlain):
        changes.propose("", {**NEW, "terms": "imago"}, "", DAY)


def test_t39_a_number_is_written_as_all_numbers_are(alder: str) -> None:
    for typed in ("(617) 555 0166 ext. 3", "+1 617.555.0166 x3", "16175550166x3"):
        held = changes.propose("", {**NEW, "phone": typed}, "", DAY)
        assert held
        assert changes.texts(held.fields)["phone"] == "617-555-0166 x3", typed


def test_t39_only_web_addresses_and_known_terms_are_taken(alder: str) -> None:
    for asked in (
        {"website": "javascript:alert(1)"},
        {"website": "https://"},
        {"yes": "imago winning"},
        {"zip": "2138"},
    ):
        with pytest.raises(NotPlain):
            changes.propose("", {**NEW, **asked}, "", DAY)
        assert Client().post("/find/add", {**NEW, **asked}).status_code in (422, 429)
    assert not Proposal.objects.exists()


def test_t39_a_way_of_working_is_flagged(alder: str) -> None:
    assert "approach" in flags_of(changes.propose(alder, {"yes": "imago"}, "", DAY))
    assert "approach" not in flags_of(changes.propose(alder, {"yes": "evenings"}, "", DAY))


def test_t39_what_was_decided_is_decided_once(alder: str) -> None:
    held = changes.propose(alder, {"hours": "Mondays"}, "", DAY)
    assert held
    changes.refuse(held.pk, DAY)
    for again in (accepting.accept, changes.refuse, changes.asked):
        with pytest.raises(Gone):
            again(held.pk, DAY)
    assert "Mondays" not in everything_public(alder)


def test_t39_a_listing_that_changed_meanwhile_is_not_overwritten(alder: str) -> None:
    one = changes.propose(alder, {"hours": "Mondays"}, "", DAY)
    other = changes.propose(alder, {"hours": "Tuesdays"}, "", DAY)
    assert one
    assert other
    accepting.accept(one.pk, LATER)
    with pytest.raises(Gone):
        accepting.accept(other.pk, LATER)


def test_t39_the_operator_sees_both_sides_and_the_signs(alder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main() == 0
    held = changes.propose(alder, {"phone": "617-555-0101", "yes": "imago"}, "ana at example", DAY)
    assert held
    assert command.main() == 1
    told = capsys.readouterr().out
    for words in ("617-555-0100", "617-555-0101", "Imago relationship therapy", "ana at example", *_signs(held)):
        assert words in " ".join(told.split()), words
    assert command.main("accept", held.pk) == 2
    assert "Ask at the old number" in capsys.readouterr().err
    assert command.main("asked", held.pk) == 0
    assert command.main("accept", held.pk) == 0
    assert command.main() == 0
    assert command.main("accept", held.pk) == 2
    assert command.main("accept") == 2


def test_t39_nothing_printed_commands_the_terminal(alder: str, capsys: pytest.CaptureFixture[str]) -> None:
    Listing.objects.filter(key=alder).update(name="Alder\x1b]0;x\x07 [bold]", hours="a\x1b[2Jb")
    changes.propose(alder, {"hours": "Mondays [red]x[/red]"}, "", DAY)
    command.main()
    told = capsys.readouterr().out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", told)
    assert "[red]x[/red]" in told


def test_t39_the_forms_ask_for_no_more_than_differs(alder: str) -> None:
    answer = Client().post(f"/find/at/{alder}/wrong", as_shown(alder))
    assert answer.status_code == 422
    assert "Nothing here differs" in answer.content.decode()
    Client().post(f"/find/at/{alder}/wrong", as_shown(alder) | {"hours": "Mondays"})
    assert changes.texts(Proposal.objects.get().fields) == {"hours": "Mondays"}


def test_t39_what_a_form_does_not_send_is_not_asked_away(alder: str) -> None:
    answer = Client().post(f"/find/at/{alder}/wrong", {})
    assert answer.status_code == 422
    assert "Nothing here differs" in answer.content.decode()
    assert 'value="Alder Counseling Center"' in answer.content.decode()
    Client().post(f"/find/at/{alder}/wrong", {"hours": "Mondays"})
    assert changes.texts(Proposal.objects.get().fields) == {"hours": "Mondays"}


@pytest.mark.parametrize(
    "emptied", [{"name": ""}, {"city": " "}, {"state": ""}, {"phone": "", "website": ""}, {"website": "", "phone": " "}]
)
def test_t39_a_listing_keeps_what_it_is_found_and_reached_by(alder: str, emptied: dict[str, str]) -> None:
    with pytest.raises(Emptied):
        changes.propose(alder, emptied, "", DAY)
    answer = Client().post(f"/find/at/{alder}/wrong", as_shown(alder) | emptied | {"hours": "Mondays till nine"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Mondays till nine" in html
    assert "tick that it has closed" in html
    assert "field__error" in html
    assert not Proposal.objects.exists()


def test_t39_an_emptied_listing_that_was_held_before_is_not_accepted(alder: str) -> None:
    held = changes.propose(alder, {"hours": "Mondays"}, "", DAY)
    assert held
    Proposal.objects.filter(pk=held.pk).update(fields='{"name":"","hours":"Mondays"}', old_contact_asked=DAY)
    with pytest.raises(Emptied):
        accepting.accept(held.pk, DAY)
    assert Proposal.objects.get().state == "held"


def test_t39_one_of_two_ways_may_go_and_other_fields_may_be_emptied(alder: str) -> None:
    held = changes.propose(alder, {"website": "", "street": "", "zip": ""}, "", DAY)
    assert held
    assert changes.texts(held.fields) == {"website": "", "street": "", "zip": ""}


def test_t39_a_field_that_was_emptied_and_filled_again_shows_no_older_word_of_nothing(alder: str) -> None:
    for at, hours in enumerate(("Mondays", "", "Tuesdays"), 1):
        held = changes.propose(alder, {"hours": hours}, "", date(2026, 10, at))
        assert held
        accepting.accept(held.pk, date(2026, 10, at))
    html = Client().get(f"/find/at/{alder}").content.decode()
    assert "Tuesdays" in html
    assert html.count("An older word:") == 1
    assert re.search(r"An older word:\s*<bdi>Mondays</bdi>", html)


def as_shown(key: str) -> dict[str, str]:
    """The form as the page fills it."""
    values = changes.values(changes.shown(key))
    return {field: value for field, value in values.items() if field != "yes"}


def _signs(held: Proposal) -> list[str]:
    return [words for sign, words in command.SIGNS.items() if str(sign) in flags_of(held)]
