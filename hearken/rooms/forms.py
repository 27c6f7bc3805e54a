"""What people fill in before a dialogue: names, a code, a way back. Kind errors, nothing lost."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearken.lib import ids

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME_CHARS = 40


def _name(label: "StrOrPromise", missing: "StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NAME_CHARS,
        error_messages={"required": missing, "max_length": _("That is a little long. Up to 40 letters, please.")},
    )


class StartForm(forms.Form):
    """First names or initials of both."""

    mine = _name(_("Your name"), _("What would you like to be called? Initials are fine."))
    other = _name(_("The other name"), _("What is the other person called? Initials are fine."))

    def clean_mine(self) -> str:
        return _one_line(self.cleaned_data["mine"])

    def clean_other(self) -> str:
        return _one_line(self.cleaned_data["other"])


class CodeForm(forms.Form):
    """Six letters and digits. Spaces, dashes, small letters and look-alikes are forgiven."""

    code = forms.CharField(
        label=_("The code"),
        max_length=40,
        error_messages={"required": _("Type the six letters and digits from the other screen.")},
    )

    def clean_code(self) -> str:
        code = ids.clean_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("A code has six letters and digits. Look at the other screen once more."))
        return code


class ReturnForm(forms.Form):
    """The part of a return link behind the #."""

    secret = forms.CharField(
        label=_("Your way back"),
        max_length=120,
        error_messages={"required": _("Paste the link you kept, or the part behind the # sign.")},
    )

    def clean_secret(self) -> str:
        return str(self.cleaned_data["secret"]).rpartition("#")[2].strip()


def _one_line(name: str) -> str:
    """Names are shown in sentences: no line breaks or control characters."""
    plain = "".join(letter for letter in name if letter.isprintable()).strip()
    if not plain:
        raise ValidationError(_("What would you like to be called? Initials are fine."))
    return plain
