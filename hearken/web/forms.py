"""What people fill in on the pages around the room: where leaving ends. Kind errors.

It must never lose what somebody typed, and never show an address as a link before it has been judged.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.web.leaving import OWN, Fault, fault_of, tidied

_PICK = _("Choose one of these pages.")
_WORDS: dict[Fault, Promise] = {
    Fault.LONG: _("That address is longer than we can keep. Up to 200 letters, please."),
    Fault.SCHEME: _("Only addresses that begin with https:// work here."),
    Fault.SIGNS: _("There is a sign in it that we cannot use. It may help to copy it from the browser’s address bar."),
    Fault.LOGIN: _("There is an @ before the name of the site. Leave out that part, and we can use it."),
    Fault.PORT: _("There is a number after the name of the site. Leave out that part, and we can use it."),
    Fault.HOST: _("We could not find the name of a site in it, such as www.example.org."),
    Fault.HERE: _(
        "That is an address of this server, where your pages are. Choose a plain page of ours, or another site."
    ),
}


class LeavingForm(forms.Form):
    """One of our plain pages, an address of one's own, or nothing chosen ("")."""

    OTHER = "other"
    where = forms.ChoiceField(
        choices=[("", ""), *((key, key) for key in OWN), (OTHER, OTHER)],
        required=False,
        error_messages={"invalid_choice": _PICK},
    )
    address = forms.CharField(label=_("Its address"), required=False)

    def clean(self) -> dict[str, str]:
        said: dict[str, str] = self.cleaned_data
        if said.get("where") != self.OTHER or "address" not in said:
            return said
        if not said["address"]:
            raise ValidationError({"address": _("Type an address, such as https://www.example.org.")})
        said["address"] = tidied(said["address"])
        if fault := fault_of(said["address"]):
            raise ValidationError({"address": _WORDS[fault]})
        return said

    def choice(self) -> str:
        """A key of OWN, an address without a fault, or "". For a form that is valid."""
        said = self.cleaned_data
        return str(said["address"] if said["where"] == self.OTHER else said["where"])
