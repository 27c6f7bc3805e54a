"""What the pages of an invitation show: to the one who made it, and to somebody who tries their own part. No requests.

The maker's pages must never show more of the other one than "somebody has come in" or "not yet".
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearken.couples.actions import inviting
from hearken.couples.queries import Standing
from hearken.lib import clock
from hearken.rooms.wording import FEELINGS

from . import wording_inviting as wording

NOTHING_YET = gettext_lazy("Nothing is written yet. One of the three is enough.")
LIVES: dict[int, Promise] = {
    1: gettext_lazy("1 day"),
    3: gettext_lazy("3 days"),
    7: gettext_lazy("7 days"),
    14: gettext_lazy("14 days"),
    30: gettext_lazy("30 days"),
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A text to send by hand. `key`: for the page's ids."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """Where reminders stand. `text`: the one that may be sent now. `on`: from when there is one. `sent`: so far."""

    sent: int
    text: str = ""
    on: date | None = None

    @property
    def enough(self) -> bool:
        return self.sent >= inviting.MOST_REMINDERS


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approach that is open, in a list of ways to go on."""

    approach: str
    name: str


def own_page(standing: Standing, link: str, now: int) -> dict[str, object]:
    """The page of somebody's own invitation. `link`: whole, as it is sent."""
    whole = bool(standing.days)  # else its sealed words do not open, and no link can be shown
    return {
        "standing": standing,
        "link": link if whole else "",
        "until": clock.day(standing.approach.expires_at),
        "tones": tones(link) if whole else [],
        "reminder": reminder(standing, link, now),
    }


def tones(link: str) -> list[Ready]:
    return [Ready(each.key, str(each.name), str(each.text).format(link=link)) for each in wording.TONES]


def reminders(link: str) -> list[str]:
    return [str(each).format(link=link) for each in wording.REMINDERS]


def reminder(standing: Standing, link: str, now: int) -> Reminder:
    """The text that may go now, or the day from which there is one, or neither."""
    sent, due = standing.approach.reminders, inviting.reminder_from(standing)
    if due is None:
        return Reminder(sent)
    return Reminder(sent, text=reminders(link)[sent]) if due <= now else Reminder(sent, on=clock.day(due))


def waiting(standings: list[Standing]) -> list[Waiting]:
    """Ways to go on with what is open."""
    return [Waiting(each.approach.pk, _open_name(each)) for each in standings]


def _open_name(standing: Standing) -> str:
    if not standing.code:
        return _("Go on with the two words")
    if standing.approach.by_link:
        return _("Your invitation that is open")
    return _("Go on with the code that is open")


def feelings() -> list[tuple[str, Promise | str]]:
    """(value, word): the first word of each family, and those that have no family."""
    heads = [(family, words[0]) for family, words in FEELINGS.items() if family != "more"]
    return [*heads, *((f"more-{place}", word) for place, word in enumerate(FEELINGS["more"]))]


def own_part(did: str, felt: list[str], wish: str) -> list[str]:
    """What somebody wrote, in sentences. Each of the three may be empty; an empty list where all are."""
    when, love = _line(did, wording.STEMS[0]), _line(wish, wording.STEMS[2])
    words = dict(feelings())
    named = _joined([str(words[each]) for each in felt])
    said = []
    if when and named:
        said.append(str(wording.DID_FELT).format(did=when, felt=named))
    elif when or named:
        said.append(str(wording.DID if when else wording.FELT).format(did=when, felt=named))
    if love:
        said.append(str(wording.WISH).format(wish=love))
    return said


def _line(text: str, stem: Promise) -> str:
    """A line as it goes on from its stem: without the stem typed once more, and without a full stop."""
    line = text.strip()
    if line.casefold().startswith(f"{stem} ".casefold()):
        line = line[len(str(stem)) :]
    return line.strip(" .,;")


def _joined(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return str(wording.AND).format(first=str(wording.COMMA).join(words[:-1]), last=words[-1])
