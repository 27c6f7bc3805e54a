"""The schema of a room: two equal seats, a journal in three streams, the wraps of its keys, and drafts.

Rows hold no words in the clear. `Entry` is written by rooms/log.py alone. Ids are opaque and never relied upon.
"""

from django.db import models

from hearken.accounts.models import Person
from hearken.core.dialogue import Seat as Letter
from hearken.core.dialogue import Stream
from hearken.couples.models import Couple
from hearken.lib.ids import opaque

LETTERS = [(letter.value, letter.value) for letter in Letter]
STREAMS = [(stream.value, stream.value) for stream in Stream]


class Room(models.Model):
    """One dialogue. It ends by itself: 7 days after it began, or 30 days after both chose to keep it.

    `couple`: it belongs to an open space of two. What such a couple keeps stays until one of them lets it go or leaves.
    """

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    expires_at = models.BigIntegerField(db_index=True, help_text="unix seconds")
    kept = models.BooleanField(default=False)
    aloud = models.BooleanField(default=False, help_text="they talk, and the screen prompts")
    couple = models.ForeignKey(Couple, on_delete=models.SET_NULL, null=True, related_name="rooms")


class Place(models.TextChoices):
    """Whether somebody sits on a seat."""

    FREE = "free"
    CLAIMED = "claimed"  # somebody used the code; the first seat has not said yes yet
    TAKEN = "taken"


class Seat(models.Model):
    """One of the two places. A person holds it by a cookie, and can move it by the return link.

    `epoch` counts devices: only the newest writes. `locked_below`: cookies of an older epoch open nothing.
    """

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    letter = models.CharField(max_length=1, choices=LETTERS)
    place = models.CharField(max_length=8, choices=Place.choices, default=Place.FREE)
    name = models.BinaryField(help_text="sealed")
    key_id = models.CharField(max_length=64, help_text="the seat's key in the key store")
    epoch = models.PositiveIntegerField(default=1)
    locked_below = models.PositiveIntegerField(default=0)
    played = models.BooleanField(default=False, help_text="a script answers from here, and every page says so")
    claim = models.CharField(max_length=32, blank=True, help_text="names this claim; the two words come from it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "letter"], name="one_seat_per_letter")]


class Claim(models.Model):
    """A seat that somebody keeps in their account. From then on it opens only where that person is signed in."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, primary_key=True, related_name="account")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    words_taken = models.BooleanField(default=False, help_text="their own words lie in their account")


class RoomKey(models.Model):
    """A data key of the room, wrapped once for one reader. No row, no reading."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=8, help_text="whose words: A, B, app, A-own, B-own")
    reader = models.CharField(max_length=1, choices=LETTERS)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "name", "reader"], name="one_wrap_per_reader")]


class Invite(models.Model):
    """A way into the free seat: once, by POST, for fifteen minutes."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="invite", primary_key=True)
    digest = models.CharField(max_length=64, unique=True, help_text="keyed hash of the code")
    code = models.BinaryField(help_text="sealed, so that the first seat can be shown it again")
    expires_at = models.BigIntegerField(help_text="unix seconds")


class Entry(models.Model):
    """One event of the journal, sealed whole. Each stream counts for itself, so no gap in a count speaks."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="entries")
    stream = models.CharField(max_length=2, choices=STREAMS)
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=8, help_text="name of the data key that seals it")
    op = models.CharField(max_length=40, null=True, help_text="operation id, on the first event it wrote")
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "stream", "seq"], name="one_entry_per_place"),
            models.UniqueConstraint(fields=["room", "op"], name="one_effect_per_operation"),
        ]


class Draft(models.Model):
    """What somebody is writing, sealed with a key only their own seat can open. One per seat."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, primary_key=True)
    body = models.BinaryField()
