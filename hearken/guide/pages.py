"""The pages of the guide: content/guide/<slug>.md, read once, checked whole, held in memory.

A file is tables between two lines of +++ (who it is for, its sources, questions and answers) and a body in Markdown. A
claim without a source, a source nobody names or a page without a day on which it was checked stops the start with the
file's name: what people read about their care is not guessed at. It must never look into a database or at a request.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.safestring import SafeString

from hearken.lib.content import CONTENT, BadContent, only

from . import markup
from .markup import Margin, Section

FOLDER = CONTENT / "guide"
LEAST_ASKS, MOST_ASKS = 3, 8
OURS = ("short", "asked", "sources", "find", "main", "ask")
"""Ids the page itself uses; no section may take one."""

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,40}")
_KEY = re.compile(r"[a-z][a-z0-9-]{1,40}")
_TITLE_CHARS, _LEAD_CHARS = 80, 240
_FENCE = "+++"
_HEAD: dict[str, type] = {
    "title": str, "lead": str, "kind": str, "approach": str, "facet": str, "finds": str,
    "checked": date, "by": str,
    "overview": list, "asks": list, "sources": dict, "faq": list,
}  # fmt: skip
_NEEDED = frozenset({"title", "lead", "kind", "checked", "by", "asks", "sources"})
_SOURCE: dict[str, type] = {"title": str, "where": str, "year": int, "url": str, "general": bool}
_ANSWER: dict[str, type] = {"question": str, "answer": str}


class Kind(Enum):
    """What a page is about, in the order the list shows them."""

    THERAPY = "therapy"
    NEIGHBOUR = "neighbour"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from. general: common knowledge of the field that nobody looked up yet; it says so."""

    key: str
    number: int
    title: str
    where: str
    year: int
    url: str = ""
    general: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the overview."""

    label: str
    html: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question people ask, and the answer as HTML and as the same words."""

    question: str
    html: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown.

    approach, facet: the term of the directory's vocabulary that finds what the page is about ("" where none does).
    finds: what that term says, where it is wider than the page.
    checked: the day its claims were last held against their sources. by: who of the field read it; "" for nobody yet.
    asks: questions in people's own words that this page answers, for finding it. sources: in the order of their marks.
    """

    slug: str
    title: str
    lead: str
    kind: Kind
    approach: str
    facet: str
    finds: str
    checked: date
    by: str
    overview: tuple[Fact, ...]
    asks: tuple[str, ...]
    sections: tuple[Section, ...]
    faq: tuple[Answer, ...]
    sources: tuple[Source, ...]


@cache
def pages() -> Mapping[str, Page]:
    """Every page by slug: by kind, then by title. Read once per process. Raises BadContent."""
    return read_pages(FOLDER)


def read_pages(folder: Path, today: date | None = None) -> Mapping[str, Page]:
    """The pages of a folder. Raises BadContent.

    today: no page may be checked after it. Left out where the program runs: a wrong clock would take the guide away.
    """
    found = [parse(path.stem, _read(path), today) for path in sorted(folder.glob("*.md"))]
    if not found:
        raise BadContent("guide: no page at all")
    titles: dict[str, str] = {}
    for page in found:
        if (first := titles.setdefault(page.title.casefold(), page.slug)) != page.slug:
            raise BadContent(f"guide/{page.slug}.md: {first}.md has the same title")
    order = list(Kind)
    found.sort(key=lambda page: (order.index(page.kind), page.title.casefold()))
    return MappingProxyType({page.slug: page for page in found})


def parse(slug: str, written: str, today: date | None = None) -> Page:
    """One page from the text of its file. Raises BadContent."""
    where = f"guide/{slug}.md"
    if not _SLUG.fullmatch(slug):
        raise BadContent(f"{where}: the file name should be small letters and dashes")
    head, body = _split(written, where)
    only(head, _HEAD, _NEEDED, where)
    _plain(head, where)
    if today and head["checked"] > today:
        raise BadContent(f"{where}: checked lies in the future")
    rows = _rows_of_sources(head["sources"], where)
    margin = Margin({key: row.get("url", "") for key, row in rows.items()})
    overview = tuple(_fact(row, margin, where) for row in head.get("overview", []))
    sections = markup.sections(body, margin, where)
    faq = tuple(_answer(row, margin, where) for row in head.get("faq", []))
    _linked(sections, margin, where)
    return Page(
        slug=slug, title=head["title"], lead=head["lead"], kind=_kind(head, where), checked=head["checked"],
        approach=head.get("approach", ""), facet=head.get("facet", "approach"), finds=head.get("finds", ""),
        by=head["by"],
        overview=overview, asks=_asks(head["asks"], where), sections=sections, faq=faq,
        sources=_sources(rows, margin, where),
    )  # fmt: skip


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"guide/{path.name}: {type(error).__name__}") from error


def _split(written: str, where: str) -> tuple[dict[str, Any], str]:
    parts = re.split(rf"^{re.escape(_FENCE)}\n", written, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0]:
        raise BadContent(f"{where}: should begin with tables between two lines of {_FENCE}")
    if not parts[2].strip():
        raise BadContent(f"{where}: nothing after the tables")
    try:
        return tomllib.loads(parts[1]), parts[2]
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{where}: not TOML ({error})") from error


def _plain(head: Mapping[str, Any], where: str) -> None:
    """Title, lead and terms are plain, whole and not too long."""
    for key, most in (("title", _TITLE_CHARS), ("lead", _LEAD_CHARS)):
        if not 1 <= len(head[key].strip()) <= most or re.search(r"[<>\n*\[]", head[key]):
            raise BadContent(f"{where}: {key} should be 1 to {most} plain letters")
    for key in ("approach", "facet"):
        if key in head and not _KEY.fullmatch(head[key]):
            raise BadContent(f"{where}: {key} should be a key of the vocabulary")


def _kind(head: Mapping[str, Any], where: str) -> Kind:
    for kind in Kind:
        if head["kind"] == kind.value:
            if kind is Kind.THERAPY and "approach" not in head:
                raise BadContent(f"{where}: missing key 'approach'")
            return kind
    raise BadContent(f"{where}: unknown kind, not one of {', '.join(kind.value for kind in Kind)}")


def _asks(asks: Sequence[Any], where: str) -> tuple[str, ...]:
    if not LEAST_ASKS <= len(asks) <= MOST_ASKS:
        raise BadContent(f"{where}: asks should hold {LEAST_ASKS} to {MOST_ASKS} questions")
    if not all(type(ask) is str and ask.endswith("?") for ask in asks) or len(set(asks)) != len(asks):
        raise BadContent(f"{where}: asks should hold questions, each once")
    return tuple(asks)


def _fact(row: Any, margin: Margin, where: str) -> Fact:
    if type(row) is not list or len(row) != 2 or not all(type(each) is str and each.strip() for each in row):
        raise BadContent(f"{where}: overview should hold pairs of a label and what it says")
    return Fact(row[0], *markup.line(row[1], margin, f"{where}, {row[0]}"))


def _answer(row: Any, margin: Margin, where: str) -> Answer:
    if type(row) is not dict:
        raise BadContent(f"{where}: faq should hold tables")
    only(row, _ANSWER, frozenset(_ANSWER), f"{where}, faq")
    if not row["question"].endswith("?") or not row["answer"].strip():
        raise BadContent(f"{where}, faq: a question ends with a question mark, and has an answer")
    return Answer(row["question"], *markup.block(row["answer"], margin, f"{where}, {row['question']}"))


def _rows_of_sources(table: Mapping[str, Any], where: str) -> Mapping[str, Mapping[str, Any]]:
    for key, row in table.items():
        here = f"{where}, source {key}"
        if not _KEY.fullmatch(key) or type(row) is not dict:
            raise BadContent(f"{here}: should be a table with a name of small letters")
        general = row.get("general", False)
        only(row, _SOURCE, frozenset({"general"} if general else {"title", "where", "year"}), here)
        if general and len(row) > 1:
            raise BadContent(f"{here}: general knowledge has no title, place, year or address")
        if not general and not (row["title"].strip() and row["where"].strip() and 1900 <= row["year"] <= 2100):
            raise BadContent(f"{here}: title, where and year should say where it was read")
        if row.get("url") is not None and not re.fullmatch(r"https://[a-z0-9.-]+/[^\s<>\"'`]*", row["url"]):
            raise BadContent(f"{here}: url should be an https address")
    return table


def _sources(rows: Mapping[str, Mapping[str, Any]], margin: Margin, where: str) -> tuple[Source, ...]:
    if unused := set(rows) - set(margin.numbers):
        raise BadContent(f"{where}: nothing is marked with the source {min(unused)!r}")
    if not margin.numbers:
        raise BadContent(f"{where}: no claim has a source")
    return tuple(
        Source(
            key=key, number=number, title=rows[key].get("title", ""), where=rows[key].get("where", ""),
            year=rows[key].get("year", 0), url=rows[key].get("url", ""), general=rows[key].get("general", False),
        )
        for key, number in margin.numbers.items()
    )  # fmt: skip


def _linked(sections: Sequence[Section], margin: Margin, where: str) -> None:
    """Ids are given once and are none of the page's own; links within the page lead somewhere."""
    ids = [section.id for section in sections if section.id]
    for each in ids:
        if each in OURS or each.startswith("source-") or ids.count(each) > 1:
            raise BadContent(f"{where}: the id {each!r} is taken")
    if lost := set(margin.links) - set(ids) - set(OURS):
        raise BadContent(f"{where}: no section #{min(lost)}")
