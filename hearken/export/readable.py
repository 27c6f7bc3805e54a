"""What is taken along as a page to read by hand: one file with its style in it, that asks nothing of anybody.

Words people wrote reach it through the template alone, which escapes them. It must never hold a script, an address of
another place, or the product's name. The style is ours, read from the style sheets without their comments.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hearken.accounts.presenters import WITH
from hearken.couples import wording as couples
from hearken.couples.models import Audience, ItemKind

from . import shapes, wording
from .models import Kind


@dataclass(frozen=True, slots=True)
class Text:
    """A title, a line about it, and words at length. `second`: the same words as others can read them."""

    title: str
    note: str
    body: str
    second: str = ""
    away: bool = False
    """Somebody else's words that are not here."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: who, what they did, the words. `away`: somebody else's words that are not here."""

    who: str
    did: str
    lines: list[str]
    away: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A dialogue in words."""

    title: str
    note: str
    turns: list[Said]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: facts, texts, talks and lines with a day, what there is of each. `empty`: in their place."""

    key: str
    title: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    lines: list[tuple[date, str]] = field(default_factory=list)
    empty: str = ""

    @property
    def blank(self) -> bool:
        return not (self.facts or self.texts or self.talks or self.lines)


def page(notes: shapes.Notes) -> str:
    """The whole page as HTML."""
    sections: list[Section]
    match notes:
        case shapes.Mine():
            kind, sections = Kind.MINE, _mine(notes)
        case shapes.Ours():
            kind, sections = Kind.OURS, _ours(notes)
        case shapes.Checks():
            kind, sections = Kind.CHECKS, _checks(notes)
    context: dict[str, Any] = {"name": wording.NAMES[kind], "notes": notes, "sections": sections, "style": style()}
    return render_to_string("export/notes.html", context)


@cache
def style() -> SafeString:
    """The element with the page's own style."""
    sheets = "\n".join(Path(str(finders.find(f"css/{each}.css"))).read_text() for each in ("tokens", "taken-along"))
    bare = re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)
    return format_html("<style>\n{}</style>", mark_safe("\n".join(filter(str.strip, bare.splitlines()))))  # noqa: S308


def _mine(notes: shapes.Mine) -> list[Section]:
    sections = [
        _account(notes.account),
        Section("written", _("Written and kept"), texts=[_item(each) for each in notes.items], empty=_("Nothing.")),
        Section("dialogues", _("Dialogues"), talks=[_talk(each) for each in notes.dialogues], empty=_("None.")),
    ]
    if notes.diary:
        pages = [Text(each.title or _("A page"), _day(each.made_on), each.text) for each in notes.diary]
        sections.append(Section("diary", _("From the drawer"), texts=pages))
    if notes.places:
        places = [
            Text(each.name or _("A place that is no longer listed"), _on(each.saved_on), each.note)
            for each in notes.places
        ]
        sections.append(Section("places", _("Places you saved"), texts=places))
    if notes.looking:
        sections.append(Section("looking", _("What suggestions may use"), facts=_looking(notes.looking)))
    sections += [
        Section("ties", _("Spaces and therapists"), lines=[_tie(each) for each in notes.ties], empty=_("None.")),
        Section("allowed", _("What you allowed"), lines=[_fact(each) for each in notes.consents], empty=_("Nothing.")),
        Section("happened", _("What happened to the account"), lines=[_happening(each) for each in notes.happened]),
    ]
    return sections + _left_out(notes.not_opened)


def _looking(used: shapes.Looking) -> list[tuple[str, list[str]]]:
    """Keys as they are kept: the page of suggestions puts them into words."""
    facts = [
        (_("Turned on"), [_("yes") if used.on else _("no")]),
        (_("Answers"), [f"{question}: {', '.join(terms)}" for question, terms in used.answers.items()]),
        (_("Around"), [used.around] if used.around else []),
        (_("Filtered by"), [f"{term}, {_on(on)}" for term, on in used.filters]),
        (_("Opened"), [f"{key}, {_on(on)}" for key, on in used.opened]),
        (_("Read in the guide"), [f"{name}, {_on(on)}" for name, on in used.read]),
        (_("Put away"), used.hidden),
    ]
    return [(title, lines) for title, lines in facts if lines]


