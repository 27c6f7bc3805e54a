"""The words and labels of a person's own space and of the couple's. No requests, no writing.

It must never count, date or hint at anything of another person that they did not share.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach
from hearken.couples import access, queries, readiness, wording
from hearken.couples.access import Reading
from hearken.couples.models import Audience, ItemKind, Tie
from hearken.couples.queries import Own, Standing
from hearken.couples.sealing import Words
from hearken.rooms import claims

CALLED_CHARS = 60
NOT_THIS_CODE = gettext_lazy(
    "That code does not open anything here. It works once, for 72 hours. Look at it once more, or ask for a new one."
)
NOT_THESE_WORDS = gettext_lazy(
    "Those are not the two words. Ask the other one to say them once more. After a few tries the code is over."
)
NOT_NOW = gettext_lazy("That cannot be chosen at the moment. Nothing was changed.")
STEPS: dict[Audience, Promise] = {
    Audience.ME: gettext_lazy("Keep it to yourself"),
    Audience.ME_THERAPIST: gettext_lazy("Let your therapist read it"),
    Audience.US: gettext_lazy("Let the other one read it"),
    Audience.US_THERAPIST: gettext_lazy("Let both of them read it"),
}
"""What pressing does, for each audience."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a list. `called`: its title, or how it begins. `who`: the badge, or whose it is.

    `alone`: nobody but its author can read it. `dashed`: the other one cannot.
    """

    handle: str
    called: str
    kind: str
    who: str
    on: date
    alone: bool = False
    dashed: bool = False
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One audience that can be chosen. `now`: it is like this already, and choosing it changes nothing."""

    audience: str
    name: str
    agreed: str
    step: str
    now: bool


def own_lines(person: Person, now: int) -> list[Line]:
    """What this person wrote and kept, each with its badge."""
    return [own_line(each) for each in queries.own_items(person, now)]


def own_line(own: Own) -> Line:
    kind = str(wording.KINDS[ItemKind(own.item.kind)])
    badge = str(wording.NAMES[own.audience])
    alone = own.audience is Audience.ME
    return Line(
        own.item.pk,
        called(own.words),
        kind,
        badge,
        own.item.changed_on,
        alone=alone,
        dashed=alone or own.audience is Audience.ME_THERAPIST,
    )


def called(words: Words) -> str:
    """A title, or the beginning of the first line."""
    line = words.title or next(iter(words.text.strip().splitlines()), "")
    return line if len(line) <= CALLED_CHARS else line[:CALLED_CHARS].rstrip() + "…"


def read_line(reading: Reading, who: str) -> Line:
    """A snapshot in a list, with whose it is."""
    return Line(reading.share.pk, called(reading.words), "", who, reading.share.made_on, mine=False)


def _unread_line(reading: Reading) -> Line:
    kind = str(wording.KINDS[ItemKind(reading.share.item.kind)])
    return Line(reading.share.pk, kind, "", "", reading.share.made_on, mine=False)


def choices(own: Own, seen: Reading | None, available: list[Audience]) -> list[Choice]:
    """The audiences there are, ME first. The one that holds now can be chosen anew where others see older words."""
    fresh = seen is None or seen.words == own.words
    return [
        Choice(
            each.value,
            str(wording.NAMES[each]),
            str(wording.AGREED[each]),
            _("Let them read it as it is now") if each is own.audience and not fresh else str(STEPS[each]),
            each is own.audience and (fresh or each is Audience.ME),
        )
        for each in available
    ]


def ours(person: Person, now: int) -> dict[str, object] | None:
    """The open space: both names, and what belongs to both. None where there is no open space."""
    space = queries.space_of(person)
    if space is None:
        return None
    reader = f"couple:{space.couple.pk}"
    theirs = access.readings(person, now, reader=reader)
    mine = [each for each in access.given(person, now) if each.reader == reader]
    shared = [read_line(each, space.other) for each in theirs] + [_own_read_line(each) for each in mine]
    return {
        "space": space,
        "shared": sorted(shared, key=lambda line: line.on, reverse=True),
        "dialogues": claims.joint_dialogues(space.couple, person),
        "further": readiness.joint_reach(space.couple, now) is not Reach.CLOSED,
    }


def _own_read_line(reading: Reading) -> Line:
    """One's own, as the other one sees it; it leads to the item itself."""
    return Line(reading.share.item_id, called(reading.words), "", _("You"), reading.share.made_on)


def author_of(person: Person, reading: Reading) -> str:
    """Who wrote what this person reads, by the name they were given."""
    if reads_as_therapist(reading):
        link = reading.reader.partition(":")[2]
        return next((each.name for each in queries.clients_of(person) if each.link.pk == link), "")
    space = queries.space_of(person)
    return space.other if space else ""


def reads_as_therapist(reading: Reading) -> bool:
    return reading.reader.startswith("link:")


def clients(person: Person, now: int) -> list[dict[str, object]]:
    """Whom this person is beside, each with what they share through this access and nothing else."""
    return [
        {
            "link": each.link,
            "name": each.name,
            # Kind and day and no word of it: reading is written down, and a list is no reading.
            "lines": [_unread_line(each) for each in access.readings(person, now, reader=f"link:{each.link.pk}")],
        }
        for each in queries.clients_of(person)
    ]


def standing(person: Person, tie: Tie, now: int, *, asking: bool) -> Standing | None:
    """The newest open approach of a kind, of this side."""
    found = [each for each in queries.approaches_of(person, now) if each.approach.tie == tie and each.asking is asking]
    return found[-1] if found else None


def after(standing: Standing) -> str:
    """The page where an approach ends once both have confirmed, for this side of it."""
    if standing.approach.tie == Tie.COUPLE:
        return "ours"
    return "therapists" if standing.asking else "clients"


def code_parts(code: str) -> tuple[str, str]:
    """A code in two halves, for reading aloud."""
    return code[: len(code) // 2], code[len(code) // 2 :]
