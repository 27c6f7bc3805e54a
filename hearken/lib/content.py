"""Words and tables that are content, not code: read from hearken/content, checked whole, held in memory.

Crisis cards may also lie in the home folder, where whoever runs the server puts their own. It must never guess: an
unknown key, a missing key or a wrong type stops the start with the file's name, because a crisis card with a silent gap
is worse than none. It knows files and shapes, not sentences: what a person reads is put together in the web app.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from hearken.lib import env

CONTENT = Path(__file__).resolve().parent.parent / "content"
OLD_AFTER = 12
"""Months after which the numbers of a card are called old."""

_NUMBER = re.compile(r"[0-9][0-9 \-]{1,18}")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_WORD = re.compile(r"[A-Z]{2,12}")
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NAME_CHARS = 60


_Kind = TypeVar("_Kind", bound=Enum)


class BadContent(ValueError):
    """A content file does not have the shape the code expects. The message names the file and the key."""


class Need(Enum):
    """What a line on the crisis card is for, in the order the card shows them."""

    DANGER = "danger"
    PARTNER = "partner"
    SUICIDE = "suicide"
    SUBSTANCES = "substances"


class Audience(Enum):
    """Whom a line says it serves."""

    EVERYONE = "everyone"
    WOMEN = "women"
    MEN = "men"


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach help.

    call: numbers as people write them; text: a number for messages, with `word` to send when one is asked for;
    tty: for a text telephone; silent: keys to press when one cannot speak; web: a host name, no scheme.
    source: where the number was read. confirmed: True only if it was read in that public source; False if it is
    carried from general knowledge and nobody has looked it up yet.
    """

    need: Need
    source: str
    confirmed: bool
    service: str = ""
    audience: Audience = Audience.EVERYONE
    call: tuple[str, ...] = ()
    text: str = ""
    word: str = ""
    tty: str = ""
    chat: bool = False
    silent: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class CrisisCard:
    """Help numbers of one country. `gathered` is the first day of the month they were gathered in.

    own: it comes from the home folder, not with the program.
    """

    country: str
    name: str
    gathered: date
    lines: tuple[Line, ...]
    own: bool = False

    def is_old(self, today: date) -> bool:
        """More than twelve whole months have passed since the month they were gathered in."""
        months = (today.year - self.gathered.year) * 12 + today.month - self.gathered.month
        return months > OLD_AFTER

    def of(self, need: Need) -> tuple[Line, ...]:
        """The lines for one need, in file order."""
        return tuple(line for line in self.lines if line.need is need)