def _account(account: shapes.Account) -> Section:
    ways = [_("The passphrase.")]
    for way in account.ways:
        named = f"{WITH['code_app'] if way.kind == 'code_app' else _('A passkey.')} {way.name}"
        ways.append(named.strip())
    if account.codes_left is not None:
        ways.append(_("Printed codes left: %(count)d") % {"count": account.codes_left})
    devices = [
        f"{each.name or _('A device without a name')}, {_days(each.first_on, each.last_on)}" for each in account.devices
    ]
    facts = [
        (_("Sign-in name"), [account.name]),
        (_("Made on"), [_on(account.began_on)]),
        (_("How you sign in"), ways),
        (_("Signed in on"), devices),
    ]
    return Section("account", _("The account"), facts=facts)


def _item(item: shapes.Item) -> Text:
    kind = str(couples.KINDS[ItemKind(item.kind)])
    who = str(couples.NAMES[Audience(item.audience)])
    days = _days(item.made_on, item.changed_on)
    second = "\n".join(filter(None, (item.seen_as.title, item.seen_as.text))) if item.seen_as else ""
    note = _("%(kind)s, %(days)s. Who can read it: %(who)s") % {"kind": kind, "days": days, "who": who}
    return Text(item.title, note, item.text, second)


def _talk(told: shapes.Dialogue) -> Talk:
    title = _("With %(name)s") % {"name": wording.called(told.other)}
    note = _("Kept") if told.kept else _("Open")
    if told.ends_on:
        note = _("%(state)s, until %(day)s") % {"state": note, "day": _on(told.ends_on)}
    return Talk(title, note, [_said(each, told) for each in told.turns], told.draft)


def _said(turn: shapes.Turn, told: shapes.Dialogue) -> Said:
    lines = [turn.text, turn.also, ", ".join(turn.feelings), "" if turn.number is None else str(turn.number)]
    name = told.me if turn.by == "me" else told.other
    did = str(wording.STEPS.get(turn.step, ""))
    return Said(wording.called(name), did, [*filter(None, lines)], turn.withheld or turn.removed, turn.private)


def _tie(tie: shapes.Tie) -> tuple[date, str]:
    with_name, without = {
        "space": (_("A space for two, with %(name)s."), _("A space for two.")),
        "therapist": (_("A therapist beside you: %(name)s."), _("A therapist beside you.")),
    }[tie.kind]
    said = with_name % {"name": tie.name} if tie.name else without
    return tie.began_on, said + (" " + _("It ended on %(day)s.") % {"day": _on(tie.ended_on)} if tie.ended_on else "")


def _fact(fact: shapes.Permission) -> tuple[date, str]:
    until = " " + _("Until %(day)s at most.") % {"day": _on(fact.until)} if fact.until else ""
    return fact.on, fact.says + until


def _happening(happening: shapes.Happening) -> tuple[date, str]:
    return happening.on, f"{happening.says} ({happening.who})" if happening.who else happening.says


def _ours(notes: shapes.Ours) -> list[Section]:
    names = [(_("Names"), [notes.me, notes.other]), (_("Since"), [_on(notes.began_on)])]
    sections = [
        Section("space", _("The two of you"), facts=names),
        Section("dialogues", _("Dialogues"), talks=[_talk(each) for each in notes.dialogues], empty=_("None is kept.")),
        Section("shared", _("Shared with each other"), texts=[_shared(each, notes) for each in notes.shared]),
    ]
    return [each for each in sections if each.empty or not each.blank] + _left_out(notes.not_opened)


def _shared(shared: shapes.Shared, notes: shapes.Ours) -> Text:
    who = notes.me if shared.by == "me" else notes.other
    note = _("%(name)s, %(day)s") % {"name": wording.called(who), "day": _on(shared.shared_on)}
    return Text(shared.title, note, shared.text, away=shared.withheld)


def _checks(notes: shapes.Checks) -> list[Section]:
    return [
        Section(
            f"check{number}",
            each.title or _day(each.made_on) or _("A check"),
            facts=[(question, [answer]) for question, answer in each.answers.items()],
            texts=[Text("", _day(each.made_on), each.text)] if each.text else [],
        )
        for number, each in enumerate(notes.checks, 1)
    ] or [Section("none", _("Private checks"), empty=_("None."))]


def _left_out(count: int) -> list[Section]:
    said = _("Something that was stored did not open, and is not in here. That is our fault, and it is written down.")
    return [Section("left", _("Not in here"), empty=said)] if count else []


def _days(first: date, last: date) -> str:
    return _on(first) if first == last else f"{_on(first)} – {_on(last)}"


def _on(on: date) -> str:
    return date_format(on)


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso)) if iso else ""
