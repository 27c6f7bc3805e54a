"""What people fill in before a dialogue: names, how they sit, a code, a way back. Kind errors, nothing lost."""

from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearken.lib import ids

NAME_CHARS = 40


class Shape(StrEnum):
    """How two people sit, or one with a script."""

    ONE = "one"
    TWO = "two"
    FAR = "far"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What somebody asked for. `mine` and `other` are never empty."""

    shape: Shape
    aloud: bool
    mine: str
    other: str


def _name(label: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        max_length=NAME_CHARS,
        required=False,
        error_messages={"max_length": _("That is a little long. Up to 40 letters, please.")},
    )


class StartForm(forms.Form):
    """First names or initials of both, if they like; how they sit; whether they talk or write."""

    mine = _name(_("Your name"))
    other = _name(_("The other name"))
    shape = forms.ChoiceField(
        choices=[(shape.value, shape.value) for shape in Shape],
        initial=Shape.ONE.value,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you sit.")),
    )
    voice = forms.ChoiceField(
        choices=[("", ""), ("aloud", "aloud"), ("written", "written")],
        required=False,
        error_messages={"invalid_choice": _("Choose one of these three.")},
    )

    def clean_mine(self) -> str:
        return _one_line(self.cleaned_data["mine"])

    def clean_other(self) -> str:
        return _one_line(self.cleaned_data["other"])

    def asked(self) -> Beginning:
        """What was asked for, with letters for names that were left empty. For a valid form."""
        given = self.cleaned_data
        shape, voice = Shape(given["shape"]), given["voice"]
        mine = given["mine"] or str(_("A"))
        if shape is Shape.ALONE:
            return Beginning(shape, False, mine, _script_for(mine))
        aloud = voice == "aloud" or (not voice and shape is not Shape.FAR)
        return Beginning(shape, aloud, mine, given["other"] or str(_("B")))


def _script_for(mine: str) -> str:
    """The name of the one who answers from a script: never the person's own."""
    ben = str(_("Ben"))
    return str(_("Ana")) if mine.casefold() == ben.casefold() else ben


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
    return "".join(letter for letter in name if letter.isprintable()).strip()
