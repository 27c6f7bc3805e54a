"""The words and labels of the drawer. No requests, no writing.

It must never say, before somebody has proved who they are, whether there is a drawer.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from hearken.accounts.models import SignIn

from .access import IDLE
from .models import Kept
from .sealing import Thing

CALLED_CHARS = 60
NOT_OPEN = _("That did not open a drawer. Look at the passphrase once more.")
NOT_THIS_CODE = _("That did not open a drawer. Look at the code once more.")
_SIGNS = 5
_SHARED = 225
"""Seconds: a sign-in on a shared device is noted by the minute and over after five. The page is to be quicker, so that
words nobody kept still come in."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list. `called`: its title, or how it begins. Days only."""

    handle: str
    called: str
    on: date
    changed: date


def line(kept: Kept, thing: Thing) -> Line:
    return Line(kept.pk, _called(thing), kept.kept_on, kept.changed_on)


def _called(thing: Thing) -> str:
    """A title, or the beginning of the first line."""
    first = thing.title or next(iter(thing.text.strip().splitlines()), "")
    return first if len(first) <= CALLED_CHARS else first[:CALLED_CHARS].rstrip() + "…"


def code_parts(code: str) -> list[str]:
    """A printed code in groups of five, for reading and copying."""
    return [code[at : at + _SIGNS] for at in range(0, len(code), _SIGNS)]


def idle_for(sign_in: SignIn) -> int:
    """Seconds without a touch after which a page locks by itself."""
    return _SHARED if sign_in.shared else IDLE
