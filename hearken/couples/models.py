"""The schema of what people share: couples, therapists' access, items, snapshots of them, and the consent ledger.

Every item has one author, who alone can change it. Nothing another person reads is the item itself: it is a snapshot
with a key of its own, wrapped once for each reader. No key, no reading, whatever a page's rules say. Times are unix
seconds. `Consent` is only ever added to; triggers see to it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hearken.accounts.models import Person
from hearken.lib.ids import opaque


def _id() -> "models.CharField[str, str]":
    return models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)


class Couple(models.Model):
    """A space of two equal members. `key_id`: destroyed when one of them leaves."""

    id = _id()
    key_id = models.CharField(max_length=43, help_text="the couple's key in the key store")
    began_on = models.DateField(help_text="the day both confirmed")
    ended_on = models.DateField(null=True, help_text="the day one of them left; who is not noted here")


class Member(models.Model):
    """One of the two. A person is in one open space at a time."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    name = models.BinaryField(help_text="what the other one sees this person called, sealed")
    open = models.BooleanField(default=True, help_text="the space is open")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(open=True), name="one_open_space_per_person"),
            models.UniqueConstraint(fields=["couple", "person"], name="once_in_a_couple"),
        ]


class Tie(models.TextChoices):
    """What an approach is for."""

    COUPLE = "couple", _("a shared space for two")
    THERAPIST = "therapist", _("a therapist beside me")


class Approach(models.Model):
    """A code one person gives another. Nothing exists before each has typed the words the other one spoke."""

    id = _id()
    tie = models.CharField(max_length=12, choices=Tie.choices, help_text="what it is for")
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="approaches")
    guest = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="approached")
    digest = models.CharField(max_length=43, unique=True, help_text="keyed hash of the code")
    code = models.BinaryField(help_text="the code, sealed for the asker")
    asker_name = models.BinaryField(help_text="what the guest will see the asker called, sealed for the asker")
    guest_name = models.BinaryField(default=bytes, help_text="the same of the guest, sealed for the guest")
    asker_agreed = models.BooleanField(default=False, help_text="typed the words the guest spoke")
    guest_agreed = models.BooleanField(default=False, help_text="typed the words the asker spoke")
    tries = models.PositiveSmallIntegerField(default=0, help_text="wrong words so far")
    by_link = models.BooleanField(default=False, help_text="an invitation: a link that was made to be sent")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="reminders the asker says they sent")
    expires_at = models.BigIntegerField(help_text="unix seconds")


class Readiness(models.Model):
    """How far one person goes together with the other, and from which review on. Every cause looks like this."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="readiness")
    reach = models.PositiveSmallIntegerField(default=0, help_text="how far, from the review on; 0: no further")
    before = models.PositiveSmallIntegerField(default=0, help_text="how far until then")
    counts_from = models.DateField(help_text="the review day from which it counts")
    closed = models.BooleanField(default=True, help_text="the last answer that counted was 0")
    second_from = models.DateField(null=True, help_text="the day from which a second answer opens again")


class Link(models.Model):
    """A therapist's access to what one client shares. `key_id`: destroyed when it ends."""

    id = _id()
    client = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="therapists")
    therapist = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clients")
    key_id = models.CharField(max_length=43, help_text="the key of this access in the key store")
    client_name = models.BinaryField(help_text="what the therapist sees the client called, sealed")
    therapist_name = models.BinaryField(help_text="what the client sees the therapist called, sealed")
    began_on = models.DateField(help_text="the day both confirmed")
    ended_on = models.DateField(null=True, help_text="the day it ended")


class ItemKind(models.TextChoices):
    """What an item is."""

    NOTE = "note", _("a note")
    OWN_WORDS = "own_words", _("my words from a dialogue")


class Audience(models.TextChoices):
    """Who may read."""

    ME = "me", _("me")
    ME_THERAPIST = "me_therapist", _("me and my therapist")
    US = "us", _("us")
    US_THERAPIST = "us_therapist", _("us and our therapist")


class Item(models.Model):
    """Something one person wrote or kept. Sealed with a data key of its own, which only the author's key opens."""

    id = _id()
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind.choices, help_text="what it is")
    body = models.BinaryField(help_text="title and text, sealed")
    wrapped = models.BinaryField(help_text="its data key, wrapped for the author")
    made_on = models.DateField(help_text="the day it was made")
    changed_on = models.DateField(help_text="the day it was last changed")


class Share(models.Model):
    """A snapshot of an item for other readers. Changing the item does not change it; revoking deletes it."""

    id = _id()
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="shares")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, null=True, related_name="shares")
    audience = models.CharField(max_length=12, choices=Audience.choices, help_text="who may read it")
    body = models.BinaryField(help_text="title and text as they were, sealed")
    made_on = models.DateField(help_text="the day it was shared")


class ShareKey(models.Model):
    """The data key of a snapshot, wrapped for one reader. No row, no reading."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="keys")
    reader = models.CharField(max_length=44, db_index=True, help_text="couple:<id> or link:<id>")
    wrapped = models.BinaryField(help_text="the data key, wrapped")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "reader"], name="one_share_key_per_reader")]


class Consent(models.Model):
    """The ledger: what a person allowed or took back. Only ever added to; what holds now is the fold of it all."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=32, db_index=True, help_text="opaque id of the person whose words they are")
    event = models.CharField(max_length=12, help_text="granted, revoked, left or erased")
    item = models.CharField(max_length=32, blank=True, help_text="opaque id of the item; empty: about all of them")
    share = models.CharField(max_length=32, blank=True, db_index=True, help_text="opaque id of the snapshot")
    reader = models.CharField(max_length=44, blank=True, db_index=True, help_text="couple:<id> or link:<id>")
    purpose = models.CharField(max_length=24, blank=True, help_text="what it was allowed for: together or care")
    text = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the words the person agreed to")
    solo = models.BooleanField(help_text="said alone, not on a device that others use at that moment")
    until = models.BigIntegerField(null=True, help_text="unix seconds: it ends by itself then")
    at = models.BigIntegerField(help_text="unix seconds")
