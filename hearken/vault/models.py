"""The one table of the key store: key-encryption keys, each wrapped by the root key.

It must never hold a fact about a person. A row says what kind of key it is and the day it was made, no more:
no owner, no room, no hour. Whoever copies this table learns how many keys there are and nothing else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hearken.lib import ids


class Kind(models.TextChoices):
    """Whose key it is. Part of what the wrap is bound to, so a key cannot be passed off as another kind."""

    SEAT = "seat", _("Seat in a room")
    PERSON = "person", _("Person")
    COUPLE = "couple", _("Couple")
    THERAPIST = "therapist", _("A therapist's way to one client")
    INDEX = "index", _("Blind index")
    AUDIT = "audit", _("Audit")


class Key(models.Model):
    """One key-encryption key. Deleting the row destroys everything wrapped under it."""

    id = models.CharField(primary_key=True, max_length=43, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    wrapped = models.BinaryField()
    root_version = models.PositiveSmallIntegerField()
    created_on = models.DateField()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")

    def __str__(self) -> str:
        return "key"
