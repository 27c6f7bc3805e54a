"""The six questions, and the place suggestions look around. Judges input; stores nothing.

Every question can be skipped. The choices are a few of the vocabulary's, those people ask for first; all others are
filters of the search. It must never ask what somebody has, did or is ill with.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearken.directory.asking import Near
from hearken.directory.vocabulary import vocabulary
from hearken.lib import places

from .kept import QUESTIONS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ASKED: "Mapping[str, _StrPromise]" = {
    "who": _("Who is it for?"),
    "approach": _("What kind of help?"),
    "pay": _("How would it be paid?"),
    "format": _("How would you like to meet?"),
    "language": _("In which language, besides English?"),
    "level": _("How much care?"),
}
"""The questions, in the order they are asked. Keys: kept.QUESTIONS."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "who": ("couple", "family", "one", "carer"),
    "approach": (
        *("couples-therapy", "imago", "family-therapy", "couples-workshop", "individual", "group-therapy"),
        *("substance-use-care", "dual-diagnosis", "trauma-counseling", "family-education"),
    ),
    "pay": (
        *("medicaid", "medicare", "private-insurance", "military-insurance", "self-pay", "sliding-scale"),
        *("assistance", "free"),
    ),
    "format": ("in-person", "video", "phone", "group"),
    "language": (),
    "level": (
        *("check-ups", "outpatient", "intensive-outpatient", "day-treatment", "residential", "withdrawal"),
        "recovery-residence",
    ),
}
RADII = (5, 10, 25, 50, 100)
UNKNOWN = _("We do not know this place. A five-digit ZIP works, or a town with its state: “Cambridge, MA”.")
WIDE = _("A state is too wide to measure miles in. Add a town in it, or a five-digit ZIP.")


def _choices(question: str) -> list[tuple[str, str]]:
    words = vocabulary()
    keys = CHOICES[question] or tuple(term.key for term in words.of_facet(question) if term.key != "english")
    return [(key, words.terms[key].label) for key in keys]


class IntakeForm(forms.Form):
    """Six questions, any of them empty. `answers()`: question -> keys."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for question in QUESTIONS:
            self.fields[question] = forms.MultipleChoiceField(
                label=ASKED[question], choices=_choices(question), required=False
            )

    def answers(self) -> dict[str, list[str]]:
        return {question: self.cleaned_data[question] for question in QUESTIONS if self.cleaned_data[question]}


class PlaceForm(forms.Form):
    """Around where suggestions look. `here`: the place that is kept. An empty place takes it back."""

    near = forms.CharField(label=_("ZIP or town"), max_length=places.LONGEST, required=False)
    miles = forms.TypedChoiceField(label=_("How far"), choices=[(each, each) for each in RADII], coerce=int)

    def __init__(self, *args: Any, here: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._here = here

    def stays(self) -> bool:
        """Nobody touched the place: the circle alone is another one."""
        return bool(self._here) and str(self.data.get("near", "")).strip() == self._here

    def clean_near(self) -> Near | None:
        typed = str(self.cleaned_data["near"]).strip()
        if not typed or self.stays():
            return None
        found = places.find(typed)
        if isinstance(found, places.Ambiguous):
            some = ", ".join(found.choices[:4])
            raise forms.ValidationError(_("Several places have this name: %(some)s. Which one?"), params={"some": some})
        if found is None or found.lat is None or found.lon is None:
            raise forms.ValidationError(UNKNOWN)
        if found.kind is places.Kind.STATE:
            raise forms.ValidationError(WIDE)
        return Near(found.lat, found.lon, found.label, found.state)
