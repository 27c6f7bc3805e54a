"""What somebody looks for: from the address of the page to a question for the directory, and back to an address.

Everything comes from the address and goes back into it; nothing is kept. It must never refuse: what cannot be read is
left out, and a remark says so in words. It must never log or store what it reads (T40).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest

from hearken.core.text.fold import words as folded
from hearken.directory.asking import MOST_WORDS, PAGE, Near, Query, Sort
from hearken.directory.vocabulary import vocabulary
from hearken.lib import places
from hearken.lib.places import Ambiguous, Found, Kind

LONGEST = 200
WITHIN = (5, 10, 25, 50, 100)
USUAL = 25
CHECKED = (30, 90, 365)
MOST_PAGES = 100
_MOST_PARTS = 400
_MOST_CHARS = 8_000
_LONGEST_WORD = 40


class Said(Enum):
    """What had to be left out or read in another way."""

    CUT = "cut"
    MANY_WORDS = "many_words"
    LONG_WORD = "long_word"
    ONLY_SMALL = "only_small"
    NO_WORD = "no_word"
    UNKNOWN = "unknown"
    PADDED = "padded"
    ALIAS = "alias"
    NO_PLACE = "no_place"
    ASK_WHICH = "ask_which"
    NO_MAP = "no_map"
    STATE_ONLY = "state_only"
    STATE_VIDEO = "state_video"
    VIDEO_WHERE = "video_where"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell. detail: a part of what was typed, or a number, shown back on the page only.

    read_as: the name of the place it was taken for.
    """

    said: Said
    detail: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands in the address, tidied. within None: any distance. terms: keys of the vocabulary."""

    words: str = ""
    near: str = ""
    within: int | None = USUAL
    virtual: bool = False
    terms: frozenset[str] = frozenset()
    checked: int | None = None
    sort: Sort | None = None
    page: int = 1

    def anything(self) -> bool:
        return bool(self.words or self.near or self.virtual or self.terms or self.checked)

    def parts(self) -> list[tuple[str, str]]:
        """As pairs for an address, in one order, without what goes without saying."""
        found = [("q", self.words), ("near", self.near)]
        if self.within != USUAL:
            found.append(("within", str(self.within or "any")))
        found.append(("virtual", "1" if self.virtual else ""))
        found += [(term.facet, term.key) for term in vocabulary().terms.values() if term.key in self.terms]
        found += [("checked", str(self.checked or "")), ("sort", self.sort.value if self.sort else "")]
        found.append(("page", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in found if value]

    def query_string(self) -> str:
        parts = self.parts()
        return "?" + urlencode(parts) if parts else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish, where it is, what to say about it, and the question for the directory."""

    wish: Wish
    place: Found | Ambiguous | None
    remarks: tuple[Remark, ...]
    query: Query

    @property
    def near(self) -> Near | None:
        return self.query.near


def asked(request: HttpRequest, today: str) -> Asked:
    """The question in a request's address. today: an ISO day. Nothing in the address can make it fail."""
    return read(_parts(request.META.get("QUERY_STRING", "")), today)


def read(given: Mapping[str, list[str]], today: str) -> Asked:
    """The same from names and their values."""
    remarks: list[Remark] = []
    wish = Wish(
        words=_short(given, "q", LONGEST, remarks),
        near=_short(given, "near", places.LONGEST, remarks),
        within=_within(given),
        virtual=_last(given, "virtual") == "1",
        terms=_terms(given, remarks),
        checked=_number(given, "checked", CHECKED, remarks),
        sort=_sort(given),
        page=_page(given, remarks),
    )
    place = places.find(wish.near) if wish.near else None
    remarks += _about_place(wish, place)
    return Asked(wish, place, tuple(dict.fromkeys(remarks)), _query(wish, place, today))


def _query(wish: Wish, place: Found | Ambiguous | None, today: str) -> Query:
    held = vocabulary()
    terms: dict[str, frozenset[str]] = {}
    for key in wish.terms:
        facet = held.terms[key].facet
        terms[facet] = terms.get(facet, frozenset()) | {key}
    near = _near(wish, place)
    state = place.state if isinstance(place, Found) else ""
    alone = isinstance(place, Found) and place.kind is Kind.STATE
    sort = wish.sort or (Sort.RELEVANCE if wish.words or near is None else Sort.DISTANCE)
    return Query(
        words=_words(wish.words),
        near=near,
        virtual_in=state if wish.virtual else "",
        in_state=state if alone and not wish.virtual else "",
        terms=terms,
        without=frozenset(key for key, term in held.terms.items() if term.exclusive) - wish.terms,
        checked_within=wish.checked,
        today=today,
        sort=Sort.RELEVANCE if sort is Sort.DISTANCE and near is None else sort,
        first=(wish.page - 1) * PAGE,
    )


