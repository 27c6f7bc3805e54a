"""The schema of the audit: what happened to whose account or words, in a chain that shows every later change.

It must never hold content: kinds are a closed list, ids are opaque, times are unix seconds.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """Everything the audit knows of."""

    SIGNED_UP = "signed_up", _("account made")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    PROVED = "proved", _("proved who they are again")
    PASSPHRASE_CHANGED = "passphrase_changed", _("passphrase changed")
    RECOVERED = "recovered", _("came back with a printed code")
    FACTOR_ADDED = "factor_added", _("a way to sign in added")
    FACTOR_LEAVING = "factor_leaving", _("a way to sign in will be removed")
    FACTOR_KEPT = "factor_kept", _("a way to sign in stays after all")
    FACTOR_REMOVED = "factor_removed", _("a way to sign in removed")
    CODES_MADE = "codes_made", _("new recovery codes made")
    SEAT_CLAIMED = "seat_claimed", _("a side of a dialogue kept in this account")
    COUPLE_JOINED = "couple_joined", _("a shared space joined")
    COUPLE_LEFT = "couple_left", _("a shared space left")
    THERAPIST_JOINED = "therapist_joined", _("a therapist joined")
    THERAPIST_LEFT = "therapist_left", _("a therapist’s access ended")
    GRANTED = "granted", _("something shared")
    REVOKED = "revoked", _("sharing ended")
    READ = "read", _("something shared was read by a therapist")
    NOT_OPENED = "not_opened", _("something stored did not open")
    ERASED = "erased", _("account erased")


class Entry(models.Model):
    """One event. `id` is its place among all, from 1 and without gaps; `number` its place among the subject's own.

    `own` and `whole` cover every other column and the entry before, of this subject and of all (see chain.py).
    """

    id = models.BigIntegerField(primary_key=True, help_text="place among all entries, from 1")
    subject = models.CharField(max_length=32, db_index=True, help_text="opaque id of the person it is about")
    number = models.PositiveIntegerField(help_text="place in the subject's chain, from 1")
    event = models.CharField(max_length=24, choices=Event.choices, help_text="what happened")
    actor = models.CharField(max_length=32, help_text="opaque id of the person who did it")
    item = models.CharField(max_length=32, blank=True, help_text="opaque id of what it was done to")
    detail = models.CharField(max_length=24, blank=True, help_text="a short word of ours, such as a sign-in method")
    at = models.BigIntegerField(help_text="unix seconds")
    own = models.BinaryField(help_text="chain of this subject")
    whole = models.BinaryField(help_text="chain of everything")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "number"], name="one_entry_per_number")]


class Head(models.Model):
    """Where a chain ends now: the only rows of the audit that change. Locked while something is added to it."""

    chain = models.CharField(primary_key=True, max_length=32, help_text="whole, or the opaque id of a person")
    number = models.BigIntegerField(help_text="entries in this chain")
    mac = models.BinaryField(help_text="the last entry's place in the chain")
    seal = models.BinaryField(help_text="keyed hash of this row; empty for good once it did not hold")