def read_toml(path: Path) -> dict[str, Any]:
    """The file as plain tables. Raises BadContent where it is missing or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadContent(f"{path.name}: not TOML ({error})") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"{path.name}: {type(error).__name__}") from error


def only(table: Mapping[str, Any], shape: Mapping[str, type], required: frozenset[str], where: str) -> None:
    """Check the keys and types of one table: no unknown key, none missing, none of another type."""
    if unknown := set(table) - set(shape):
        raise BadContent(f"{where}: unknown key {min(unknown)!r}")
    if missing := required - set(table):
        raise BadContent(f"{where}: missing key {min(missing)!r}")
    for key, value in table.items():
        if type(value) is not shape[key]:
            raise BadContent(f"{where}: {key} should be a {shape[key].__name__}")


_CARD: dict[str, type] = {"name": str, "gathered": str, "line": list}
_LINE: dict[str, type] = {
    "need": str,
    "service": str,
    "audience": str,
    "call": list,
    "text": str,
    "word": str,
    "tty": str,
    "chat": bool,
    "silent": str,
    "web": str,
    "from": str,
    "confirmed": bool,
}


def parse_card(country: str, table: Mapping[str, Any], *, own: bool = False) -> CrisisCard:
    """A crisis card from the tables of its file. Raises BadContent; every need has at least one line."""
    where = f"crisis/{country}.toml"
    if not _COUNTRY.fullmatch(country):
        raise BadContent(f"{where}: the file name should be two capital letters")
    only(table, _CARD, frozenset(_CARD), where)
    if not 1 <= len(table["name"].strip()) <= _NAME_CHARS:
        raise BadContent(f"{where}: name should have 1 to {_NAME_CHARS} letters")
    month = _MONTH.fullmatch(table["gathered"])
    if month is None:
        raise BadContent(f"{where}: gathered should be a month such as 2026-11")
    lines = tuple(_line(row, f"{where}, line {number}") for number, row in enumerate(table["line"], 1))
    for need in Need:
        if not any(line.need is need for line in lines):
            raise BadContent(f"{where}: no line for {need.value}")
    return CrisisCard(country, table["name"], date(int(month[1]), int(month[2]), 1), lines, own)


def _line(row: Any, where: str) -> Line:
    if type(row) is not dict:
        raise BadContent(f"{where}: should be a table")
    only(row, _LINE, frozenset({"need", "from", "confirmed"}), where)
    need, audience = _one(Need, row, "need", where), _one(Audience, row, "audience", where)
    fields = {key: value for key, value in row.items() if key not in {"need", "audience", "from", "call"}}
    line = Line(need=need, audience=audience, source=row["from"], call=_numbers(row, where), **fields)
    _reachable(line, where)
    return line


def _one(kind: type[_Kind], row: Mapping[str, Any], key: str, where: str) -> _Kind:
    """The member that a key names; the first one where it is not there."""
    for each in kind:
        if row.get(key, next(iter(kind)).value) == each.value:
            return each
    raise BadContent(f"{where}: unknown {key}, not one of {', '.join(str(each.value) for each in kind)}")


def _numbers(row: Mapping[str, Any], where: str) -> tuple[str, ...]:
    if not all(type(number) is str for number in row.get("call", [])):
        raise BadContent(f"{where}: call should hold texts")
    return tuple(row.get("call", []))


def _reachable(line: Line, where: str) -> None:
    for key, numbers in (("call", line.call), ("text", (line.text,)), ("tty", (line.tty,)), ("silent", (line.silent,))):
        if any(number and not _NUMBER.fullmatch(number) for number in numbers) or "" in line.call:
            raise BadContent(f"{where}: {key} is not a number that can be dialled")
    if line.web and not _HOST.fullmatch(line.web):
        raise BadContent(f"{where}: web should be a host name")
    if line.word and not (line.text and _WORD.fullmatch(line.word)):
        raise BadContent(f"{where}: word should be capitals and go with text")
    if not (line.call or line.text or line.web):
        raise BadContent(f"{where}: no way to reach it")
    if not line.source:
        raise BadContent(f"{where}: from is empty")


@cache
def crisis_cards() -> Mapping[str, CrisisCard]:
    """All cards by country code, sorted by the country's name. Read once per process. Raises BadContent."""
    return read_cards(env.home() / "crisis")


def read_cards(home: Path) -> Mapping[str, CrisisCard]:
    """Our cards, with those of the folder `home` in their place or beside them. Raises BadContent."""
    cards = {path.stem: parse_card(path.stem, read_toml(path)) for path in (CONTENT / "crisis").glob("*.toml")}
    for path in _files(home):
        if path.suffix != ".toml":
            raise BadContent(f"crisis/{path.name}: a card is a file such as UK.toml")
        cards[path.stem] = parse_card(path.stem, read_toml(path), own=True)
    if not cards:
        raise BadContent("crisis: no card at all")
    names: dict[str, str] = {}
    for card in cards.values():
        if (first := names.setdefault(card.name, card.country)) != card.country:
            raise BadContent(f"crisis/{card.country}.toml: {first}.toml has the same name")
    return MappingProxyType({card.country: card for card in sorted(cards.values(), key=lambda card: card.name)})


def _files(home: Path) -> list[Path]:
    """What lies in the folder, without the hidden files that editors leave behind."""
    try:
        return sorted(path for path in home.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadContent(f"{home.name}: {type(error).__name__}") from error
