"""Every fact of the mission's table stands on the page about Imago, in words a reader sees."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

FACTS: dict[str, tuple[str, ...]] = {
    "promise: hidden roots": ("uncover hidden roots of the conflict",),
    "promise: old hurts, empathy": ("mend old hurts, and grow in empathy",),
    "promise: guided, from conflict to connection": ("guided one", "conflict that repeats to connection"),
    "promise: understanding and emotional safety": ("to understanding, and to a bond in which both feel safe",),
    "best for: recurring conflict": ("Often chosen for", "Conflict that keeps coming back"),
    "best for: communication": ("Talk that breaks down",),
    "best for: triggers from childhood": ("Old trauma from childhood that is set off at home",),
    "best for: intimacy": ("Trouble with intimacy",),
    "format: couples, in person or virtual": ("The two of you, with a therapist: in person or by video",),
    "format: cadence": ("Every week or every two weeks",),
    "format: how many": ("Most often 12 to 20 sessions",),
    "format: how long": ("60 to 90 minutes each",),
    "combined with": ("Therapy of your own, trauma therapy, couples support in recovery, mindfulness",),
    "basis: who": ("Harville Hendrix and Helen LaKelly Hunt",),
    "basis: what": ("attachment theory", "developmental psychology"),
    "idea: early experience": ("What we learn early", "shapes how we love as adults, and what we fight about"),
    "idea: the choice": ("choose a partner who touches an old wound, without knowing", "hopes to have it healed"),
    "focus: triggers": ("Know your triggers",),
    "focus: empathy by dialogue": ("Grow empathy through a set dialogue",),
    "focus: vulnerable and safe": ("Be open and safe", "nobody judges it"),
    "focus: power struggle": ("Turn the power struggle into growth",),
    "recovery: fewer cycles": (
        "Fewer rounds of the same fight",
        "Blame and defence give way to empathy and validation",
    ),
    "recovery: trauma": ("Room for trauma to heal",),
    "recovery: bonds": ("A stronger bond in recovery", "in addiction recovery and in mental health"),
    "recovery: intimacy": ("Intimacy can come back after betrayal, after a relapse, or after a long time of distance",),
    "phase 1": ("Finding your story", "An assessment comes first", "what each of you grew up with"),
    "phase 2": ("Learning the dialogue", "You practise the Imago Dialogue"),
    "phase 3": ("Building the skills", "empathy, compassion and emotional safety"),
    "phase 4": ("Bringing it home", "part of the week at home"),
    "suits: conflict": ("the same conflict again and again, and it is never solved",),
    "suits: childhood": ("trauma or neglect from childhood",),
    "suits: addiction, relapse, betrayal": ("Addiction, relapse or betrayal has come between you",),
    "suits: lonely": ("feel lonely or cut off",),
    "suits: deeper": ("You get on well, and want a deeper connection",),
    "asked: different": ("How is Imago different", "childhood roots of a conflict", "dialogue with a fixed form"),
    "asked: length": ("a difference after a handful of sessions", "For others it takes several months"),
    "asked: hesitant": ("My partner is not sure", "common for one of the two to hold back"),
    "asked: cover": ("Will insurance pay", "depends on your plan, and on the credentials of the therapist"),
    "asked: trauma, addiction": ("emotional healing, better talk, and going through recovery together",),
    "asked: distant": ("each other’s inner world: what childhood left behind, and what each of you needs",),
    "figure: overview": ("One of you speaks", "The other says it back"),
    "figure: sessions": ("An example with 16 sessions", "Most courses have 12 to 20"),
    "hesitant: safe and own pace": ("a safe place without judgement, where each of you sets their own pace",),
    "insurance: ask": ("Ask your insurer before the first session",),
    "safety: violence": ("Not now if one of you is afraid of the other", "advises against couples counselling"),
    "safety: other times to wait": ("thinks about ending their life", "no sober time", "hides an affair"),
    "proof: plainly": ("Promising, with thin proof", "Few trials of Imago exist, and they are small"),
    "proof: the trial": ("12 sessions", "not large enough to count as clinically significant", "only one couple"),
    "proof: no result": ("University of Pennsylvania", "We found no published result"),
    "proof: at large": ("58 studies with 2,092 couples", "g = 1.12", "That is no proof for Imago"),
    "proof: absent": ("without a therapist, or through an app", "couples of the same sex", "over many years"),
    "reviewed": ("Last checked on 24 November 2026", "Not yet read by a clinician"),
    "find": ("Find options that offer it", "Town or ZIP code"),
    "why we show it": ("Why we show it", "Nobody pays us to show it"),
}


class Seen(HTMLParser):
    """The words of main, without scripts and source marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth = 0
        main = html[html.index("<main") : html.index("</main>")]
        self.feed(re.sub(r"\u2060?<sup.*?</sup>", "", main, flags=re.DOTALL))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def seen() -> str:
    html = Client().get("/guide/imago").content.decode()
    return re.sub(r"\s+", " ", "".join(Seen(html).words))


@pytest.mark.parametrize("fact", FACTS)
def test_the_fact_is_on_the_page(seen: str, fact: str) -> None:
    missing = [words for words in FACTS[fact] if words not in seen]
    assert not missing, missing


def test_there_are_six_answers_with_their_questions(seen: str) -> None:
    html = Client().get("/guide/imago").content.decode()
    asked = html[html.index('id="asked"') : html.index('id="find"')]
    assert asked.count("<h3>") == 6
    assert "<details" not in html[html.index("<main") :]


def test_the_figures_say_what_they_show() -> None:
    html = Client().get("/guide/imago").content.decode()
    figures = re.findall(r"<figure.*?</figure>", html, flags=re.DOTALL)
    assert len(figures) == 2
    for figure in figures:
        ids = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', figure)
        assert ids
        assert all(f'id="{each}"' in figure for each in ids.groups())
        assert re.search(r"<title[^>]*>\S", figure)
        assert re.search(r"<desc[^>]*>\S", figure)
        assert re.search(r"<figcaption>\S", figure)
        assert "style=" not in figure
        assert "fill=" not in figure
