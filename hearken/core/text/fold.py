"""Words as they are compared: the same fold for what a listing says and for what somebody asks.

Small letters, no accents, no plain plurals, no words that stand in every line. Folding what is folded changes nothing.
It must never guess at meaning: synonyms belong to the vocabulary.
"""

import re
import unicodedata

LONGEST = 40
STOP = frozenset("a an and are as at be by for from in is it of on or our the their to we with you your".split())  # noqa: SIM905
_RUN = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_KEPT_ENDS = ("ss", "us", "is")
_ES_ENDS = ("sses", "xes", "ches", "shes")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text in order, repeats kept, each at most 40 signs long."""
    found = (_single(run[:LONGEST]) for run in _RUN.findall(plain(text)))
    return tuple(word for word in found if word and word not in STOP)


def plain(text: str) -> str:
    """Small letters without accents and apostrophes; everything else as it stands."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.casefold())
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _APOSTROPHES.sub("", "".join(sign for sign in text if not unicodedata.combining(sign)))


def key(text: str) -> str:
    """A text as part of a key: its letters and digits in runs, nothing dropped."""
    return " ".join(_RUN.findall(plain(text)))


def _single(word: str) -> str:
    """couples -> couple, families -> family, boxes -> box. Short words and those ending in ss, us, is stay."""
    if word in STOP:
        return ""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_KEPT_ENDS):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_ES_ENDS) and len(word) > 4:
        return word[:-2]
    return word[:-1]
