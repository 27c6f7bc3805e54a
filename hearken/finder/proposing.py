"""What somebody fills in who knows better: a change to a listing, or a missing place. Kind errors, no word lost.

It must never take markup, never let one network flood whoever reads this, and never promise that a change is shown.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hearken.accounts.limits import network
from hearken.directory import changes
from hearken.directory.models import Listing
from hearken.directory.vocabulary import vocabulary
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

from .listing_contact import site

asking = Limiter(5, 3600, 10_000)
SLOWER = _("That is a lot of changes from one place. Wait an hour, then send this again. Your words are still here.")
TOO_MANY = _("More changes wait here than one person can read. Come back in a few days. Your words are still here.")
NOTHING = _("Nothing here differs from what the listing says. Change what is wrong, or write a note.")
PLAIN = _("Plain words only, please: there is something in it that looks like code of a web page.")
MANY = _("Those are more ticks than we can keep at once. Send the most important ones first, please.")
_SHUT = _("If the place is not there any more, tick that it has closed.")
KEPT = {
    "name": format_lazy("{} {}", _("A place needs a name here."), _SHUT),
    "city": format_lazy("{} {}", _("A place needs its town here."), _SHUT),
    "state": format_lazy("{} {}", _("A place needs its state here."), _SHUT),
    "phone": format_lazy("{} {}", _("Leave a phone number or a website, so that people can reach it."), _SHUT),
}
"""What is said where a change would leave nothing to find or reach a place by."""
SAYABLE = ("approach", "pay", "format", "language", "access", "hours")
"""What people are asked to say more of. Licences are left out: those who give them say so."""
_LINES = ("name", "street", "city", "state", "zip", "phone", "website")
_WHERE = ("street", "city", "state", "zip")
_TEXTS = ("summary", "hours", "cost", "note")


def may_ask(request: HttpRequest) -> bool:
    """Somebody at this network address may send one more."""
    return asking.allow(network(request), clock.monotonic())


class ProposalForm(forms.Form):
    """Filled with what is shown; what differs is asked for. `yes`, `no`: terms to add and to take away.

    A field that was not sent is one nobody touched: it stands as it is shown.
    """

    name = forms.CharField(label=_("Name of the place"), required=False)
    street = forms.CharField(label=_("Street and number"), required=False)
    city = forms.CharField(label=_("Town"), required=False)
    state = forms.CharField(label=_("State, in two letters"), required=False)
    zip = forms.CharField(label=_("ZIP code"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False)
    website = forms.CharField(label=_("Website"), required=False)
    summary = forms.CharField(label=_("In one or two lines: who comes here, and for what?"), required=False)
    hours = forms.CharField(label=_("Opening hours"), required=False)
    cost = forms.CharField(label=_("What it costs"), required=False)
    yes = forms.MultipleChoiceField(required=False)
    no = forms.MultipleChoiceField(required=False)
    closed = forms.BooleanField(label=_("This place has closed"), required=False)
    note = forms.CharField(label=_("Anything else we need to know"), required=False)
    contact = forms.CharField(label=_("How we can ask you back, if you like"), required=False, max_length=200)

    def __init__(self, sent: QueryDict | None, *, row: Listing | None) -> None:
        now = changes.values(row)
        super().__init__(_completed(sent, now), initial=now)
        self._untouched = frozenset(_LINES + _TEXTS).difference(sent or ())
        self._row, self._now = row, now
        for field in _WHERE if row and row.confidential else ():
            del self.fields[field]  # it keeps them to itself, here too
        terms = set(now.get("yes", "").split())
        known = vocabulary()
        offered = [term for facet in SAYABLE for term in known.of_facet(facet)]
        _choices(self, "yes", [(term.key, term.label) for term in offered if term.key not in terms])
        _choices(self, "no", [(term.key, term.label) for term in known.terms.values() if term.key in terms])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for field in self._words():
            try:
                said[field] = changes.plain(said.get(field, ""), changes.FIELDS.get(field, 200))
            except changes.NotPlain:
                self.add_error(field, self._why_not(said.get(field, "")))
        for field in ("yes", "no"):
            if len(" ".join(said.get(field, ()))) > changes.FIELDS[field]:
                self.add_error(None, MANY)
        if self._row is None and not self.errors:
            self._assert_can_be_found(said)
        return said

    def clean_website(self) -> str:
        text = str(self.cleaned_data["website"]).strip()
        whole = text if "://" in text or not text else f"https://{text}"
        if whole and not site(whole):
            raise ValidationError(_("That is no address of a website, such as www.example.org."))
        return whole

    def clean_zip(self) -> str:
        text = str(self.cleaned_data["zip"]).strip()[:5]
        if text and not (len(text) == 5 and text.isascii() and text.isdigit()):
            raise ValidationError(_("A ZIP code has five digits."))
        return text

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).strip().upper()

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        if text and len(changes.digits(text)) < 10:
            raise ValidationError(_("A phone number has ten digits, with the area code."))
        return text

    def asked(self) -> dict[str, str]:
        """Field -> new text, for a form that is valid. What nobody touched is as it was, and asks for nothing."""
        said: Mapping[str, Any] = self.cleaned_data
        fields = [field for field in self._words() if field != "contact" and field not in self._untouched]
        asked = {field: said[field] for field in fields if said[field] or self._now.get(field)}
        asked |= {field: " ".join(said[field]) for field in ("yes", "no") if said[field]}
        return asked | ({"closed": "yes"} if said["closed"] else {})

    def reach(self) -> str:
        """How whoever asks can be reached, as they said."""
        return str(self.cleaned_data["contact"])

    def _words(self) -> list[str]:
        return [field for field in (*_LINES, *_TEXTS, "contact") if field in self.fields]

    def _assert_can_be_found(self, said: Mapping[str, Any]) -> None:
        """A new place needs a name, a town, and a way to reach it."""
        for field, words in _NEEDED.items():
            if not said[field]:
                self.add_error(field, words)
        if not (said["phone"] or said["website"]):
            self.add_error("phone", _("Give a phone number or a website, so that people can reach it."))

    @staticmethod
    def _why_not(text: str) -> Any:
        return _("That is longer than we can keep. Shorten it a little, please.") if "<" not in text else PLAIN


_NEEDED = {
    "name": _("What is the place called?"),
    "city": _("Which town is it in?"),
    "state": _("Which state is it in?"),
}


def _completed(sent: QueryDict | None, now: Mapping[str, str]) -> QueryDict | None:
    """What was sent, and what is shown in every field that was not: a form that comes back has every word in it."""
    if sent is None:
        return None
    whole = sent.copy()
    for field in (*_LINES, *_TEXTS):
        if field in now:
            whole.setdefault(field, now[field])
    return whole


def page(form: ProposalForm, row: Listing | None) -> dict[str, Any]:
    """What finder/listing_wrong.html needs. `adds`, `takes`: the terms to tick, by facet."""
    known = vocabulary()
    choices: list[tuple[str, str]] = form.fields["yes"].choices  # type: ignore[attr-defined]
    facets = [
        (known.facets[facet], [each for each in choices if known.terms[each[0]].facet == facet]) for facet in SAYABLE
    ]
    return {
        "form": form,
        "row": row,
        "lines": [form[field] for field in _LINES if field in form.fields],
        "texts": [form[field] for field in ("hours", "cost", "summary", "note")],
        "adds": [(label, choices) for label, choices in facets if choices],
        "takes": list(form.fields["no"].choices),  # type: ignore[attr-defined]
        "ticked": {*_ticked(form, "yes"), *_ticked(form, "no")},
    }


def _ticked(form: ProposalForm, field: str) -> list[str]:
    return form.data.getlist(field) if form.is_bound else []  # type: ignore[attr-defined]


def _choices(form: forms.Form, field: str, choices: list[tuple[str, str]]) -> None:
    form.fields[field].choices = choices  # type: ignore[attr-defined]
