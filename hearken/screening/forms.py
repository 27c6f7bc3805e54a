"""What somebody ticks in "is this for us?". Whatever is not one of the boxes is passed over: nothing here can be wrong.

It must never keep, count or echo what was ticked.
"""

from django import forms

from hearken.core.safety.suitability import Situation, Tap


class ForUsForm(forms.Form):
    """Two lists of boxes. Always valid."""

    situation = forms.Field(required=False, widget=forms.SelectMultiple)
    tap = forms.Field(required=False, widget=forms.SelectMultiple)

    def situations(self) -> frozenset[Situation]:
        return frozenset(each for each in Situation if each in self._ticked("situation"))

    def taps(self) -> frozenset[Tap]:
        return frozenset(each for each in Tap if each in self._ticked("tap"))

    def _ticked(self, name: str) -> list[str]:
        return self.cleaned_data[name] or []
