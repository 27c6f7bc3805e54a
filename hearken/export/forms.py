"""What is chosen on these pages: what to take along, and whether one's words may be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Kind

LET, KEEP_BACK = "let", "keep"
ASK, CANCEL, TAKE = "ask", "cancel", "take"


class KindForm(forms.Form):
    """Mine or ours. Checks have a page of their own."""

    kind = forms.ChoiceField(choices=[each for each in Kind.choices if each[0] != Kind.CHECKS])

    def chosen(self) -> Kind:
        """For a valid form."""
        return Kind(self.cleaned_data["kind"])


class AlongForm(forms.Form):
    """Letting one's words be taken along, or ending it."""

    say = forms.ChoiceField(choices=[(LET, _("Allow it")), (KEEP_BACK, _("End it"))])


class ChecksForm(forms.Form):
    """Asking for the checks, calling it off, or taking them."""

    do = forms.ChoiceField(choices=[(ASK, _("Ask for them")), (CANCEL, _("Call it off")), (TAKE, _("Take them along"))])
