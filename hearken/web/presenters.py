"""Turns a crisis card into words on the page. It must never reorder, hide or add a number: the card decides."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from hearken.lib.content import Audience, CrisisCard, Line, Need

NEED_WORDS: dict[Need, Promise] = {
    Need.DANGER: gettext_lazy("Danger, now"),
    Need.PARTNER: gettext_lazy("Afraid of a partner"),
    Need.SUICIDE: gettext_lazy("Thoughts of ending your life"),
    Need.SUBSTANCES: gettext_lazy("Drink or drugs"),
}
_AUDIENCE_WORDS: dict[Audience, Promise] = {
    Audience.WOMEN: gettext_lazy("for women"),
    Audience.MEN: gettext_lazy("for men"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One link to press: `href` is tel:, sms: or https:, `text` what stands on the page."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One service: its name, its ways, and short notes, each a full phrase."""

    service: str
    ways: tuple[Way, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All entries for one need."""

    title: Promise
    entries: tuple[Entry, ...]


def card_groups(card: CrisisCard) -> tuple[Group, ...]:
    """The card as the page shows it: one group per need, in the order of Need."""
    return tuple(Group(NEED_WORDS[need], tuple(_entry(line) for line in card.of(need))) for need in Need)


def card_notes(card: CrisisCard, today: date) -> tuple[str, ...]:
    """When the numbers were gathered and by whom, in sentences; the first says so where that was long ago."""
    month = {"month": date_format(card.gathered, "F Y")}
    if card.own:
        said = gettext("Numbers gathered %(month)s by whoever runs this server.") % month
    else:
        said = gettext("Numbers gathered %(month)s from public sources.") % month
    old = gettext("These numbers are more than a year old. Some may have changed.")
    last = gettext("If one does not work, use the emergency number.")
    return (old, said, last) if card.is_old(today) else (said, last)


def _entry(line: Line) -> Entry:
    return Entry(_service(line), tuple(_ways(line)), tuple(_notes(line)))


def _service(line: Line) -> str:
    audience = _AUDIENCE_WORDS.get(line.audience)
    if audience and line.service:
        return gettext("%(service)s, %(audience)s") % {"service": line.service, "audience": audience}
    return line.service


def _ways(line: Line) -> list[Way]:
    ways = [Way(f"tel:{_dial(number)}", number) for number in line.call]
    if line.text and line.word:
        words = gettext("text %(word)s to %(number)s") % {"word": line.word, "number": line.text}
        ways.append(Way(f"sms:{_dial(line.text)}", words))
    elif line.text:
        ways.append(Way(f"sms:{_dial(line.text)}", gettext("text %(number)s") % {"number": line.text}))
    if line.tty:
        ways.append(Way(f"tel:{_dial(line.tty)}", gettext("TTY %(number)s") % {"number": line.tty}))
    if line.web:
        ways.append(Way(f"https://{line.web}", line.web))
    return ways


def _notes(line: Line) -> list[str]:
    notes = []
    if line.silent:
        notes.append(gettext("If you cannot speak, press %(keys)s when asked.") % {"keys": line.silent})
    if line.chat:
        notes.append(gettext("There is a chat on their site too."))
    if not line.confirmed and line.need is not Need.DANGER:
        # An emergency number is common knowledge; a doubt beside it could cost someone a minute.
        notes.append(gettext("Not confirmed yet."))
    return notes


def _dial(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
