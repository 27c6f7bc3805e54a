"""The schema of accounts: a person, what they prove themselves with, and where they are signed in.

No column holds a name, an address, a network address or a browser's description in the clear. Sealed columns open only
under the person's own key-encryption key; destroying that key is what erasing a person means. Times are unix seconds.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hearken.lib.ids import opaque


class Person(models.Model):
    """One human being.

    After erasing the row stays as a tombstone: random ids and two days, no name, no passphrase, and a key that is gone.
    """

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    name_digest = models.CharField(max_length=43, unique=True, null=True, help_text="keyed hash of the sign-in name")
    name = models.BinaryField(help_text="the sign-in name, sealed")
    passphrase = models.CharField(max_length=200, blank=True, help_text="Argon2id hash")
    key_id = models.CharField(max_length=43, help_text="the person's key in the key store")
    handle = models.CharField(max_length=43, unique=True, default=opaque, help_text="what passkeys know this person by")
    began_on = models.DateField(help_text="the day the account was made")
    erased_on = models.DateField(null=True, help_text="the day it was erased")


class Method(models.TextChoices):
    """How somebody proved who they are."""

    PASSPHRASE = "passphrase", _("passphrase")
    WITH_CODE = "with_code", _("passphrase and a code")
    PASSKEY = "passkey", _("passkey")


class SignIn(models.Model):
    """One browser that is signed in. The id is public within the account; the secret is in the browser's cookie."""

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    secret = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the cookie's 256 random bits")
    device = models.BinaryField(help_text="what the person calls this device, sealed")
    method = models.CharField(max_length=16, choices=Method.choices, help_text="how they signed in")
    shared = models.BooleanField(default=False, help_text="others use this device: five idle minutes, no sharing")
    began_at = models.BigIntegerField(help_text="unix seconds")
    seen_at = models.BigIntegerField(help_text="unix seconds, to the minute")
    proved_at = models.BigIntegerField(help_text="unix seconds: when they last proved who they are")
    ended_at = models.BigIntegerField(null=True, db_index=True, help_text="unix seconds")


class Passkey(models.Model):
    """A passkey. The credential is sealed; it is found by a keyed hash of its id."""

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    digest = models.CharField(max_length=43, unique=True, help_text="keyed hash of the credential id")
    credential = models.BinaryField(help_text="credential id and public key, sealed")
    count = models.BigIntegerField(default=0, help_text="signature counter of the authenticator")
    name = models.BinaryField(help_text="what the person calls it, sealed")
    made_on = models.DateField(help_text="the day it was added")
    removes_at = models.BigIntegerField(null=True, help_text="unix seconds: from then on it opens nothing")


class CodeApp(models.Model):
    """Time-based one-time codes (RFC 6238). Unconfirmed until a first code was right."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="code_app", primary_key=True)
    secret = models.BinaryField(help_text="the shared secret, sealed")
    confirmed = models.BooleanField(default=False, help_text="a first code was right")
    last_step = models.BigIntegerField(
        default=0, help_text="the last 30-second step that was used, so none works twice"
    )
    removes_at = models.BigIntegerField(null=True, help_text="unix seconds: from then on it is not asked for")


class RecoveryCode(models.Model):
    """One printed code. It works once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=43, unique=True, help_text="keyed hash of the code")
    used_on = models.DateField(null=True, help_text="the day it was used")
