"""The pages of the private check: one question on each, why and skip on all, and nothing of an answer anywhere. T02."""

import base64
import logging
import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from hearken.core.questions import next_question
from hearken.couples.models import Readiness
from hearken.drawer import actions as drawer
from hearken.drawer.access import Open, drawer_of
from hearken.drawer.models import Kept
from hearken.drawer.queries import things
from hearken.drawer.sealing import Sort
from hearken.lib import clock
from hearken.screening import instruments, runs
from tests.apps.couples import cast

from .answering import Answering
from .causes import PASSPHRASE, WEDNESDAY

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
LOWEST: dict[str, int | None] = {"phq_1": 3, "phq_2": 3, "phq_9": 1, "safe_now": 1, "audit_1": 1}
"""Leads past every question there is."""


@pytest.fixture
def words() -> dict[str, str]:
    return {escape(question.text): id for id, question in instruments.questions().items()}


@pytest.fixture
def ana() -> Answering:
    return Answering().with_a_drawer()


def hidden(text: str) -> str:
    return re.sub(r'name="(run|csrfmiddlewaretoken)" value="[^"]*"', r"\1", text)


def opened(ana: Answering) -> Open:
    found = drawer.open_with(ana.person, PASSPHRASE)
    assert found
    return found


def test_who_is_not_signed_in_is_led_to_signing_in() -> None:
    for path in ("/check", "/check/go", "/further"):
        assert Client().get(path).headers["Location"].startswith("/account/in")


def test_it_says_first_what_comes_and_begins_only_with_an_open_drawer() -> None:
    ana = Answering()
    page = ana.client.get("/check").content.decode()
    for said in ("three minutes", "Nobody.", "never told why", "can be skipped", "Use another one if you can", "Leave"):
        assert said in page
    assert "/drawer?next=/check" in page
    assert "Begin" not in page
    assert ana.begins().page.headers["Location"] == "/check"
    assert "Begin" in ana.with_a_drawer().client.get("/check").content.decode()
    assert ana.begins().asked()


def test_every_screen_has_one_question_with_why_skip_and_stop(ana: Answering, words: dict[str, str]) -> None:
    ana.begins()
    seen = []
    while (question := words.get(ana.asked())) is not None:
        said, text = instruments.questions()[question], ana.text()
        assert escape(said.why) in text
        assert text.count('name="answer"') == len(said.choices)
        for part in ('name="skip"', 'name="stop"', "Why we ask", *(escape(word) for _, word in said.choices)):
            assert part in text
        assert ('name="back"' in text) == bool(seen)
        assert f"<title>{settings.NEUTRAL_NAME}</title>" in text
        assert ana.page["Cache-Control"] == "no-store"
        seen.append(question)
        ana.presses(answer=LOWEST.get(question, said.choices[-1][0]))
    assert set(seen) == set(instruments.questions())
    assert ana.text().count('name="wish"') == 3
    assert 'name="skip"' not in ana.text()


def test_t02_the_next_screen_is_the_same_whatever_was_answered(ana: Answering) -> None:
    """The hidden field is as long and as unreadable for every answer; neither page, headers nor address tell."""
    ana.begins()
    run = ana.run()
    pages = [ana.sends(run, **what).page for what in ({"answer": 1}, {"answer": 0}, {"skip": 1})]
    assert len({hidden(each.content.decode()) for each in pages}) == 1
    assert len({tuple(sorted(each.headers.items())) for each in pages}) == 1
    assert {each.status_code for each in pages} == {200}


def test_t02_what_travels_in_the_page_cannot_be_read(ana: Answering) -> None:
    ana.begins().presses(answer=1)
    for name in ("hark", "answer", str(clock.now())[:6]):
        assert name.encode() not in base64.urlsafe_b64decode(ana.run())


