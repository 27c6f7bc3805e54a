"""What people fill in in their own space and in the couple's: a note, a name, a code, two words. Kind errors.

It must never lose what was typed: a form that is not taken goes back with every word in it.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearken.accounts.factor_forms import one_line
from hearken.couples.actions.pairing import CODE_LENGTH
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.lib import ids

TITLE_CHARS = 120
TEXT_CHARS = 20_000
NAME_CHARS = 40
CODE_CHARS = 60


class NoteForm(forms.Form):
    """A title, if they like, and a text."""

    title = forms.CharField(
        label=_("Title, if you like"),
        max_length=TITLE_CHARS,
        required=False,
        error_messages={"max_length": _("That is a little long for a title. Up to 120 letters, please.")},
    )
    text = forms.CharField(
        label=_("Your words"), error_messages={"required": _("There are no words yet. Write some, or go back.")}
    )

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_text(self) -> str:
        # Browsers send each line break as two signs; a person who counts letters does not.
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if len(text) > TEXT_CHARS:
            raise ValidationError(
                _("That is more than one note can hold: up to 20,000 letters. Nothing is lost. Make two notes of it.")
            )
        return text

    def typed(self) -> str:
        """Every word as it came, taken or not, for the eyes of `web.care` alone."""
        return "\n".join(str(self.data.get(name, "")) for name in self.fields)

    def words(self) -> Words:
        """For a valid form."""
        return Words(self.cleaned_data["title"], self.cleaned_data["text"])


class AudienceForm(forms.Form):
    """Who may read one item. Whether there is such an audience is the domain's to say."""

    audience = forms.ChoiceField(
        choices=Audience.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these.")),
    )

    def chosen(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


class AskForm(forms.Form):
    """What the other one will see this person called."""

    name = forms.CharField(
        label=_("What the other one will see you called"),
        max_length=NAME_CHARS,
        error_messages={
            "required": _("Type a first name or initials."),
            "max_length": _("That is a little long. Up to 40 letters, please."),
        },
    )

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name


class AnswerForm(AskForm):
    """A code somebody gave this person. Spaces, dashes, small letters and look-alikes are forgiven."""

    code = forms.CharField(
        label=_("The code"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _("Type the eight letters and digits of the code.")),
    )

    def clean_code(self) -> str:
        code = ids.clean_code(self.cleaned_data["code"], CODE_LENGTH)
        if code is None:
            raise ValidationError(_("A code has eight letters and digits. Look at it once more."))
        return code


class WordsForm(forms.Form):
    """The two words the other one says."""

    words = forms.CharField(
        label=_("The two words the other one says"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _("Type the two words the other one says to you.")),
    )


class EraseForm(forms.Form):
    """One tick, so that erasing is never one slip of a thumb."""

    understood = forms.BooleanField(
        label=_("I understand that nothing of this comes back"),
        error_messages={"required": _("Tick this first, if it is what you want.")},
    )
