"""What somebody reads after a private check, for every row of METHOD 5.2 and 5.4 that has a question. T02.

The page tells what may be needed, never what was answered; and what goes on for two is one of three values.
"""

import pytest
from django.utils.html import escape

from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Concern
from hearken.couples.models import Readiness
from hearken.screening import instruments, stopping
from hearken.screening.wording import PARTS
from hearken.web.country import crisis_cards

from .answering import Answering
from .test_check_pages import hidden

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
AFRAID, HURTING, LOW, DRINK = Concern.AFRAID, Concern.HURTING, Concern.LOW, Concern.DRINK
SELF_HARM, DEVICE = Concern.SELF_HARM, Concern.WATCHED_DEVICE
CLOSED, GENTLE, FULL = Reach
Given = dict[str, int | None]
HEAVY: Given = {f"phq_{number}": 2 for number in range(1, 9)}
"""Sixteen of twenty-seven, and nothing in the ninth."""
ROWS: dict[str, tuple[Given, set[Concern], Reach]] = {
    "calm": ({}, set(), FULL),
    "humiliated": ({"hark_h": 1}, {AFRAID}, CLOSED),
    "afraid": ({"hark_a": 1}, {AFRAID}, CLOSED),
    "forced": ({"hark_r": 1}, {AFRAID}, CLOSED),
    "hurt": ({"hark_k": 1}, {AFRAID}, CLOSED),
    "afraid now": ({"fear_now": 1}, {AFRAID}, CLOSED),
    "choked": ({"choked": 1}, {AFRAID}, CLOSED),
    "threatened": ({"threats": 1}, {AFRAID}, CLOSED),
    "watched": ({"watched": 1}, {AFRAID, DEVICE}, CLOSED),
    "a watched device": ({"device": 1}, {AFRAID, DEVICE}, CLOSED),
    "has frightened": ({"frightened_them": 1}, {HURTING}, CLOSED),
    "both": ({"frightened_them": 1, "hark_a": 1}, {HURTING, AFRAID}, CLOSED),
    "not said": ({"threats": None}, set(), CLOSED),
    "thoughts": ({"phq_1": 3, "phq_9": 1, "safe_now": 1}, {SELF_HARM}, CLOSED),
    "not safe": ({"phq_1": 3, "phq_9": 1, "safe_now": 0}, {SELF_HARM}, CLOSED),
    "low": (HEAVY, {LOW}, GENTLE),
    "low, not said": ({"phq_1": None}, set(), GENTLE),
    "drink": ({"audit_1": 3}, {DRINK}, GENTLE),
    "drink, not said": ({"audit_1": None}, set(), GENTLE),
    "low and drink and afraid": ({**HEAVY, "audit_1": 4, "choked": 1}, {LOW, DRINK, AFRAID}, CLOSED),
}


@pytest.fixture
def words() -> dict[str, str]:
    return {escape(question.text): id for id, question in instruments.questions().items()}


def finished(given: Given, words: dict[str, str], name: str = "ana") -> Answering:
    return Answering(name).with_a_drawer().begins().answers(given, words).wishes()


@pytest.mark.parametrize("row", ROWS)
def test_t02_each_answer_leads_to_its_private_part_and_to_one_value_for_two(row: str, words: dict[str, str]) -> None:
    given, concerns, reach = ROWS[row]
    text = finished(given, words).text()
    assert {each for each, part in PARTS.items() if escape(str(part.title)) in text} == concerns
    assert Readiness.objects.get().reach == reach
    assert ("Only you see this, and only now" in text) == bool(concerns)
    for said in ("That was all", "not shown again", "every Monday", "Nobody is told why", "breathe out slowly"):
        assert said in text


def test_t02_the_page_is_the_same_for_all_answers_that_lead_to_the_same_part(words: dict[str, str]) -> None:
    pages = {
        hidden(finished(ROWS[row][0], words, row).text()) for row in ("afraid", "choked", "threatened", "humiliated")
    }
    assert len(pages) == 1
    pages = {hidden(finished(ROWS[row][0], words, row).text()) for row in ("calm", "not said", "low, not said")}
    assert len(pages) == 1


def test_t02_the_page_says_no_answer_no_sum_and_no_level(words: dict[str, str]) -> None:
    main = finished(ROWS["low and drink and afraid"][0], words).text().partition("<main")[2].lower()
    for word in (
        "you answered",
        "score",
        "amber",
        "red",
        "green",
        "level",
        "phq",
        "hark",
        "audit",
        "depress",
        "alcohol",
    ):
        assert f" {word}" not in main


def test_the_crisis_lines_stand_before_the_question_whether_one_is_safe(words: dict[str, str]) -> None:
    ana = Answering().with_a_drawer().begins()
    while words[ana.asked()] != "phq_9":
        ana.presses(answer=3 if words[ana.asked()] in ("phq_1", "phq_2") else 0)
    assert "tel:" not in ana.text()
    after = ana.presses(answer=1).text()
    assert words[ana.asked()] == "safe_now"
    assert after.index("tel:") < after.index("Are you safe right now?")


def test_the_lines_follow_the_country_and_those_for_stopping_are_apart(settings: object, words: dict[str, str]) -> None:
    settings.COUNTRY = "UK"  # type: ignore[attr-defined]
    afraid, hurting = (finished(ROWS[row][0], words, row).text() for row in ("afraid", "has frightened"))
    assert "0808 2000 247" in afraid
    assert "0808 802 4040" not in afraid
    assert "0808 802 4040" in hurting
    assert "0808 2000 247" not in hurting


def test_a_country_without_a_line_for_stopping_says_who_would_know(settings: object, words: dict[str, str]) -> None:
    settings.COUNTRY = "CA"  # type: ignore[attr-defined]
    assert "know where such help is near you" in finished(ROWS["has frightened"][0], words).text()


def test_every_line_for_stopping_can_be_dialled_and_belongs_to_a_card() -> None:
    assert set(stopping.lines()) < set(crisis_cards())
    for line in stopping.lines().values():
        assert line.call
        assert all(set(number) <= set("0123456789 -") for number in line.call)
        assert line.source


@pytest.mark.parametrize("wish", Reach)
def test_it_goes_never_further_than_somebody_wishes(wish: Reach, words: dict[str, str]) -> None:
    Answering().with_a_drawer().begins().answers({}, words).wishes(wish)
    assert Readiness.objects.get().reach == wish
