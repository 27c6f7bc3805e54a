"""How a text becomes words and phrases are looked for: typos, masks, bounds, and no text that takes long."""

import time

import pytest

from hearken.core.safety import crisis, words
from hearken.core.safety.crisis import About, Level, Sign, Table
from hearken.core.safety.patterns import find, phrase, places
from hearken.lib import lexicons
from tests.core.safety.lines import CLEAR, ORDINARY

FORMS = words.variants({"suicide", "kill", "die", "myself", "me", "meet"}, {"suicide", "myself"}, {"suicides"})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("suicide", "suicide"),
        ("sucide", "suicide"),  # one left out
        ("suiccide", "suicide"),  # one too many
        ("suocide", "suicide"),  # another
        ("siucide", "suicide"),  # two changed places
        ("SUICÍDE", "suicide"),
        ("su*cide", "suicide"),
        ("s*****e", "suicide"),
        ("k1ll", "kill"),
        ("ki11", "kill"),
        ("$uicide", "suicide"),
        ("killllll", "kill"),
        ("diiiieeee", "die"),
        ("k i l l", "kill"),
        ("k.i.l.l", "kill"),
        ("ki\u200bll", "kill"),
        ("kіll", "kill"),  # the i is not a Latin one
        ("suicides", "suicides"),  # a word of its own
        ("met", "met"),  # only a stretched word is looked up without its doubles
        ("kil", "kil"),  # too short to forgive
        ("10", "10"),
    ],
)
def test_a_word_is_read_as_it_was_meant(written: str, read: str) -> None:
    assert words.spoken(words.plain(written, FORMS), FORMS).words == (read,)


def test_stops_and_commas_begin_sentences_and_clauses() -> None:
    said = words.spoken(words.plain("one, two. three\nfour... five", {}), {})
    assert said.words == ("one", "two", "three", "four", "five")
    assert (said.clauses & 0b11111, said.sentences) == (0b11111, 0b00100)


def at(written: str, text: str, avoid: str = "") -> list[str]:
    turn = words.Turn(text)
    said = turn.spoken({})
    of = {word: sum(1 << at for at, each in enumerate(said.words) if each == word) for word in said.words}
    here = places(of, len(said.words), said.sentences, said.clauses)
    bits = find(phrase(written, {"DIE": frozenset({"die", "dead"})}, {}), here, here.at(frozenset({avoid})))
    return [word for place, word in enumerate(said.words) if bits >> place & 1]


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("want DIE", "i want to die", ["want", "die"]),
        ("want DIE", "i want it to die", []),
        ("want . DIE", "i want it to die", ["want", "die"]),
        ("want +DIE", "want to die", []),
        ("want to? just? DIE", "want to just die", ["want", "to", "just", "die"]),
        ("want to? just? DIE", "want dead", ["want", "dead"]),
        ("want DIE", "i want. die", []),
        ("^ die", "well die", []),
        ("^ die", "well, die", ["die"]),
        ("hit +me $", "he hit me up", []),
        ("hit +me $", "he hit me, up", ["hit", "me"]),
        ("want DIE", "want it now want to die", ["want", "die"]),
    ],
)
def test_a_phrase_is_found_with_its_words_in_order(written: str, text: str, found: list[str]) -> None:
    assert at(written, text) == found


def test_a_phrase_does_not_pass_over_what_is_avoided() -> None:
    assert at("want . DIE", "want not to die", "not") == []
    assert at("want . not . DIE", "want not to die", "not") == ["want", "not", "die"]


@pytest.mark.parametrize("written", ["", "to? die", "die to?", "die ..", "WANT die", "can't die", "Die", "die $ ^"])
def test_a_phrase_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        phrase(written, {}, {})


def test_a_long_text_is_read_at_both_ends() -> None:
    filler = "we talked about the garden and the bins " * 1000
    for text in (f"I want to die. {filler}", f"{filler} I want to die."):
        assert crisis.read(lexicons.crisis(), text) is Level.TAKE_OVER
    assert len(words.plain("a" * 100_000, {}).text) <= 12_001
    assert len(words.plain("ﷺ" * 100_000, {}).text) <= 24_000


UGLY = (
    "kill myself " * 3000,
    "i want to " * 3000,
    "k i l l " * 3000,
    "k" * 40_000,
    "a1" * 20_000,
    "* " * 20_000,
    "k1ll$ " * 6000,
    "." * 40_000,
    "i not want to to to hit me he she die ! " * 800,
    "\u0301" * 40_000,
    " ".join(CLEAR) * 20,
    "".join(chr(33 + n % 90) for n in range(40_000)),
)


@pytest.mark.parametrize("text", UGLY, ids=range(len(UGLY)))
def test_no_text_takes_long(text: str) -> None:
    """Generous: each of them takes well under a tenth of this on a slow core."""
    lexicon = lexicons.crisis()
    began = time.thread_time()
    crisis.read(lexicon, text, (text, text, text))
    assert time.thread_time() - began < 5


def test_time_grows_with_the_text_and_no_faster() -> None:
    lexicon, line = lexicons.crisis(), " ".join((*CLEAR, *ORDINARY))

    def seconds(text: str) -> float:
        took = []
        for _ in range(5):
            began = time.thread_time()
            crisis.read(lexicon, text)
            took.append(time.thread_time() - began)
        return min(took)

    short, long = line[:2000], (line * 5)[:12_000]
    assert seconds(long) < 6 * seconds(short) * 6  # six times the letters


def test_ten_thousand_ordinary_lines_cost_little_beside_splitting_them() -> None:
    lexicon = lexicons.crisis()
    lines = [" ".join((*ORDINARY[n % 25 : n % 25 + 4],))[:220] for n in range(500)]

    def seconds(work: object) -> float:
        took = []
        for _ in range(3):
            began = time.thread_time()
            for line in lines:
                work(line)  # type: ignore[operator]
            took.append(time.thread_time() - began)
        return min(took)

    assert seconds(lambda line: crisis.read(lexicon, line)) < 150 * seconds(lambda line: line.lower().split())


def table(**changed: object) -> Table:
    plainly = {
        "lists": {"NO": ["not"]}, "common": (), "forgiven": (), "ordinary": (), "idioms": (), "then": (), "tales": (),
        "now": (), "signs": [(Sign(About.SELF_HARM, Level.TAKE_OVER), ["red red"])],
    }  # fmt: skip
    return Table(**{**plainly, **changed})  # type: ignore[arg-type]


def test_a_lexicon_is_what_is_passed_in() -> None:
    small = crisis.lexicon([table(idioms=["red red cat"], then=["once"])])
    assert crisis.read(small, "red red") is Level.TAKE_OVER
    assert crisis.read(small, "not red red") is Level.CHECK_IN
    assert crisis.read(small, "once red red") is Level.CHECK_IN
    assert crisis.read(small, "red red cat") is Level.NONE
    assert crisis.read(small, "I want to die") is Level.NONE


def test_what_was_read_before_is_read_once() -> None:
    """Four texts of a dialogue are not worked out anew with each line: the words of the first three are kept."""
    lexicon = lexicons.crisis()
    kept = [words.Turn(each) for each in ORDINARY[:3]]
    for each in kept:
        each.heard(lexicon.forms)
    assert [each.heard({}) for each in kept] == [each.heard(lexicon.forms) for each in kept], "nothing is asked again"
    for text in (*CLEAR, *ORDINARY):
        assert crisis.look(lexicon, words.Turn(text), kept) == crisis.look(lexicon, text, ORDINARY[:3])
