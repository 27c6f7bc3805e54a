"""Gathering what is taken along: one function for each kind of file. They never write.

What somebody else wrote goes through `_theirs` or `_turns` and nowhere else. It must never look into a drawer that is
not open on the browser that asks, and never put a private check into any file but its own.
"""

from collections.abc import Iterator
from datetime import date

from hearken.accounts.models import Person
from hearken.core.dialogue import Event
from hearken.couples import access as couples
from hearken.couples import ledger
from hearken.couples import queries as couple_queries
from hearken.couples.access import Reading
from hearken.couples.models import Item
from hearken.couples.queries import Space
from hearken.couples.sealing import Words
from hearken.drawer import queries as drawers
from hearken.drawer.access import Open
from hearken.drawer.sealing import Sort
from hearken.lib.clock import day
from hearken.rooms import transcripts
from hearken.rooms.transcripts import Transcript, Turn

from . import records, shapes, wording
from .models import Kind

MOST_SHARED = 5_000
"""Snapshots of one space, each way. More are too much for a file."""
_AT_ONCE = 200


class TooMuch(Exception):
    """It does not fit into a file."""


def mine(person: Person, drawer: Open | None, this: str, now: int) -> shapes.Mine:
    """What is a person's own. `drawer`: where it is open on this browser. `this`: id of the sign-in that asks."""
    items = list(_items(person, now))
    told = list(transcripts.of_person(person))
    return shapes.Mine(
        version=1,
        made_on=day(now),
        notices=_notices(Kind.MINE),
        account=records.account(person, this, now),
        items=[each for each in items if each],
        dialogues=[_dialogue(each, full=False, private=True) for each in told if each],
        consents=records.permissions(person),
        happened=records.happened(person),
        ties=records.ties(person),
        diary=_diary(drawer) if drawer else [],
        places=records.places(person),
        looking=records.looking(person),
        not_opened=items.count(None) + told.count(None),
    )


def ours(person: Person, space: Space, now: int) -> shapes.Ours:
    """What belongs to an open space, from this member's side. Raises TooMuch."""
    full = both_allow(space, now)
    told = list(transcripts.of_couple(space.couple, person))
    return shapes.Ours(
        version=1,
        made_on=day(now),
        notices=_notices(Kind.OURS),
        me=space.mine,
        other=space.other,
        began_on=space.couple.began_on,
        dialogues=[_dialogue(each, full=full, private=False) for each in told if each],
        shared=_shared(person, space, full, now),
        not_opened=told.count(None),
    )


def checks(drawer: Open, now: int) -> shapes.Checks:
    """Private checks, and nothing else."""
    found = [thing for _, thing in drawers.things(drawer, Sort.CHECK)]
    return shapes.Checks(
        version=1,
        made_on=day(now),
        notices=_notices(Kind.CHECKS),
        checks=[shapes.Check(dict(each.answers), each.title, each.text, each.made_at) for each in found],
    )


def both_allow(space: Space, now: int) -> bool:
    """Both members let their words be taken along at this moment."""
    return len(ledger.letting_along(space.couple, now)) == 2


def lets_along(person: Person, space: Space, now: int) -> bool:
    """This member does. What the other one chose is for no page."""
    return person.pk in ledger.letting_along(space.couple, now)


def size_of(person: Person) -> int:
    """About how many bytes there are of a person, without opening anything."""
    return records.size_of(person) + transcripts.size_of(person)


def _notices(kind: Kind) -> list[str]:
    return [str(each) for each in wording.NOTICES[kind]]


def _items(person: Person, now: int) -> Iterator[shapes.Item | None]:
    """Everything they wrote and kept, oldest first. None in the place of one that does not open."""
    ids = list(Item.objects.filter(author=person).order_by("made_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        audience = couple_queries.audiences_of(some, now)
        rows = Item.objects.select_related("author").in_bulk(some)
        for item_id in some:
            words = couple_queries.words_of(rows[item_id]) if item_id in rows else None
            yield _item(rows[item_id], words, audience[item_id], now) if words else None


def _item(item: Item, words: Words, audience: str, now: int) -> shapes.Item:
    seen = next(iter(couples.given(item.author, now, item_id=item.pk)), None) if audience != "me" else None
    differs = seen and seen.words != words
    return shapes.Item(
        item.pk,
        item.kind,
        words.title,
        words.text,
        str(audience),
        item.made_on,
        item.changed_on,
        shapes.Snapshot(seen.words.title, seen.words.text) if seen and differs else None,
    )


def _diary(drawer: Open) -> list[shapes.Page]:
    return [shapes.Page(each.title, each.text, each.made_at) for _, each in drawers.things(drawer, Sort.DIARY)]


def _dialogue(told: Transcript, *, full: bool, private: bool) -> shapes.Dialogue:
    """`full`: the other's words too. `private`: what this person said to themselves, and did not send."""
    turns = [_turn(each, told, full=full) for each in told.turns if private or not each.private]
    return shapes.Dialogue(told.me, told.other, told.kept, turns, told.ends_on, told.draft if private else "")


def _turn(turn: Turn, told: Transcript, *, full: bool) -> shapes.Turn:
    event = turn.event
    if turn.mine:
        return _said(event, "me", turn.count, private=turn.private)
    if told.other_gone:
        return shapes.Turn("other", event.name, str(wording.REMOVED), removed=True)
    if full:
        return _said(event, "other", turn.count)
    placeholder = wording.counted(wording.called(told.other), turn.count)
    return shapes.Turn("other", event.name, placeholder, words=turn.count, withheld=True)


def _said(event: Event, by: shapes.Side, words: int, *, private: bool = False) -> shapes.Turn:
    return shapes.Turn(
        by,
        event.name,
        event.text,
        event.also,
        list(event.feelings),
        words,
        private=private,
        aloud=event.aloud,
        number=event.number if private else None,
    )


def _shared(person: Person, space: Space, full: bool, now: int) -> list[shapes.Shared]:
    reader = f"couple:{space.couple.pk}"
    theirs = couples.readings(person, now, reader=reader, most=MOST_SHARED)
    own = couples.given(person, now, most=2 * MOST_SHARED)
    if len(theirs) == MOST_SHARED or len(own) >= MOST_SHARED:
        raise TooMuch
    found = [_theirs(each, space, full) for each in theirs]
    found += [_own(each) for each in own if each.reader == reader]
    return sorted(found, key=_when)


def _when(shared: shapes.Shared) -> date:
    return shared.shared_on


def _theirs(reading: Reading, space: Space, full: bool) -> shapes.Shared:
    count = _count(reading)
    if full:
        return shapes.Shared("other", reading.words.text, reading.share.made_on, reading.words.title, count)
    placeholder = wording.counted(wording.called(space.other), count)
    return shapes.Shared("other", placeholder, reading.share.made_on, words=count, withheld=True)


def _own(reading: Reading) -> shapes.Shared:
    return shapes.Shared("me", reading.words.text, reading.share.made_on, reading.words.title, _count(reading))


def _count(reading: Reading) -> int:
    return len(reading.words.title.split()) + len(reading.words.text.split())
