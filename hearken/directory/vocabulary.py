"""The words of the directory: what can be said of a listing and asked for, read from content/directory/terms.toml.

It must never let a code pass in silence: each is mapped, ignored with a reason, or named as unknown. And it never makes
a wide term narrow: whoever offers couples therapy has not said Imago.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from hearken.lib.content import CONTENT, BadContent, only, read_toml

MOST_TERMS = 192
SAMHSA = "samhsa"
OWN = "terms"
"""The scheme of files that use our own keys."""
_TERM: dict[str, type] = {
    "label": str,
    "parent": str,
    "implies": list,
    "codes": list,
    "fallback": list,
    "synonyms": list,
    "exclusive": bool,
}


NAMED = frozenset({"imago", "gottman", "eft-couples"})
"""Ways of working that people look for by name. No survey asks about them."""
_MAY_NAME = frozenset({"provider", "certifier", "operator"})


def may_name(term: str, confidence: str) -> bool:
    """A source of this confidence may say this term: named ways are a provider, certifier or operator's to say."""
    return term not in NAMED or confidence in _MAY_NAME


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that can be said. parent, implies: keys that follow from it. codes, fallback: SAMHSA codes."""

    key: str
    facet: str
    label: str
    parent: str = ""
    implies: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    exclusive: bool = False
    fallback: tuple[str, ...] = ()


class Vocabulary:
    """All terms. facets: key -> label, in the order people are asked; terms: key -> Term, in bit order."""

    def __init__(self, facets: Mapping[str, str], terms: Iterable[Term], ignored: Mapping[str, Mapping[str, str]]):
        self.facets: Mapping[str, str] = MappingProxyType(dict(facets))
        self.terms: Mapping[str, Term] = MappingProxyType({term.key: term for term in terms})
        self.ignored: Mapping[str, Mapping[str, str]] = MappingProxyType(dict(ignored))
        self._bits = {key: bit for bit, key in enumerate(self.terms)}
        self._above = {key: self._follow(key) for key in self.terms}
        self._by_code: dict[str, dict[str, tuple[str, ...]]] = {OWN: {key: (key,) for key in self.terms}, SAMHSA: {}}
        self._by_fallback: dict[tuple[str, str], tuple[str, ...]] = {}
        for term in self.terms.values():
            for code in term.codes:
                self._by_code[SAMHSA][code] = (*self._by_code[SAMHSA].get(code, ()), term.key)
            for code in term.fallback:
                self._by_fallback[SAMHSA, code] = (*self._by_fallback.get((SAMHSA, code), ()), term.key)

    def index(self, key: str) -> int:
        """The bit of a term. Raises KeyError."""
        return self._bits[key]

    def of_facet(self, facet: str) -> tuple[Term, ...]:
        """The terms of one facet in file order."""
        return tuple(term for term in self.terms.values() if term.facet == facet)

    def closure(self, keys: Iterable[str]) -> frozenset[str]:
        """The terms and all that follow from them. Raises KeyError for one that is not in the file."""
        return frozenset().union(*(self._above[key] for key in keys))

    def from_codes(self, scheme: str, codes: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
        """(terms, closed; codes nobody knows, each once, in order)."""
        found, unknown = self.said_by(scheme, codes)
        return self.closure(found), unknown

    def said_by(self, scheme: str, codes: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
        """As from_codes, without what follows: the very terms that were said."""
        table = self._by_code.get(scheme, {})
        passed: Mapping[str, str] = self.ignored.get(scheme, {})
        found: set[str] = set()
        later: set[str] = set()
        unknown: dict[str, None] = {}
        for code in codes:
            said, otherwise = table.get(code, ()), self._by_fallback.get((scheme, code), ())
            found.update(said)
            later.update(otherwise)
            if not said and not otherwise and code not in passed:
                unknown[code] = None
        if later:
            known = {self.terms[key].facet for key in found}
            found.update(key for key in later if self.terms[key].facet not in known)
        return frozenset(found), tuple(unknown)

    def codes_of(self, key: str) -> tuple[tuple[str, str], ...]:
        """Every (scheme, code) that says this very term, not a narrower one."""
        term = self.terms[key]
        return ((OWN, key), *((SAMHSA, code) for code in (*term.codes, *term.fallback)))

    def _follow(self, key: str) -> frozenset[str]:
        seen: set[str] = set()
        left = [key]
        while left:
            now = left.pop()
            if now not in seen:
                seen.add(now)
                term = self.terms[now]
                left += [each for each in (term.parent, *term.implies) if each]
        return frozenset(seen)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once per process. Raises BadContent."""
    return parse(read_toml(CONTENT / "directory" / "terms.toml"))


def parse(table: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary from its file's tables. Raises BadContent."""
    only(table, {"facets": dict, "ignored": dict}, frozenset({"facets", "ignored"}), "terms.toml")
    facets: dict[str, str] = {}
    terms: dict[str, Term] = {}
    for facet, inside in table["facets"].items():
        only(inside, {"label": str, "terms": dict}, frozenset({"label", "terms"}), f"terms.toml, {facet}")
        facets[facet] = inside["label"]
        for key, row in inside["terms"].items():
            if key in terms:
                raise BadContent(f"terms.toml: {key} stands there twice")
            terms[key] = _term(facet, key, row)
    _check(terms, table["ignored"])
    return Vocabulary(facets, terms.values(), table["ignored"])


def _term(facet: str, key: str, row: Mapping[str, Any]) -> Term:
    only(row, _TERM, frozenset({"label"}), f"terms.toml, {key}")
    lists = {name: tuple(row.get(name, ())) for name in ("implies", "codes", "fallback", "synonyms")}
    return Term(
        key=key,
        facet=facet,
        label=row["label"],
        parent=row.get("parent", ""),
        exclusive=row.get("exclusive", False),
        **lists,
    )


def _check(terms: Mapping[str, Term], ignored: Mapping[str, Mapping[str, str]]) -> None:
    """Every parent exists, there is room in the bits, no code is both said and ignored."""
    for term in terms.values():
        for other in (term.parent, *term.implies):
            if other and other not in terms:
                raise BadContent(f"terms.toml, {term.key}: {other} is no term")
        if both := set(term.codes) & set(ignored.get(SAMHSA, {})):
            raise BadContent(f"terms.toml, {term.key}: {min(both)} is ignored too")
    if len(terms) > MOST_TERMS:
        raise BadContent(f"terms.toml: {len(terms)} terms, at most {MOST_TERMS} fit")