def further(found: Asked, page: int) -> Wish:
    """The same wish at another page."""
    return replace(found.wish, page=page)


def _parts(address: str) -> dict[str, list[str]]:
    """Names and values, bounded, broken signs replaced."""
    kept = "&".join(address[:_MOST_CHARS].split("&")[:_MOST_PARTS])
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(kept, keep_blank_values=False, errors="replace"):
        found.setdefault(name, []).append(value)
    return found


def _last(given: Mapping[str, list[str]], name: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in given.get(name, [""])[-1]).split())


def _short(given: Mapping[str, list[str]], name: str, most: int, remarks: list[Remark]) -> str:
    text = _last(given, name)
    if len(text) > most:
        remarks.append(Remark(Said.CUT, str(most)))
    if name == "q":
        remarks += _about_words(text[:most])
    return text[:most]


def _about_words(text: str) -> list[Remark]:
    found, remarks = _all_words(text), []
    if text and not found:
        remarks.append(Remark(Said.ONLY_SMALL if any(map(str.isalnum, text)) else Said.NO_WORD))
    if len(found) > MOST_WORDS:
        remarks.append(Remark(Said.MANY_WORDS, str(MOST_WORDS)))
    if any(len(word) > _LONGEST_WORD for word in text.split()):
        remarks.append(Remark(Said.LONG_WORD))
    return remarks


def _all_words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(text)))


def _words(text: str) -> tuple[str, ...]:
    return _all_words(text)[:MOST_WORDS]


def _within(given: Mapping[str, list[str]]) -> int | None:
    said = _last(given, "within")
    if said == "any":
        return None
    return int(said) if said in map(str, WITHIN) else USUAL


def _number(given: Mapping[str, list[str]], name: str, allowed: tuple[int, ...], remarks: list[Remark]) -> int | None:
    said = _last(given, name)
    if said and said not in map(str, allowed):
        remarks.append(Remark(Said.UNKNOWN, said[:_LONGEST_WORD]))
        return None
    return int(said) if said else None


def _sort(given: Mapping[str, list[str]]) -> Sort | None:
    try:
        return Sort(_last(given, "sort"))
    except ValueError:
        return None


def _page(given: Mapping[str, list[str]], remarks: list[Remark]) -> int:
    said = _last(given, "page")
    page = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 1
    if page > MOST_PAGES:
        remarks.append(Remark(Said.PAGE, str(MOST_PAGES * PAGE)))
    return min(max(page, 1), MOST_PAGES)


_OWN = frozenset({"q", "near", "within", "virtual", "checked", "sort", "page"})


def _terms(given: Mapping[str, list[str]], remarks: list[Remark]) -> frozenset[str]:
    """The choices that exist; a remark for each that does not, five at most."""
    held, found, strange = vocabulary(), set(), []
    for name, values in given.items():
        if name in _OWN:
            continue
        for value in values:
            term = held.terms.get(value)
            if term and term.facet == name:
                found.add(value)
            else:
                strange.append(value if name in held.facets else name)
    remarks += [Remark(Said.UNKNOWN, each[:_LONGEST_WORD]) for each in dict.fromkeys(strange)][:5]
    return frozenset(found)


def _about_place(wish: Wish, place: Found | Ambiguous | None) -> list[Remark]:
    remarks = []
    if wish.near and place is None:
        remarks.append(Remark(Said.NO_PLACE, wish.near))
    elif isinstance(place, Ambiguous):
        remarks.append(Remark(Said.ASK_WHICH, wish.near))
    elif isinstance(place, Found):
        if place.read_as:
            padded = place.kind is Kind.ZIP
            remarks.append(
                Remark(Said.PADDED, place.read_as) if padded else Remark(Said.ALIAS, wish.near, place.read_as)
            )
        if place.lat is None:
            remarks.append(Remark(Said.NO_MAP, place.label))
        elif place.kind is Kind.STATE:
            remarks.append(Remark(Said.STATE_VIDEO if wish.virtual else Said.STATE_ONLY, place.label))
    if wish.virtual and not (isinstance(place, Found) and place.state):
        remarks.append(Remark(Said.VIDEO_WHERE))
    return remarks


def _near(wish: Wish, place: Found | Ambiguous | None) -> Near | None:
    """Where to measure from. A state is too wide for that."""
    if not isinstance(place, Found) or place.kind is Kind.STATE or place.lat is None or place.lon is None:
        return None
    return Near(place.lat, place.lon, place.label, place.state, wish.within)
