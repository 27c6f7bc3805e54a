"""The words of the private questions: whole files, published words unchanged, our own words plain."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pytest
from django.utils import translation

from hearken.core.questions import QUESTIONS, Kind
from hearken.core.safety.suitability import SITUATIONS, TAPS, Route
from hearken.lib.content import CONTENT, BadContent, read_toml
from hearken.screening import instruments
from hearken.screening.instruments import FILES, parse, parse_suitability, questions, suitability
from tests.conftest import ROOT

PARTNER = "by your partner or ex-partner?"
PUBLISHED = {
    "hark_h": "Within the last year, have you been humiliated or emotionally abused in other ways by your partner or "
    "your ex-partner?",
    "hark_a": "Within the last year, have you been afraid of your partner or ex-partner?",
    "hark_r": f"Within the last year, have you been raped or forced to have any kind of sexual activity {PARTNER}",
    "hark_k": f"Within the last year, have you been kicked, hit, slapped or otherwise physically hurt {PARTNER}",
    "phq_1": "Little interest or pleasure in doing things",
    "phq_2": "Feeling down, depressed, or hopeless",
    "phq_3": "Trouble falling or staying asleep, or sleeping too much",
    "phq_4": "Feeling tired or having little energy",
    "phq_5": "Poor appetite or overeating",
    "phq_6": "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    "phq_7": "Trouble concentrating on things, such as reading the newspaper or watching television",
    "phq_8": "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or "
    "restless that you have been moving around a lot more than usual",
    "phq_9": "Thoughts that you would be better off dead or of hurting yourself in some way",
    "audit_1": "How often do you have a drink containing alcohol?",
    "audit_2": "How many drinks containing alcohol do you have on a typical day when you are drinking?",
    "audit_3": "How often do you have six or more drinks on one occasion?",
}
ANCHORS = {
    "phq": "Not at all | Several days | More than half the days | Nearly every day",
    "audit_1": "Never | Monthly or less | 2 to 4 times a month | 2 to 3 times a week | 4 or more times a week",
    "audit_2": "1 or 2 | 3 or 4 | 5 or 6 | 7 to 9 | 10 or more",
    "audit_3": "Never | Less than monthly | Monthly | Weekly | Daily or almost daily",
}
UNWELCOME = re.compile(r"\b(should|must|just|simply|score|fail|failed|fault|he|she|his|her)\b", re.IGNORECASE)
TWO_WEEKS = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"


def test_published_questions_stand_as_published() -> None:
    assert {key: each.text for key, each in questions().items() if key in PUBLISHED} == PUBLISHED
    for key, each in questions().items():
        assert each.lead == (TWO_WEEKS if key.startswith("phq") else "")


def test_choices_stand_as_published_with_their_numbers() -> None:
    for key, each in questions().items():
        if QUESTIONS[key].kind is Kind.YES_NO:
            assert each.choices == ((1, "Yes"), (0, "No"))
        else:
            anchors = ANCHORS["phq" if key.startswith("phq") else key].split(" | ")
            assert each.choices == tuple(enumerate(anchors))


def test_every_question_has_words_a_reason_and_a_credit() -> None:
    assert set(questions()) == set(QUESTIONS)
    for key, each in questions().items():
        assert each.id == key
        assert each.text
        assert each.why.endswith(".")
        assert each.credit.endswith(".")
        assert each.name


def test_what_is_published_is_credited_in_the_notice_too() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text().split())
    for word in ("Sohal", "Eldridge", "Feder", "CC BY 2.0", "Spitzer", "Williams", "Kroenke", "Bush", "AUDIT-C"):
        assert word in notice, word
    assert "CC BY 2.0" in questions()["hark_h"].credit
    for name in FILES:
        table = read_toml(CONTENT / "instruments" / f"{name}.toml")
        assert {QUESTIONS[row["id"]].instrument for row in table["question"]} == {name}


def own() -> dict[str, str]:
    """All words that are ours, by where they stand."""
    found = {f"why {key}": each.why for key, each in questions().items()}
    found |= {f"text {key}": each.text for key, each in questions().items() if key not in PUBLISHED}
    words = suitability()
    found |= {"title": words.title, "about": words.about}
    for key, said in (*words.situations.items(), *words.taps.items()):
        found |= {f"{key} title": said.title, f"{key} reason": said.reason, f"{key} other": said.alternative}
    for route, way in words.routes.items():
        found |= {f"{route} title": way.title, f"{route} text": way.text}
    return found


@pytest.mark.parametrize("where", list(own()))
def test_our_own_words_are_plain(where: str) -> None:
    text = own()[where]
    for sentence in re.split(r"(?<=[.?:])\s", text):
        assert len(sentence.split()) <= 20, sentence
    assert "!" not in text
    assert not UNWELCOME.search(text)


def test_the_reason_is_one_sentence() -> None:
    for each in questions().values():
        assert len(re.findall(r"[.?]", each.why)) == 1, each.why


def test_suitability_has_words_for_every_row_and_route() -> None:
    words = suitability()
    assert list(words.situations) == [row.id for row in SITUATIONS]
    assert list(words.taps) == [row.id for row in TAPS]
    assert list(words.routes) == list(Route)
    assert "promising, with thin proof" in words.about


def test_words_are_asked_for_in_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def say(context: str, text: str) -> str:
        asked.append((context, text))
        return f"<{text}>"

    monkeypatch.setattr(instruments, "pgettext", say)
    with translation.override("es"):
        assert questions()["fear_now"].why.startswith("<")
        assert questions()["phq_1"].choices[0] == (0, "<Not at all>")
        assert questions()["hark_a"].lead == ""
        assert suitability().routes[Route.SMALL].title == "<A small thing>"
    assert {context for context, _ in asked} == {f"instruments.{name}" for name in (*FILES, "suitability")}
    assert all(text for _, text in asked)


Change = Callable[[dict[str, Any]], Any]


def broken(name: str, change: Change) -> Mapping[str, Any]:
    table = deepcopy(read_toml(CONTENT / "instruments" / f"{name}.toml"))
    change(table)
    return parse_suitability(table) if name == "suitability" else parse(name, table)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("hark", lambda t: t.update(cut=1), "unknown key 'cut'"),
        ("hark", lambda t: t.pop("licence"), "missing key 'licence'"),
        ("hark", lambda t: t.update(credit=""), "credit is empty"),
        ("hark", lambda t: t.update(name=1), "name should be a str"),
        ("hark", lambda t: t["question"].pop(), "not those of the table"),
        ("hark", lambda t: t["question"].reverse(), "not those of the table"),
        ("hark", lambda t: t["question"].append("more"), "should be a table"),
        ("hark", lambda t: t["question"][0].update(id="hark_x"), "not those of the table"),
        ("hark", lambda t: t["question"][0].update(help="x"), "unknown key 'help'"),
        ("hark", lambda t: t["question"][0].pop("why"), "missing key 'why'"),
        ("own_safety", lambda t: t["question"][2].update(why=""), "why is empty"),
        ("device", lambda t: t["question"][0].update(text=""), "text is empty"),
        ("phq9", lambda t: t["question"][8]["choices"].pop(), "not as many choices"),
        ("phq9", lambda t: t["question"][8]["choices"].append("Always"), "not as many choices"),
        ("audit_c", lambda t: t["question"][0].update(choices=[0, 1, 2, 3, 4]), "choices should hold texts"),
        ("audit_c", lambda t: t["question"][0].update(choices="Never"), "choices should be a list"),
        ("suitability", lambda t: t.update(proof="x"), "unknown key 'proof'"),
        ("suitability", lambda t: t["tap"].pop(), "tap: the rows are not those"),
        ("suitability", lambda t: t["situation"].reverse(), "situation: the rows are not those"),
        ("suitability", lambda t: t["route"][0].pop("text"), "missing key 'text'"),
        ("suitability", lambda t: t["tap"][0].update(alternative=""), "alternative is empty"),
    ],
)
def test_a_broken_file_stops_the_start(name: str, change: Change, says: str) -> None:
    with pytest.raises(BadContent, match=re.escape(says)):
        broken(name, change)


@pytest.mark.parametrize("name", [*FILES, "suitability"])
def test_a_whole_file_is_good(name: str) -> None:
    assert broken(name, lambda _: None)
