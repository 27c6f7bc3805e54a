"""A text as plain words, the way people write when they are not well: typos, masks, stretched letters, no stops. Pure.

It must never hold on to a text: what is worked out stays with the `Turn` somebody else holds, and nothing is cached by
its words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LIMIT = 12_000
"""Letters looked at. Of a longer text, the first half and the last half of that: letters end with what matters."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"[a-z0-9@$*]+|[.!?;:]+|[,\n\"()]")
_HARD = frozenset(".!?;:")
_PARTS = str.maketrans({chr(code): " " for code in range(128) if chr(code) not in f"{_LETTERS}0123456789@$*"})
_STRETCHED = re.compile(r"[a-z]*?([a-z])\1\1[a-z]*")
_THRICE = tuple(letter * 3 for letter in "aeiouydhklmnprstw")  # those that people stretch
_REPEATED = re.compile(r"(.)\1+")
_SHORT = "~"  # before a form in which no letter is doubled: only a stretched word is looked up there
_SPACED = re.compile(r"(?<![a-z])[a-z](?:[ ._-][a-z]){2,}(?![a-z])")
_ALONE = frozenset(_LETTERS) - frozenset("ai")
_MASK = re.compile(r"[013457@$*]")
_MASKED = re.compile(r"[a-z0-9@$*]+")
_MASKS = (str.maketrans("013457@$", "oieastas"), str.maketrans("013457@$", "oleastas"))
_LOOKALIKE = str.maketrans("‘’ʼ´аеорсухіјѕ", "''''aeopcyxijs", "\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in small ASCII, and the words in it without their order."""

    text: str
    bare: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in order. Bit n of `clauses` / `sentences` is set where word n is the first of one, or would be."""

    words: tuple[str, ...]
    clauses: int
    sentences: int

    def then(self, later: "Spoken") -> "Spoken":
        """Both, one after the other. A border between turns is a clause's, not a sentence's, if no stop was set."""
        shift = len(self.words)
        return Spoken(
            self.words + later.words, self.clauses | later.clauses << shift, self.sentences | later.sentences << shift
        )


def plain(text: str, forms: Mapping[str, str]) -> Plain:
    """No accents, apostrophes or masks. `forms`: what `variants` made. Runs on every turn: it asks before it works."""
    if len(text) > LIMIT:
        text = f"{text[: LIMIT // 2]}\n{text[-LIMIT // 2 :]}"
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LOOKALIKE))[: 2 * LIMIT]
        text = "".join(each if each.isascii() else " " for each in text if not unicodedata.combining(each))
    text = text.lower().replace("'", "").replace("`", "")
    bare = _bare(text)
    again = False
    if _MASK.search(text) and not all(each.isalpha() or each.isdigit() for each in bare):
        text, again = _MASKED.sub(lambda found: _unmasked(found[0], forms), text), True
    if any(map(text.__contains__, _THRICE)):
        text, again = _STRETCHED.sub(lambda found: _short(found[0], forms), text), True
    if len(bare & _ALONE) > 1:
        text, again = _SPACED.sub(lambda found: found[0][::2], text), True
    return Plain(text, _bare(text) if again else bare)


def _bare(text: str) -> frozenset[str]:
    return frozenset(_words(text))


def _words(text: str) -> list[str]:
    return text.translate(_PARTS).split()


def spoken(text: Plain, forms: Mapping[str, str]) -> Spoken:
    """The words in order, each as the tables know it. A word nobody listed stays as it is."""
    words: list[str] = []
    clauses = sentences = 0
    clause, sentence = True, False
    for each in _TOKEN.findall(text.text):
        if each[0] in _HARD:
            clause = True
            sentence = sentence or not each.startswith("..")
        elif each[0] in ',\n"()':
            clause = True
        else:
            if clause:
                clauses |= 1 << len(words)
                sentences |= sentence << len(words)
                clause = sentence = False
            words.append(forms.get(each, each))
    return Spoken(tuple(words), clauses, sentences | sentence << len(words))


class Turn:
    """One text of somebody, read at most once, however many texts it stands before. It lives as long as they do.

    `forms` is the same at every call: what `variants` made of the tables. Kept small: there are six for each couple.
    """

    __slots__ = ("_heard", "_known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._heard: tuple[str, ...] | None = None
        self._known = frozenset[str]()

    def heard(self, forms: Mapping[str, str]) -> tuple[str, ...]:
        """Its words in order, "" for each that the tables do not know."""
        if self._heard is None:
            self._heard = tuple([forms.get(word, "") for word in _words(plain(self.text, forms).text)])
            self._known = frozenset(self._heard).difference(("",))
        return self._heard

    def known(self, forms: Mapping[str, str]) -> frozenset[str]:
        """Its words that the tables know."""
        self.heard(forms)
        return self._known

    def spoken(self, forms: Mapping[str, str]) -> Spoken:
        """All its words, with where clauses and sentences begin. Asked for only where there may be a sign."""
        return spoken(plain(self.text, forms), forms)


def _unmasked(word: str, forms: Mapping[str, str]) -> str:
    """ "k1ll" as "kill"; a number stays one."""
    if word.isdigit() or word.isalpha() or word in forms:
        return word
    seen = [word.translate(mask) for mask in _MASKS]
    return next((each for each in seen if each in forms), word)


def _short(word: str, forms: Mapping[str, str]) -> str:
    """A stretched word at its usual length, where there is one."""
    return forms.get(_short_key(word), word)


def _short_key(word: str) -> str:
    return _SHORT + _REPEATED.sub(r"\1", word)


def variants(known: Iterable[str], forgiven: Iterable[str], ordinary: Iterable[str]) -> dict[str, str]:
    """Every form read as a listed word: itself, short, with a star, and for `forgiven` words with one letter wrong.

    `ordinary` words are never taken for a typo. The first letter is always believed.
    """
    known = sorted(set(known))
    forms: dict[str, str] = {}
    for word in sorted(set(forgiven)):
        forms |= dict.fromkeys(_one_off(word), word)
    for word in known:
        forms |= dict.fromkeys(_starred(word), word)
        forms[_short_key(word)] = word
    forms |= {word: word for word in known}
    for word in set(ordinary).difference(known):
        forms.pop(word, None)
    return forms


def _one_off(word: str) -> Iterable[str]:
    """One letter left out, too many, another, or two changed places. Not the first."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    for letter in _LETTERS:
        yield from (head + letter + tail for head, tail in cuts)
        yield from (head + letter + tail[1:] for head, tail in cuts if tail)


def _starred(word: str) -> Iterable[str]:
    """One letter masked with a star, or all between the first and the last."""
    if len(word) > 3:
        yield from (f"{word[:at]}*{word[at + 1 :]}" for at in range(1, len(word)))
        yield f"{word[0]}{'*' * (len(word) - 2)}{word[-1]}"
