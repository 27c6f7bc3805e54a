"""The words of the account page: devices and what happened, with days. No requests, no writing.

It must never show a time of day, a network address or a browser's description: it is read by whoever holds the phone.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearken.audit.models import Event
from hearken.audit.queries import Seen
from hearken.lib.clock import day

from . import sessions
from .models import Method, SignIn

NOT_RIGHT = gettext_lazy("That did not open anything. Look at the name and the passphrase once more.")
NOT_YOURS = gettext_lazy("That was not it. Look at the passphrase once more.")
NOT_BACK = gettext_lazy("That did not open anything. Look at the name and the code once more. Each code works once.")

HAPPENED: dict[Event, Promise] = {
    Event.SIGNED_UP: gettext_lazy("The account was made."),
    Event.SIGNED_IN: gettext_lazy("Somebody signed in."),
    Event.SIGNED_OUT: gettext_lazy("A device was signed out."),
    Event.PROVED: gettext_lazy("Somebody proved once more who they are."),
    Event.PASSPHRASE_CHANGED: gettext_lazy("The passphrase was changed."),
    Event.RECOVERED: gettext_lazy("Somebody came back with a printed code and set a new passphrase."),
    Event.FACTOR_ADDED: gettext_lazy("A way to sign in was added."),
    Event.FACTOR_LEAVING: gettext_lazy("Somebody asked to remove a way to sign in."),
    Event.FACTOR_KEPT: gettext_lazy("A way to sign in was kept after all."),
    Event.FACTOR_REMOVED: gettext_lazy("A way to sign in was removed."),
    Event.CODES_MADE: gettext_lazy("New printed codes were made."),
    Event.SEAT_CLAIMED: gettext_lazy("A side of a dialogue was kept in this account."),
    Event.COUPLE_JOINED: gettext_lazy("You joined a space for two."),
    Event.COUPLE_LEFT: gettext_lazy("You left a space for two, or it was closed."),
    Event.THERAPIST_JOINED: gettext_lazy("A therapist was put beside you, or you beside somebody."),
    Event.THERAPIST_LEFT: gettext_lazy("A therapist’s access ended."),
    Event.GRANTED: gettext_lazy("Something was shared."),
    Event.REVOKED: gettext_lazy("Sharing of something ended."),
    Event.READ: gettext_lazy("Somebody read something that was shared with them."),
    Event.NOT_OPENED: gettext_lazy("Something that was stored did not open."),
    Event.ERASED: gettext_lazy("The account was erased."),
}
WITH: dict[str, Promise] = {
    Method.PASSPHRASE: gettext_lazy("With the passphrase."),
    Method.WITH_CODE: gettext_lazy("With the passphrase and a code."),
    Method.PASSKEY: gettext_lazy("With a passkey."),
    "code_app": gettext_lazy("Codes from an app."),
}
"""What the audit's short words say beside an event."""


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in browser in words. `name` is "" where its person gave none."""

    handle: str
    name: str
    how: Promise
    first: date
    last: date
    this: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    day: date
    words: str


def devices(found: list[SignIn], this: SignIn) -> list[Device]:
    """This one first, then the others in their order."""
    shown = [_device(each, this) for each in found]
    return sorted(shown, key=lambda device: not device.this)


def _device(sign_in: SignIn, this: SignIn) -> Device:
    return Device(
        sign_in.pk,
        sessions.device_name(sign_in),
        WITH[sign_in.method],
        day(sign_in.began_at),
        day(sign_in.seen_at),
        sign_in.pk == this.pk,
        sign_in.shared,
    )


def happened(seen: list[Seen]) -> list[Line]:
    return [Line(day(each.at), _said(each)) for each in seen]


def _said(seen: Seen) -> str:
    words, more = str(HAPPENED[seen.event]), WITH.get(seen.detail)
    if seen.event is not Event.SIGNED_IN and seen.detail == Method.PASSKEY:
        more = gettext_lazy("A passkey.")
    return _("%(what)s %(more)s") % {"what": words, "more": more} if more else words