def test_t02_no_answer_is_in_a_log(ana: Answering, words: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ana.begins().answers({"hark_a": 1}, words).wishes()
    ana.sends("nonsense", answer=1)
    said = " ".join(each.getMessage() for each in caplog.records if each.name != "django.db.backends")
    for word in ("hark", "answer", "wish", "level", "afraid", "nonsense"):
        assert word not in said.lower()


def test_back_goes_back_one_question_and_marks_nothing(ana: Answering) -> None:
    first = ana.begins().text()
    second = ana.presses(answer=1).text()
    assert hidden(ana.presses(back=1).text()) == hidden(first)
    assert hidden(ana.presses(skip=1).text()) == hidden(second)


@pytest.mark.parametrize("what", [{"answer": 7}, {"answer": "x"}, {"answer": ""}, {}, {"wish": 2}, {"answer": -1}])
def test_what_no_button_says_asks_the_same_question_once_more(ana: Answering, what: dict[str, object]) -> None:
    before = ana.begins().text()
    assert hidden(ana.presses(**what).text()) == hidden(before)


def test_stop_keeps_nothing(ana: Answering, words: dict[str, str]) -> None:
    ana.begins().answers({}, words).presses(stop=1)
    assert "What was not finished is kept nowhere" in ana.text()
    assert not Kept.objects.exists()
    assert not Readiness.objects.exists()


def test_t02_a_finished_check_lies_in_the_drawer_and_one_value_outside(ana: Answering, words: dict[str, str]) -> None:
    ana.begins().answers({"hark_h": None}, words).wishes(1)
    ((kept, thing),) = things(opened(ana), Sort.CHECK)
    assert thing.answers["hark_h"] == ""
    assert thing.answers["hark_a"] == "0"
    assert thing.answers["wish"] == "1"
    assert (
        next_question({key: int(value) if value else None for key, value in thing.answers.items() if key != "wish"})
        is None
    )
    raw = bytes(kept.body)
    assert b"hark" not in raw
    assert [*Kept.objects.values_list("pk", "drawer", "kept_on", "changed_on")] == [
        (kept.pk, drawer_of(ana.person).pk, clock.day(clock.now()), clock.day(clock.now()))  # type: ignore[union-attr]
    ]


def test_t02_every_check_is_as_large_as_another(words: dict[str, str]) -> None:
    for name, given in (("ana", {}), ("ben", LOWEST), ("dina", dict.fromkeys(words.values()))):
        Answering(name).with_a_drawer().begins().answers(given, words).wishes()  # type: ignore[arg-type]
    assert len({len(bytes(each.body)) for each in Kept.objects.all()}) == 1


def test_sent_twice_it_has_one_effect_and_the_same_page(ana: Answering, words: dict[str, str]) -> None:
    ana.begins().answers({"choked": 1}, words)
    run = ana.run()
    first = ana.sends(run, wish=2).text()
    rows = list(Readiness.objects.values_list())
    assert hidden(ana.sends(run, wish=2).text()) == hidden(first)
    assert Kept.objects.count() == 1
    assert list(Readiness.objects.values_list()) == rows


def test_a_drawer_that_locks_on_the_way_loses_nothing(ana: Answering, words: dict[str, str]) -> None:
    ana.begins().presses(answer=1)
    drawer.close(ana.sign_in())
    ana.presses(answer=0)
    assert "The drawer is locked" in ana.text()
    assert ana.asked() == "", "no question shows"
    ana.opens_again().presses().answers({}, words)
    drawer.close(ana.sign_in())
    ana.wishes()
    assert "Your answers are sealed in it, and count." in ana.text()
    assert "afraid" not in ana.text(), "what follows from an answer is for an open drawer"
    assert things(opened(ana), Sort.CHECK)[0][1].answers["hark_h"] == "1"
    ana.opens_again().presses(wish=2)
    assert "That was all" in ana.text()
    assert Kept.objects.count() == 1


def test_h02_an_answer_that_is_corrected_counts(ana: Answering, words: dict[str, str]) -> None:
    """Back, another answer, and finished once more within the hour: the later one is what was meant."""
    ana.begins().answers({}, words).wishes(2)
    assert Readiness.objects.get().reach == 2
    ana.begins().answers({}, words)
    run = ana.run()
    ana.sends(run, wish=2)
    ana.sends(run, back=1).presses(answer=0).wishes(0)
    assert Readiness.objects.get().reach == 0
    assert {each[1].answers["wish"] for each in things(opened(ana), Sort.CHECK)} == {"2", "0"}


def test_t02_a_finished_check_is_not_gone_through_again_behind_a_locked_drawer(
    ana: Answering, words: dict[str, str]
) -> None:
    ana.begins().answers({"hark_a": 1}, words)
    run = ana.run()
    ana.sends(run, wish=2)
    assert "afraid" in ana.text()
    drawer.close(ana.sign_in())
    for what in ({"wish": 2}, {"back": 1}, {}):
        ana.sends(run, **what)
        assert "The drawer is locked" in ana.text()
        assert "afraid" not in ana.text()
        assert ana.asked() == ""


def test_a_drawer_that_was_emptied_on_the_way_is_said_kindly(ana: Answering, words: dict[str, str]) -> None:
    ana.begins().answers({}, words)
    drawer.forget(ana.person)
    ana.wishes()
    assert ana.page.status_code == 422
    assert "Nothing was kept" in ana.text()
    assert not Readiness.objects.exists()


def refused(ana: Answering, run: str) -> None:
    ana.sends(run, wish=2)
    assert ana.page.status_code == 422
    assert "Let us begin anew" in ana.text()
    assert not Kept.objects.exists()
    assert not Readiness.objects.exists()


def test_t02_a_run_of_somebody_else_or_a_changed_one_opens_nothing(ana: Answering, words: dict[str, str]) -> None:
    hers = ana.begins().answers({}, words).run()
    ben = Answering("ben").with_a_drawer()
    half = len(hers) // 2
    for run in (
        hers[:half] + ("A" if hers[half] != "A" else "B") + hers[half + 1 :],
        hers[:-8],
        "",
        "x",
        "ä",
        "=" * 40,
    ):
        refused(ana, run)
    refused(ben, hers)


def test_t02_a_run_opens_for_an_hour(words: dict[str, str]) -> None:
    with time_machine.travel(WEDNESDAY, tick=False) as now:
        ana = Answering().with_a_drawer()
        run = ana.begins().answers({}, words).run()
        for at in (WEDNESDAY + runs.LIFE, WEDNESDAY - 1):
            now.move_to(at)
            refused(Answering(person=ana.person), run)
        now.move_to(WEDNESDAY + runs.LIFE - 1)
        assert "count." in Answering(person=ana.person).sends(run, wish=2).text()


def test_a_reload_leads_to_the_beginning(ana: Answering) -> None:
    assert ana.client.get("/check/go").headers["Location"] == "/check"


def test_not_for_now_is_there_on_both_pages_and_looks_like_nothing(ana: Answering) -> None:
    before = {path: hidden(ana.client.get(path).content.decode()) for path in ("/check", "/further")}
    assert all("Not for now" in page for page in before.values())
    ana.client.post("/further")
    assert Readiness.objects.get().closed
    assert cast.reach_of(ana.person, clock.now()) == 0
    assert {path: hidden(ana.client.get(path).content.decode()) for path in before} == before
