"""T27: "mine" holds all of one's own and nothing of anybody else's."""

import pytest

from hearken.accounts.models import Person
from hearken.couples import access
from hearken.couples.actions import items
from hearken.couples.models import Link
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.rooms.models import Entry
from hearken.space import actions as space
from tests.apps.couples import cast

from .household import EVERYTHING, IN_MINE, Household, taken

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def test_t27_mine_is_all_of_mine_and_nothing_of_the_other_one(home: Household) -> None:
    for person, name, other in ((home.ana, "ana", "ben"), (home.ben, "ben", "ana")):
        file = taken(home.browser(person), "mine")
        assert file.of(name) == IN_MINE
        assert file.of(other) == set()


def test_t27_every_turn_of_the_other_one_is_a_name_and_a_number_in_its_place(home: Household) -> None:
    (told,) = taken(home.browser(home.ana), "mine").notes["dialogues"]
    assert [each["text"] for each in told["turns"]] == ["ana-turn one two three", "[Ben, 5 words]", "ana-aside"]
    mine, theirs, aside = told["turns"]
    assert (mine["words"], mine["feelings"], mine["by"]) == (5, ["ana-feeling"], "me")
    assert (theirs["words"], theirs["withheld"], theirs["by"]) == (5, True, "other")
    assert "feelings" not in theirs
    assert aside["private"]
    assert told["draft"] == "ana-draft"


def test_t27_the_diary_comes_along_only_out_of_an_open_drawer(home: Household) -> None:
    shut, wide = taken(home.browser(home.ana), "mine"), taken(home.browser(home.ana, open_=True), "mine")
    assert wide.of("ana") - shut.of("ana") == {"diary"}
    assert wide.of("ben") == set()
    assert not wide.holds("ana-check")


def test_t27_a_file_says_nothing_of_a_drawer_that_is_shut(home: Household) -> None:
    """Somebody without one, with an empty one and with a full one that is shut: the same words about drawers."""
    dina = cast.person("dina")
    said = []
    for person in (home.ana, dina):
        file = taken(home.browser(person), "mine")
        assert "diary" not in file.notes
        said.append([line.strip() for line in file.page.splitlines() if "rawer" in line])
    assert said[0] == said[1]
    assert len(said[0]) == 1


def test_t27_the_page_is_the_same_with_and_without_a_drawer(home: Household) -> None:
    shut, wide = (home.browser(home.ana, open_=each) for each in (False, True))
    pages = [each.get("/along").content.decode().partition('name="csrf')[0] for each in (shut, wide)]
    assert pages[0] == pages[1]
    assert "With what is in a drawer: open it first" in shut.get("/along").content.decode()


def test_t27_who_can_read_it_and_what_was_allowed_stand_beside_the_words(home: Household) -> None:
    file = taken(home.browser(home.ana), "mine")
    assert {each["text"]: each["audience"] for each in file.notes["items"]} == {
        "ana-note": "me",
        "ana-shared anew": "us",
        "ana-cared": "me_therapist",
    }
    says = {each["says"] for each in file.notes["consents"]}
    assert says == {"You let the other one read something.", "You let a therapist read something."}
    shared = {each["item"] for each in file.notes["consents"]}
    assert shared == {each["id"] for each in file.notes["items"] if each["audience"] != "me"}
    assert all(len(each["text"]) == 64 for each in file.notes["consents"])


def test_t27_what_others_read_is_in_it_with_their_name_and_own_page_views_are_not(home: Household) -> None:
    (reading,) = access.readings(home.cole, clock.now())
    space.note_reading(reading, home.cole, clock.now())
    ana = home.browser(home.ana)
    for path in ("/mine", f"/mine/{reading.share.item_id}", "/account"):
        assert ana.get(path).status_code == 200
    (read,) = [each for each in taken(ana, "mine").notes["happened"] if each["event"] == "read"]
    assert (read["who"], read["item"]) == ("Guest", reading.share.item_id)


def test_t27_the_names_of_ties_go_when_they_end_and_their_days_stay(home: Household) -> None:
    ana = home.browser(home.ana)
    assert {each.get("name") for each in taken(ana, "mine").notes["ties"]} == {"Ben", "Guest"}
    space.leave(home.ben, clock.now())
    Link.objects.update(ended_on=home.ana.began_on)
    ties = taken(ana, "mine").notes["ties"]
    assert [("name" in each, "ended_on" in each) for each in ties] == [(False, True), (False, True)]


def test_t27_nothing_tells_who_left(home: Household) -> None:
    """Both files say the same of it, whoever it was."""
    space.leave(home.ben, clock.now())
    told = []
    for person in (home.ana, home.ben):
        consents = taken(home.browser(person), "mine").notes["consents"]
        told.append([each for each in consents if each["event"] == "left" and each["reader"].startswith("couple:")])
    assert told[0] == told[1]
    assert [each["says"] for each in told[0]] == ["A space for two was closed. What was allowed in it ended."]


def test_t27_more_things_than_a_page_shows_are_all_in_it(home: Household) -> None:
    for number in range(230):
        items.write(home.ben, Words("", f"many-{number:03d}"), clock.now())
    file = taken(home.browser(home.ben), "mine")
    assert len([each for each in file.notes["items"] if each["text"].startswith("many-")]) == 230


def test_t27_a_turn_whose_author_was_erased_says_so(home: Household) -> None:
    Person.objects.filter(pk=home.ben.pk).update(erased_on=home.ben.began_on)
    (told,) = taken(home.browser(home.ana), "mine").notes["dialogues"]
    assert [each["text"] for each in told["turns"] if each["by"] == "other"] == ["[removed by author]"]


def test_t27_what_does_not_open_is_told_and_the_rest_comes_along(home: Household) -> None:
    Entry.objects.filter(room=home.room, stream="us", seq=1).update(body=b"broken")
    file = taken(home.browser(home.ana), "mine")
    assert file.notes["not_opened"] == 1
    assert "did not open" in file.page
    assert file.holds("ana-note")


def test_t27_somebody_with_nothing_takes_that(home: Household) -> None:
    file = taken(home.browser(cast.person("dina")), "mine")
    assert not [each for each in EVERYTHING if file.holds(f"ana-{each}") or file.holds(f"ben-{each}")]
    assert file.notes["items"] == []
