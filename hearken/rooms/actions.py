"""Everything that changes a room outside its dialogue: one function per verb, each in one transaction.

The journal is not written here (rooms/store.py does). An action must never decide who may call it (rooms/access.py)
and never touch a second room.
"""

from dataclasses import dataclass

from django.db import connections, transaction
from django.db.models import F

from hearken.core.dialogue import Seat as Letter
from hearken.core.dialogue import Step, replay
from hearken.lib import ids
from hearken.vault import keys, tokens
from hearken.vault.models import Kind

from . import claims, keyring, seals
from .models import Invite, Place, Room, RoomKey, Seat
from .queries import NoRoom, ciphers_of, open_room

DAY = 24 * 60 * 60
UNFINISHED = 7 * DAY
KEPT = 30 * DAY
CODE_LIFE = 15 * 60
FREE_NAME = {Letter.A: "A", Letter.B: "B"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A fresh room: its id and its two seats."""

    room_id: str
    seats: dict[Letter, Seat]


def begin(
    names: dict[Letter, str], now: int, *, both_seats: bool = False, aloud: bool = False, played: bool = False
) -> Opened:
    """A room with two seats; the first is taken.

    `both_seats`: so is the second (one device, demonstration doors). `aloud`: they talk. `played`: a script has the
    second seat.
    """
    key_ids = {letter: keys.make(Kind.SEAT) for letter in Letter}
    room = Room(expires_at=now + UNFINISHED, aloud=aloud)
    wraps, ciphers = keyring.make_wraps(room.id, {letter: keys.load(key_ids[letter]) for letter in Letter})
    seats = {
        letter: Seat(
            room=room,
            letter=letter.value,
            place=Place.TAKEN if both_seats or played or letter is Letter.A else Place.FREE,
            played=played and letter is Letter.B,
            name=seals.seal_name(names[letter], room.id, letter, ciphers),
            key_id=key_ids[letter],
        )
        for letter in Letter
    }
    with transaction.atomic():
        room.save(force_insert=True)
        Seat.objects.bulk_create(seats.values())
        RoomKey.objects.bulk_create(
            RoomKey(room=room, name=wrap.name, reader=wrap.reader.value, wrapped=wrap.wrapped) for wrap in wraps
        )
        if not (both_seats or played):
            _make_invite(room.id, ciphers, now)
    return Opened(room.id, seats)


def new_code(room_id: str, now: int) -> None:
    """A fresh code for the free seat; the old one opens nothing from now on. Nothing happens if nobody is awaited."""
    with transaction.atomic():
        if Seat.objects.select_for_update().filter(room_id=room_id, place=Place.FREE).exists():
            Invite.objects.filter(room_id=room_id).delete()
            _make_invite(room_id, ciphers_of(room_id), now)


def claim(code: str, now: int) -> Seat | None:
    """The free seat of the room this code opens, claimed once. None for every kind of wrong."""
    with transaction.atomic():
        invite = Invite.objects.filter(digest=tokens.digest("invite", code), expires_at__gt=now).first()
        if invite is None:
            return None
        room_id = invite.room_id  # deleting forgets it, for it is the invite's key
        # The guarded update is the claim: of two people with one code exactly one changes a row.
        won = Seat.objects.filter(room_id=room_id, place=Place.FREE).update(
            place=Place.CLAIMED, claim=ids.opaque(), epoch=F("epoch") + 1
        )
        invite.delete()
        return Seat.objects.filter(room_id=room_id, place=Place.CLAIMED).get() if won == 1 else None


def confirm(room_id: str, claim: str) -> bool:
    """The first seat says: yes, those are our two words. Good for the claim on the screen, not for a later one."""
    waiting = Seat.objects.filter(room_id=room_id, place=Place.CLAIMED, claim=claim)
    return waiting.update(place=Place.TAKEN) == 1


def turn_away(room_id: str, now: int) -> None:
    """The first seat says: no, that is somebody else. Their cookie opens nothing; there is a new code."""
    with transaction.atomic():
        changed = Seat.objects.filter(room_id=room_id, place=Place.CLAIMED).update(
            place=Place.FREE, claim="", locked_below=F("epoch") + 1
        )
    if changed:
        new_code(room_id, now)


def sit_both(room_id: str) -> Seat | None:
    """One device for both: the free seat is taken without a code. None where it is not free any more."""
    with transaction.atomic():
        won = Seat.objects.filter(room_id=room_id, place=Place.FREE).update(
            place=Place.TAKEN, claim=ids.opaque(), epoch=F("epoch") + 1
        )
        if won != 1:
            return None
        Invite.objects.filter(room_id=room_id).delete()
        return Seat.objects.get(room_id=room_id, letter=Letter.B.value)


def set_voice(room_id: str, *, aloud: bool) -> None:
    """They talk, or they write. A script only writes."""
    if not Seat.objects.filter(room_id=room_id, played=True).exists():
        Room.objects.filter(pk=room_id).update(aloud=aloud)


def move(seat: Seat) -> Seat:
    """Open the seat on another device: a new epoch, whose cookie writes while older ones read."""
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(epoch=F("epoch") + 1)
        return Seat.objects.get(pk=seat.pk)


def move_apart(seat: Seat) -> Seat | None:
    """Open the seat on a device of its own. What the shared one held opens nothing any more, its links neither.

    None where the seat has moved already.
    """
    with transaction.atomic():
        moved = Seat.objects.filter(pk=seat.pk, epoch=seat.epoch).update(
            epoch=F("epoch") + 1, locked_below=F("epoch") + 1, claim=ids.opaque()
        )
        return Seat.objects.get(pk=seat.pk) if moved == 1 else None


def lock(seat: Seat) -> Seat:
    """Every cookie given out for this seat so far opens nothing any more. Only the return link comes back."""
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(locked_below=F("epoch") + 1)
        return Seat.objects.get(pk=seat.pk)


def keep(room_id: str, now: int) -> None:
    """Both chose to keep it: 30 days from now, once. What lies in accounts is settled: see claims.py."""
    Room.objects.filter(pk=room_id, kept=False).update(kept=True, expires_at=now + KEPT)
    claims.settle(room_id, now)


def erase(room_id: str) -> None:
    """Keys first, then rows, then the log: after the first line nobody can read it again."""
    keys.destroy(Seat.objects.filter(room_id=room_id).values_list("key_id", flat=True))
    Room.objects.filter(pk=room_id).delete()
    _truncate_log()


def sweep(now: int) -> list[str]:
    """Erase what has run out. Returns the ids, so that open pages can be closed."""
    due = list(Room.objects.filter(expires_at__lte=now).values_list("pk", "kept")[:500])
    # A space that was left takes its dialogues with it, also where the server stopped in the middle of that.
    left = list(Room.objects.filter(couple__ended_on__isnull=False).values_list("pk", flat=True)[:500])
    for room_id in left:
        claims.part(room_id, now)
    due += [(room_id, True) for room_id in left]
    gone = [room_id for room_id, kept in due if kept or not _chosen_to_keep(room_id)]
    for room_id, _ in due:
        if room_id in gone:
            erase(room_id)
        else:  # the server stopped between both saying keep and noting it down
            keep(room_id, now)
    keys.scrub()  # where a reader held up the cutting of a log after an earlier erasure
    return gone


def _chosen_to_keep(room_id: str) -> bool:
    try:
        journal = open_room(room_id).journal
    except NoRoom:
        return False
    return replay(each.event for each in journal).ours.step is Step.KEPT


def _make_invite(room_id: str, ciphers: seals.Ciphers, now: int) -> None:
    code = ids.code()
    Invite.objects.create(
        room_id=room_id,
        digest=tokens.digest("invite", code),
        code=seals.seal_code(code, room_id, ciphers),
        expires_at=now + CODE_LIFE,
    )


def _truncate_log() -> None:
    connection = connections["default"]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


__all__ = [
    "NoRoom",
    "begin",
    "claim",
    "confirm",
    "erase",
    "keep",
    "lock",
    "move",
    "move_apart",
    "new_code",
    "set_voice",
    "sit_both",
    "sweep",
    "turn_away",
]
