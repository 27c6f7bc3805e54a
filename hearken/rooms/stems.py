"""The stems of each kind: the first words of a line, read from content/stems/<kind>.toml.

A kind's table in core says which stems it needs; a file with one too few or too many stops the start. This module must
never hold a sentence of its own, and never let a kind of dialogue appear without its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import pgettext

from hearken.core.dialogue import Do, Name
from hearken.core.dialogue.commands import PAYLOADS
from hearken.core.dialogue.kinds import KINDS
from hearken.core.dialogue.table import Kind
from hearken.lib.content import CONTENT, BadContent, only, read_toml

_ASKED_ELSEWHERE = frozenset({Name.REQUESTED, Name.PARKED})  # a topic and a private note have no stem
_FILE: dict[str, type] = {
    "name": str, "title": str, "about": str, "topics": list, "begin": list, "prompt": list, "stems": dict,
}  # fmt: skip
_PROMPT: dict[str, type] = dict.fromkeys(("key", "step", "stem", "short", "hint"), str)


@dataclass(frozen=True, slots=True)
class Line:
    """One ordered line: its label among the steps, its stem, the stem's short form afterwards, and a private hint."""

    key: str
    step: str
    stem: str
    short: str
    hint: str


@dataclass(frozen=True, slots=True)
class Stems:
    """What one kind says. `stems` by event name; `begin` are other ways to begin a free line."""

    kind: str
    name: str
    title: str
    about: str
    topics: tuple[str, ...]
    begin: tuple[str, ...]
    lines: tuple[Line, ...]
    stems: Mapping[str, str]

    def words(self) -> dict[str, Any]:
        """The same for a page, in the language of the moment. Message context: "stems.<kind>"."""

        def say(text: str) -> str:
            return pgettext(f"stems.{self.kind}", text) if text else ""

        return {
            "name": say(self.name),
            "title": say(self.title),
            "about": say(self.about),
            "topics": [say(each) for each in self.topics],
            "begin": [say(each) for each in self.begin],
            "lines": [
                {"key": line.key, "step": say(line.step), "stem": say(line.stem), "short": say(line.short),
                 "hint": say(line.hint)}
                for line in self.lines
            ],
            "stems": {key: say(text) for key, text in self.stems.items()},
            "heat": KINDS[self.kind].heat_limit is not None,
            "topic": KINDS[self.kind].topic_needed,
        }  # fmt: skip


def offered(reach: int) -> frozenset[str]:
    """The kinds of dialogue two people can ask for who go so far together; 0: what everybody can."""
    return frozenset(name for name, kind in KINDS.items() if kind.beyond <= reach)


def needed(kind: Kind) -> frozenset[str]:
    """Names of the stems a kind's rows ask for: one for every event that carries a written line."""
    names = {
        row.event.value
        for row in kind.rows
        if (text := PAYLOADS[row.do].text if row.do in PAYLOADS else None)
        and text.needed
        and row.event not in _ASKED_ELSEWHERE
    }
    if any(row.do is Do.PARTIAL for row in kind.rows):
        names.add(f"{Name.PARTLY_VALIDATED.value}_also")
    return frozenset(names - {Name.SENT.value} if kind.prompts else names)


def parse(kind: Kind, table: Mapping[str, Any]) -> Stems:
    """The stems of `kind` from the tables of its file. Raises BadContent."""
    where = f"stems/{kind.name}.toml"
    only(table, _FILE, frozenset(_FILE) - {"prompt"}, where)
    keys = needed(kind)
    only(table["stems"], dict.fromkeys(keys, str), keys, f"{where}, stems")
    lines = tuple(_line(row, f"{where}, prompt {number}") for number, row in enumerate(table.get("prompt", []), 1))
    if [line.key for line in lines] != [prompt.key for prompt in kind.prompts]:
        raise BadContent(f"{where}: the prompts are not those of the kind, in its order")
    for key in ("topics", "begin"):
        if not all(type(text) is str and text for text in table[key]):
            raise BadContent(f"{where}: {key} should hold texts")
    if not all(text for text in (table["name"], table["title"], table["about"], *table["stems"].values())):
        raise BadContent(f"{where}: an empty text")
    return Stems(
        kind.name,
        table["name"],
        table["title"],
        table["about"],
        tuple(table["topics"]),
        tuple(table["begin"]),
        lines,
        MappingProxyType(dict(table["stems"])),
    )


def _line(row: Any, where: str) -> Line:
    if type(row) is not dict:
        raise BadContent(f"{where}: should be a table")
    only(row, _PROMPT, frozenset(_PROMPT), where)
    if not (row["key"] and row["step"] and row["stem"]):
        raise BadContent(f"{where}: an empty text")
    return Line(**row)


@cache
def all_stems() -> Mapping[str, Stems]:
    """Every kind's stems, in the order the kinds are offered. Read once per process. Raises BadContent."""
    return MappingProxyType(
        {name: parse(kind, read_toml(CONTENT / "stems" / f"{name}.toml")) for name, kind in KINDS.items()}
    )
