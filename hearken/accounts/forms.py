"""What people fill in to make an account, to come in, to prove who they are, and to come back. Kind errors.

It must never say whether a name exists, and never strip or change a passphrase: that is passphrases.normal's business.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import names, passphrases
from .factor_forms import CODE_CHARS, one_line
from .names import TYPED_CHARS, Offer
from .sessions import DEVICE_CHARS

_TYPED = _("Type your sign-in name: two words and four letters.")
_NOT_YET = _("Type your passphrase.")
ANOTHER_NAME = _("That name could not be given any more, so here is another. The rest is as you left it.")


def _new_passphrase() -> forms.CharField:
    return forms.CharField(
        label=_("Passphrase"),
        strip=False,
        error_messages={"required": _("Choose a passphrase, or go back to the one we offered.")},
    )


class DeviceForm(forms.Form):
    """What somebody calls this device, if they like, and whether others use it."""

    device = forms.CharField(
        label=_("A name for this device"),
        max_length=DEVICE_CHARS,
        required=False,
        error_messages={"max_length": _("That is a little long. Up to 40 letters, please.")},
    )
    shared = forms.BooleanField(label=_("Others use this device too"), required=False)

    def clean_device(self) -> str:
        return one_line(self.cleaned_data["device"])


class SignUpForm(DeviceForm):
    """The name we drew, with our word for it, and a passphrase."""

    name = forms.CharField(max_length=TYPED_CHARS, required=False)
    until = forms.CharField(max_length=12, required=False)
    signature = forms.CharField(max_length=40, required=False)
    passphrase = _new_passphrase()

    def clean_passphrase(self) -> str:
        return _judged(self.cleaned_data["passphrase"], self.cleaned_data.get("name", ""))

    def offer(self) -> Offer:
        """The name that came with the form, for a form whose fields were read. Whether it holds is its own to say."""
        said = self.cleaned_data
        return Offer(said.get("name", ""), said.get("until", ""), said.get("signature", ""))


class SignInForm(DeviceForm):
    """A name and a passphrase."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=TYPED_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _TYPED),
    )
    passphrase = forms.CharField(label=_("Passphrase"), strip=False, error_messages={"required": _NOT_YET})


class ProveForm(forms.Form):
    """The passphrase once more."""

    passphrase = forms.CharField(label=_("Passphrase"), strip=False, error_messages={"required": _NOT_YET})


class ResetForm(forms.Form):
    """A name, a printed code, and a new passphrase."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=TYPED_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _TYPED),
    )
    code = forms.CharField(
        label=_("One of your printed codes"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _("Type the twelve letters and digits of one code.")),
    )
    passphrase = _new_passphrase()

    def clean_passphrase(self) -> str:
        return _judged(self.cleaned_data["passphrase"], names.normal(self.cleaned_data.get("name", "")))


class PassphraseForm(forms.Form):
    """A new passphrase for somebody who proved who they are."""

    passphrase = _new_passphrase()

    def __init__(self, *args: Any, name: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self._name = name

    def clean_passphrase(self) -> str:
        return _judged(self.cleaned_data["passphrase"], self._name)


def _judged(text: str, name: str) -> str:
    """The passphrase as typed, or what stands against it."""
    if problems := passphrases.problems(text, name):
        raise ValidationError(list(problems))
    return text
