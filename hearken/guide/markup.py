"""Markdown of the guide -> HTML that is safe to show as it is, and the same as plain text.

A handful of marks and no more: sections, paragraphs, lists, strong, a quieter line (*so*), a boxed note (>), links, a
mark for a source ([^key]) and a place for a figure (![](figure:name)). It must never let markup of its author's
through, and never a link to anywhere but our own paths, this page and the sources the page names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from hearken.lib.content import BadContent

FIGURES = frozenset({"overview", "sessions"})
MARK_LABEL = "Source"
"""Said before the number of a mark. In the language of the content, as the rest of its HTML."""

_JOINED = "\u2060"  # a word joiner: the mark stays on the line of its word
_MARK = re.compile(r"\[\^([a-z0-9-]+)\]")
_ANCHOR = re.compile(r"(.*\S)\s*\{#([a-z][a-z0-9-]*)\}")
_OWN = re.compile(r"/(?!/)[a-z0-9/_-]*(\?[a-z]+=[a-z0-9-]+)?(#[a-z0-9-]+)?")
_LEFT_OVER = re.compile(r"<|\]\(|\[\^|://|\{#|^\||\*|`")
_RULES = ("heading", "list", "blockquote", "emphasis", "link", "image", "escape", "newline")


@dataclass(slots=True)
class Margin:
    """What one page gathers while it is read: its sources by key -> address, the order of the marks, links within."""

    sources: Mapping[str, str]
    numbers: dict[str, int] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)

    def number(self, key: str, where: str) -> int:
        """The number of this source, in the order they are first marked. Raises BadContent for an unknown one."""
        if key not in self.sources:
            raise BadContent(f"{where}: no source called {key!r}")
        return self.numbers.setdefault(key, len(self.numbers) + 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of HTML, or the name of a figure."""

    html: str = ""
    figure: str = ""

    @property
    def template(self) -> str:
        """Where the figure is drawn."""
        return f"guide/figure_{self.figure}.html"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. `text`: the same words without marks, paragraphs apart by a line."""

    id: str
    title: str
    pieces: tuple[Piece, ...]
    text: str


def sections(source: str, margin: Margin, where: str) -> tuple[Section, ...]:
    """The sections of a page's body. What stands before the first heading has neither id nor title."""
    tokens = _parsed(source, margin, where)
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    bounds = [0, *starts, len(tokens)]
    parts = [tokens[first:last] for first, last in pairwise(bounds) if last > first]
    return tuple(_section(part, margin, where) for part in parts)


def block(source: str, margin: Margin, where: str) -> tuple[SafeString, str]:
    """An answer: HTML and text. Paragraphs and lists; no heading."""
    tokens = _parsed(source, margin, where)
    if any(token.type == "heading_open" or _figure(token) for token in tokens):
        raise BadContent(f"{where}: a heading or a figure does not belong here")
    return _html(tokens), _text(tokens)


def line(source: str, margin: Margin, where: str) -> tuple[SafeString, str]:
    """One line without a paragraph around it: HTML and text."""
    tokens = _parsed(source, margin, where)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"] or _figure(tokens[1]):
        raise BadContent(f"{where}: should be one line")
    return _html(tokens[1:2]), _text(tokens)


def _section(tokens: Sequence[Token], margin: Margin, where: str) -> Section:
    title, anchor = "", ""
    if tokens[0].type == "heading_open" and tokens[0].tag == "h2":
        title, anchor = _heading(tokens[1].content, where)
        tokens = tokens[3:]
    if not tokens:
        raise BadContent(f"{where}: nothing under {title!r}")
    return Section(anchor, title, tuple(_pieces(tokens)), _text(tokens))


def _heading(written: str, where: str) -> tuple[str, str]:
    found = _ANCHOR.fullmatch(written)
    if found is None or "[" in written or "*" in written:
        raise BadContent(f"{where}: a heading should be plain and end with its id, as in: The idea {{#idea}}")
    return found[1], found[2]


def _pieces(tokens: Sequence[Token]) -> Iterable[Piece]:
    run: list[Token] = []
    for at, token in enumerate(tokens):
        if name := _figure(token):
            yield from _run(run[:-1])  # without the paragraph's start, which the run ends with
            yield Piece(figure=name)
            run = []
        elif not (token.type == "paragraph_close" and at and _figure(tokens[at - 1])):
            run.append(token)
    yield from _run(run)


