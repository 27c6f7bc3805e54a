"""Tickets for a download. It must never hold anything of what is downloaded: the file is made when it is asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hearken.accounts.models import SignIn
from hearken.lib.ids import opaque


class Kind(models.TextChoices):
    """What is taken along."""

    MINE = "mine", _("what is mine")
    OURS = "ours", _("what is ours")
    CHECKS = "checks", _("private checks")


class Ticket(models.Model):
    """One download, once, on the browser that asked for it. Deleted when it is used."""

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="tickets")
    kind = models.CharField(max_length=8, choices=Kind.choices, help_text="what is taken along")
    expires_at = models.BigIntegerField(help_text="unix seconds: 15 minutes after it was asked for")
