"""The words of a listing: every fact in its row, with who says so and since when; and what nobody has said.

It must never turn silence into a no, never say that somebody works in a named way on the word of a survey, and never
hide that two sources differ. No requests, no writing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearken.directory.models import Listing
from hearken.directory.queries import Fact
from hearken.directory.vocabulary import may_name, vocabulary

from .listing_contact import number_text

_COST = frozenset({"free", "sliding-scale", "assistance"})
_VIDEO = frozenset({"video", "phone"})


@dataclass(frozen=True, slots=True)
class Row:
    """One question people have. `facets`, `terms`, `text` (a field): what answers it. `asked`: say where it is open."""

    key: str
    label: Promise
    facets: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()
    text: str = ""
    asked: bool = False


ROWS = (
    Row("approach", _("Kind of help"), ("approach",)),
    Row("level", _("How much care"), ("level",)),
    Row("who", _("Who it is for"), ("who", "age")),
    Row("only", _("Only for some"), ("only",)),
    Row("population", _("People it knows well"), ("population",)),
    Row("accepting", _("Taking new people"), text="accepting", asked=True),
    Row("cost", _("What it costs"), terms=_COST, text="cost", asked=True),
    Row("pay", _("Insurance and other ways to pay"), ("pay",), asked=True),
    Row("hours", _("When"), ("hours",), text="hours", asked=True),
    Row("video", _("By video or phone"), terms=_VIDEO, asked=True),
    Row("format", _("How you meet"), ("format",)),
    Row("language", _("Languages"), ("language",), asked=True),
    Row("access", _("Getting in by wheelchair"), ("access",), asked=True),
    Row("standing", _("Licence and accreditation"), ("standing",)),
    Row("amenity", _("What helps around it"), ("amenity",)),
    Row("kind", _("Who runs it"), ("kind",)),
    Row("street", _("Where"), text="street"),
    Row("phone", _("Phone"), text="phone"),
    Row("website", _("Website"), text="website"),
)
_BY_TERM = {term: row.key for row in ROWS for term in row.terms}
_BY_FACET = {facet: row.key for row in ROWS for facet in row.facets}
_BY_TEXT = {row.text: row.key for row in ROWS if row.text}


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says in one row. `parts`: labels or one text; `source`: who and since when."""

    parts: tuple[str, ...]
    source: str
    as_of: date
    older: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A row with its answers, newest first. None: nobody has said. `differ`: two sources say different things."""

    key: str
    label: str
    said: tuple[Said, ...]
    differ: bool = False
    asked: bool = False

    @property
    def text(self) -> str:
        """What is shown as true, in one line: for tables."""
        return ", ".join(part for each in self.said if not each.older for part in each.parts)


@dataclass(slots=True)
class _Pile:
    """Facts of one row while they are sorted."""

    said: dict[tuple[str, date], list[str]] = field(default_factory=dict)
    older: list[Said] = field(default_factory=list)
    differ: bool = False


def known(facts: Sequence[Fact], row: Listing) -> tuple[Known, ...]:
    """Every row that is known or asked about, in the order of ROWS."""
    hidden = ("street",) if row.confidential else ()
    left = [fact for fact in facts if may_be_said(fact) and fact.field not in hidden]
    left.sort(key=lambda fact: (-fact.as_of.toordinal(), fact.source.confidence == "survey", fact.source.key))
    piles: dict[str, _Pile] = {each.key: _Pile() for each in ROWS}
    names: dict[tuple[str, date], str] = {}
    for subject, several in _by_subject(left).items():
        key = _row_of(several[0])
        if key:
            _pile(piles[key], subject, several, holds=not several[0].term or several[0].term in row.terms.split())
            names |= {_source_key(fact): source_line(fact) for fact in several}
    return tuple(
        _row(each, piles[each.key], names)
        for each in ROWS
        if each.asked or piles[each.key].said or piles[each.key].older
    )


def may_be_said(fact: Fact) -> bool:
    """A named way of working is said by a provider, a certifier or the operator, or not at all."""
    return may_name(fact.term, fact.source.confidence)


def stated(facts: Sequence[Fact], row: Listing) -> frozenset[str]:
    """The terms that hold and that somebody has said, who can know. What only follows from them is not among them."""
    said = {fact.term for fact in facts if fact.term and fact.stance == "yes" and may_be_said(fact)}
    return frozenset(said & set(row.terms.split()))


def source_line(fact: Fact) -> str:
    """Who says so and since when, in a line. A survey is called one."""
    told = {"source": fact.source.name, "day": date_format(fact.as_of, "j M Y")}
    if fact.source.confidence == "survey":
        return gettext("%(source)s, %(day)s, yearly survey") % told
    return gettext("%(source)s, %(day)s") % told


def labels(terms: Iterable[str]) -> tuple[str, ...]:
    """Terms as people read them, in the order of the vocabulary, without those that another one already says."""
    known_terms, wanted = vocabulary().terms, set(terms)
    wider = {up for term in wanted if term in known_terms for up in _parents(term)}
    return tuple(gettext(known_terms[key].label) for key in known_terms if key in wanted - wider)


def _parents(term: str) -> Iterator[str]:
    above = vocabulary().terms[term].parent
    while above:
        yield above
        above = vocabulary().terms[above].parent


def _by_subject(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """What is told of -> everything told of it, newest first."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.term or fact.field, []).append(fact)
    return found


