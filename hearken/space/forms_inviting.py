"""What people fill in for an invitation, and for their own part. Kind errors; every word comes back.

It must never ask for anybody's address, number or name but the one somebody gives themselves.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearken.accounts.factor_forms import one_line
from hearken.couples.actions import inviting

from . import presenters_inviting as presenters
from .forms import AskForm

LINE_CHARS = 300
MOST_FEELINGS = 3
TOO_LONG = _("That is a little long for one line. Up to 300 letters, please.")


class InviteForm(AskForm):
    """What the other one will see this person called, and how long the link lives."""

    days = forms.TypedChoiceField(
        label=_("How long the link works"),
        choices=[(days, presenters.LIVES[days]) for days in inviting.LIVES],
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of these.")),
    )


class OwnPartForm(forms.Form):
    """One thing, up to three feelings, one wish. Each may stay empty, but not all of them."""

    did = forms.CharField(
        label=_("One thing the other one did or does that stays with you"),
        max_length=LINE_CHARS,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    felt = forms.MultipleChoiceField(
        label=_("Up to three feelings, if one fits"),
        choices=presenters.feelings,
        required=False,
        error_messages={"invalid_choice": _("Choose from these.")},
    )
    wish = forms.CharField(
        label=_("What you would love more of"),
        max_length=LINE_CHARS,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def clean_did(self) -> str:
        return one_line(self.cleaned_data["did"])

    def clean_wish(self) -> str:
        return one_line(self.cleaned_data["wish"])

    def clean_felt(self) -> list[str]:
        felt: list[str] = self.cleaned_data["felt"]
        if len(felt) > MOST_FEELINGS:
            raise ValidationError(_("Three are enough. Which ones fit best?"))
        return felt

    def sentences(self) -> list[str]:
        """What was written, in the words of a dialogue. Empty where nothing was. For a valid form."""
        said = self.cleaned_data
        return presenters.own_part(said["did"], said["felt"], said["wish"])

    def whole(self) -> str:
        """Every word, as typed and in sentences (a sign may need both), for `web.care` alone. For a valid form."""
        return "\n".join([self.cleaned_data["did"], self.cleaned_data["wish"], *self.sentences()])