def _run(tokens: Sequence[Token]) -> Iterable[Piece]:
    if tokens:
        yield Piece(html=_html(tokens))


def _figure(token: Token) -> str:
    if token.type == "inline" and [each.type for each in token.children or ()] == ["image"]:
        return str((token.children or [])[0].attrGet("src")).removeprefix("figure:")
    return ""


# Reading: parse, then look at every token once.


def _parsed(source: str, margin: Margin, where: str) -> list[Token]:
    tokens = _MARKDOWN.parse(source)
    heading = ""
    for token in tokens:
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        if heading not in ("", "h2", "h3"):
            raise BadContent(f"{where}: only headings with ## and ###")
        for child in token.children or () if heading != "h2" else ():
            _judge(child, margin, where, alone=len(token.children or ()) == 1 and token.level == 1)
    return tokens


def _judge(token: Token, margin: Margin, where: str, *, alone: bool) -> None:
    if token.type == "mark":
        token.meta["number"] = margin.number(token.meta["key"], where)
    elif token.type == "link_open":
        _link(str(token.attrGet("href")), margin, where)
    elif token.type == "image":
        kind, _, name = str(token.attrGet("src")).partition(":")
        if not alone or kind != "figure" or name not in FIGURES:
            raise BadContent(f"{where}: no figure {name!r}; one stands alone, as in: ![](figure:overview)")
    elif token.type == "text" and (found := _LEFT_OVER.search(token.content)):
        raise BadContent(f"{where}: {found[0]!r} is not a mark of the guide: {token.content[:60]!r}")


def _link(href: str, margin: Margin, where: str) -> None:
    if href.startswith("#"):
        margin.links.append(href[1:])
    elif not _OWN.fullmatch(href) and href not in margin.sources.values():
        raise BadContent(f"{where}: {href!r} is neither a path of ours nor a source of this page")


# Writing.


def _html(tokens: Sequence[Token]) -> SafeString:
    return SafeString(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _text(tokens: Sequence[Token]) -> str:
    """The words as they are seen, without marks: blocks apart by a line."""
    return "\n".join(said for token in tokens if token.type == "inline" and (said := _said(token)))


def _said(token: Token) -> str:
    kept = (each for each in token.children or () if each.type in ("text", "softbreak"))
    said = "".join(each.content or " " for each in kept)
    return re.sub(r"\s+([.,;:?])", r"\1", re.sub(r"\s+", " ", said)).strip()


def _mark(state: StateInline, silent: bool) -> bool:
    """[^key]: a mark for a source."""
    found = _MARK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("mark", "sup", 0).meta = {"key": found[1]}
    state.pos = found.end()
    return True


def _show_mark(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    key, number = tokens[at].meta["key"], tokens[at].meta["number"]
    link = f'<a href="#source-{escape(key)}" aria-label="{MARK_LABEL} {number}">[{number}]</a>'
    return f'{_JOINED}<sup class="mark">{link}</sup>'


def _show_link(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    href = str(tokens[at].attrGet("href"))
    return f'<a href="{escape(href)}"{"" if href[0] in "/#" else " rel=noreferrer"}>'


def _markdown() -> MarkdownIt:
    """The reader and writer: few rules, no HTML, and our classes on what it writes."""
    markdown = MarkdownIt("zero", {"html": False, "linkify": False}).enable(list(_RULES))
    markdown.inline.ruler.before("link", "mark", _mark)
    rules = {"mark": _show_mark, "link_open": _show_link}
    shapes = {
        "em_open": '<span class="note">', "em_close": "</span>",
        "blockquote_open": '<div class="aside-note stack">\n', "blockquote_close": "</div>\n",
        "bullet_list_open": '<ul class="plain">\n', "ordered_list_open": '<ol class="phases full">\n',
    }  # fmt: skip
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    for name, html in shapes.items():
        markdown.add_render_rule(name, lambda self, tokens, at, options, env, html=html: html)
    return markdown


_MARKDOWN = _markdown()
