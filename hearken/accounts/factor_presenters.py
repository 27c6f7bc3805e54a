"""The words for factors: lines of the list, what leaves and when, codes set for reading. No requests, no writing."""

from dataclasses import dataclass

import segno
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .factors import Factor, Overview

NOT_THIS_CODE = gettext_lazy("That code did not fit. Codes change every half minute; type the one the app shows now.")
NOT_RIGHT = gettext_lazy(
    "That code did not work. Each works once. Wait for the next one in your app, or use a printed one."
)
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One factor in words. `ends` is "" while it stays."""

    handle: str
    name: str
    note: str
    ends: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The list of factors in words. `printed` says how many printed codes are good; `leaving` are lines of `lines`."""

    lines: list[Line]
    leaving: list[Line]
    has_app: bool
    printed: str


def shown(overview: Overview) -> Shown:
    lines = [line(each) for each in overview.factors]
    return Shown(lines, [each for each in lines if each.ends], overview.has_app, _printed(overview.codes_left))


def line(factor: Factor) -> Line:
    if not factor.is_passkey:
        return Line(factor.handle, _("Codes from an app"), _("Asked for after your passphrase."), _ends(factor))
    made = formats.date_format(factor.made_on, "DATE_FORMAT") if factor.made_on else ""
    return Line(
        factor.handle, factor.name or _("A passkey"), _("Passkey, added %(day)s") % {"day": made}, _ends(factor)
    )


def _ends(factor: Factor) -> str:
    if factor.hours is None:
        return ""
    words = ngettext("It stops working within the hour.", "It stops working in %(hours)s hours.", factor.hours)
    return words % {"hours": factor.hours}


def _printed(left: int | None) -> str:
    if left is None:
        return _("None yet. Without them, nobody can bring you back if you lose your passphrase.")
    return ngettext("%(left)s is good.", "%(left)s are good.", left) % {"left": left}


def grouped(code: str) -> str:
    """Set in fours, for reading and typing."""
    return " ".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def square(link: str) -> str:
    """A square for a camera. Safe markup: nothing of the link is in it as text."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(
        svgclass="qr", lineclass="qr__ink", border=2, omitsize=True
    )
    return drawn
