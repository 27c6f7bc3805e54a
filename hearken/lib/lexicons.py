"""Lists of words and phrases that are content: read from hearken/content/lexicons, checked whole, held in memory.

It must never guess: a phrase it cannot read stops the start with the file's name, because a gap in the words for danger
would be seen by nobody.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from hearken.core.safety.crisis import About, Level, Lexicon, Sign, Table, lexicon
from hearken.lib.content import CONTENT, BadContent, only, read_toml

LANGUAGES = ("en", "es")

_LISTS = ("common", "forgiven", "ordinary")
_PHRASES = ("idioms", "then", "tales", "now")
_FILE: dict[str, type] = {"words": dict, **dict.fromkeys(_LISTS, str), **dict.fromkeys(_PHRASES, list), "sign": list}
_SIGN: dict[str, type] = {"about": str, "level": int, "kind": str, "say": list}


def parse(name: str, table: Mapping[str, Any]) -> Table:
    """One language from the tables of its file. Raises BadContent."""
    where = f"lexicons/{name}"
    only(table, _FILE, frozenset(_FILE), where)
    only(table["words"], dict.fromkeys(table["words"], str), frozenset({"NO"}), f"{where}, words")
    for key in _PHRASES:
        _texts(table[key], f"{where}, {key}")
    return Table(
        lists={key: text.split() for key, text in table["words"].items()},
        signs=tuple(_sign(row, f"{where}, sign {number}") for number, row in enumerate(table["sign"], 1)),
        **{key: table[key].split() for key in _LISTS},
        **{key: tuple(table[key]) for key in _PHRASES},
    )


def _sign(row: Any, where: str) -> tuple[Sign, tuple[str, ...]]:
    if type(row) is not dict:
        raise BadContent(f"{where}: should be a table")
    only(row, _SIGN, frozenset(_SIGN) - {"kind"}, where)
    _texts(row["say"], where)
    try:
        about, level = About(row["about"]), Level(row["level"])
    except ValueError as error:
        raise BadContent(f"{where}: unknown about or level") from error
    if level is Level.NONE or (level is Level.TAKE_OVER and "kind" in row):
        raise BadContent(f"{where}: a sign has a level, and a kind only at level 1")
    return Sign(about, level, row.get("kind", "")), tuple(row["say"])


def _texts(rows: Any, where: str) -> None:
    if not rows or not all(type(each) is str for each in rows):
        raise BadContent(f"{where}: should hold texts")


def together(files: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """The lexicon of several files' tables, by their names. Raises BadContent."""
    tables = [parse(name, table) for name, table in files.items()]
    try:
        return lexicon(tables)
    except ValueError as error:
        raise BadContent(f"lexicons/{', '.join(files)}: {error}") from error


@cache
def crisis() -> Lexicon:
    """Words that may mean danger, in every language. Read once per process. Raises BadContent."""
    names = [f"crisis.{language}.toml" for language in LANGUAGES]
    return together({name: read_toml(CONTENT / "lexicons" / name) for name in names})
