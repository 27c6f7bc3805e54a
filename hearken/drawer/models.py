"""The schema of the drawer: a key pair whose private half only its owner's own passphrase (or printed code) opens.

Anything may be put in without opening it; nothing comes out without the passphrase. What a row is (a diary entry, a
private check) stands inside the sealed part: outside there is a day and a size in steps. It must never hold the
passphrase, a hash of it that is cheaper to try than the lock, or the private key in the clear. Times are unix seconds.
"""

from django.db import models

from hearken.accounts.models import Person, SignIn
from hearken.lib.ids import opaque


def _id() -> "models.CharField[str, str]":
    return models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)


class Drawer(models.Model):
    """One person's drawer. Both wraps lie under the person's own key as well, so erasing the person ends them."""

    id = _id()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="drawer")
    public = models.CharField(max_length=64, help_text="the public half of its key pair: good for putting in only")
    salt = models.CharField(max_length=64, help_text="salt of the two locks")
    by_passphrase = models.BinaryField(help_text="the private half, wrapped under the drawer's passphrase")
    by_code = models.BinaryField(help_text="the private half, wrapped under the printed code")
    made_on = models.DateField(help_text="the day it was made")


class Kept(models.Model):
    """One thing in a drawer. What kind of thing stands inside."""

    id = _id()
    drawer = models.ForeignKey(Drawer, on_delete=models.CASCADE, related_name="things")
    body = models.BinaryField(help_text="kind and content, sealed to the drawer; its size shows in steps only")
    kept_on = models.DateField(help_text="the day it was put in")
    changed_on = models.DateField(help_text="the day it was last changed")


class Opening(models.Model):
    """A drawer that is open on one browser. Its private half lies here under a secret only that browser has."""

    id = _id()
    drawer = models.ForeignKey(Drawer, on_delete=models.CASCADE, related_name="openings")
    sign_in = models.OneToOneField(SignIn, on_delete=models.CASCADE, related_name="drawer_opening")
    wrapped = models.BinaryField(help_text="the private half, wrapped under the cookie's secret")
    seen_at = models.BigIntegerField(help_text="unix seconds: five minutes later it is locked")


class Release(models.Model):
    """A wish to take the private checks along. It counts after a day, for a week, once."""

    drawer = models.OneToOneField(Drawer, on_delete=models.CASCADE, primary_key=True, related_name="release")
    asked_at = models.BigIntegerField(help_text="unix seconds")