def _row_of(fact: Fact) -> str:
    if fact.term:
        term = vocabulary().terms.get(fact.term)
        return _BY_TERM.get(fact.term) or (_BY_FACET.get(term.facet, "") if term else "")
    return _BY_TEXT.get(fact.field, "") if fact.value else ""


def _pile(pile: _Pile, subject: str, several: list[Fact], *, holds: bool) -> None:
    """The newest word counts; an older one that says otherwise is shown after it. One source may say several things.

    `holds`: False where a wider no took the term away: its yes is an older word, too.
    """
    several = [fact for fact in several if fact.term or fact.value]  # a text that was emptied says nothing
    first = _source_key(several[0])
    newest = [fact for fact in several if _source_key(fact) == first and (holds or fact.stance == "no")]
    seen = {_sense(fact) for fact in newest}
    for fact in newest:
        words = _words(fact, subject)
        if words not in pile.said.setdefault(first, []):
            pile.said[first].append(words)
    for fact in several:
        if fact not in newest and _sense(fact) not in seen:
            seen.add(_sense(fact))
            pile.differ = True
            pile.older.append(Said((_as_text(fact),), source_line(fact), fact.as_of, older=True))


def _words(fact: Fact, subject: str) -> str:
    """A key for a term that is offered (labels come later), or words."""
    return subject if fact.term and fact.stance == "yes" else _as_text(fact)


def _as_text(fact: Fact) -> str:
    if not fact.term:
        return number_text(fact.value) if fact.field == "phone" else fact.value
    label = gettext(vocabulary().terms[fact.term].label)
    return label if fact.stance == "yes" else gettext("Not offered: %(what)s") % {"what": label}


def _sense(fact: Fact) -> str:
    """Two that share it say the same."""
    if fact.term:
        return fact.stance
    return _SENSE.get(fact.field, _plain)(fact.value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _site(text: str) -> str:
    return _plain(text).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


_SENSE: dict[str, Callable[[str], str]] = {"phone": _digits, "website": _site}


def _source_key(fact: Fact) -> tuple[str, date]:
    return fact.source.key, fact.as_of


def _row(row: Row, pile: _Pile, names: dict[tuple[str, date], str]) -> Known:
    said = [
        Said((*labels(parts), *(part for part in parts if part not in vocabulary().terms)), names[key], key[1])
        for key, parts in pile.said.items()
    ]
    newest_first = sorted([*said, *pile.older], key=lambda each: (each.older, -each.as_of.toordinal()))
    return Known(row.key, str(row.label), tuple(newest_first), pile.differ, row.asked)
