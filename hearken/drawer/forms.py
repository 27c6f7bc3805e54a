"""What people fill in at their drawer: a passphrase, the printed code, a diary entry. Kind errors, no word lost.

It must never say whether there is a drawer, and never strip or change a passphrase.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearken.accounts import names, passphrases
from hearken.accounts.factor_forms import CODE_CHARS, one_line
from hearken.accounts.models import Person

from .sealing import Sort, Thing

LEAST = 12
"""Letters, digits and spaces: whoever takes every file and every key guesses at it at their own speed."""
TITLE_CHARS = 120
TEXT_CHARS = 20_000
SHORT = _("That is a little short. Use at least 12 letters, digits or spaces: four words will do.")
SIGN_IN_ONE = _("That one signs you in already. The drawer needs one of its own, or it would add nothing.")


class OpenForm(forms.Form):
    """The drawer's passphrase."""

    passphrase = forms.CharField(
        label=_("Passphrase of the drawer"),
        strip=False,
        error_messages={"required": _("Type the passphrase of the drawer.")},
    )


class PassphraseForm(forms.Form):
    """A new passphrase for the drawer: never the one this person signs in with."""

    passphrase = forms.CharField(
        label=_("A passphrase for the drawer"),
        strip=False,
        error_messages={"required": _("Choose a passphrase, or go back to the one we offered.")},
    )

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self._person = person

    def clean_passphrase(self) -> str:
        text = str(self.cleaned_data["passphrase"])
        if len(passphrases.normal(text)) < LEAST:
            raise ValidationError(SHORT)
        if problems := passphrases.problems(text, names.name_of(self._person), LEAST):
            raise ValidationError(list(problems))
        if passphrases.matches(text, self._person.passphrase):
            raise ValidationError(SIGN_IN_ONE)
        return text


class MakeForm(PassphraseForm):
    """A passphrase and a tick: nobody learns of the price later."""

    understood = forms.BooleanField(
        label=_("I understand: without the passphrase and without the code, what is in it is lost"),
        error_messages={"required": _("Tick this first, if it is all right with you.")},
    )


class CodeForm(PassphraseForm):
    """The printed code, and a new passphrase."""

    code = forms.CharField(
        label=_("The printed code"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _("Type the twenty letters and digits of the code.")),
    )


class EmptyForm(forms.Form):
    """One tick, so that emptying is never one slip of a thumb."""

    understood = forms.BooleanField(
        label=_("I understand that nothing in it comes back"),
        error_messages={"required": _("Tick this first, if it is what you want.")},
    )


class EntryForm(forms.Form):
    """A diary entry. `drawer`: our word, on a page of an open drawer, that there is one to put this into.
    `lock`: sent by the page itself, because nobody touched it for five minutes.
    """

    title = forms.CharField(
        label=_("Title, if you like"),
        max_length=TITLE_CHARS,
        required=False,
        error_messages={"max_length": _("That is a little long for a title. Up to 120 letters, please.")},
    )
    text = forms.CharField(
        label=_("Your words"), error_messages={"required": _("There are no words yet. Write some, or go back.")}
    )
    drawer = forms.CharField(required=False)
    lock = forms.CharField(required=False)

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_text(self) -> str:
        text = _as_typed(self.cleaned_data["text"])
        if len(text) > TEXT_CHARS:
            raise ValidationError(
                _("That is more than one page can hold: up to 20,000 letters. Nothing is lost. Make two of it.")
            )
        return text

    def locks(self) -> bool:
        """The page sent itself."""
        return bool(self.is_bound and self.data.get("lock"))

    def may_be_kept(self) -> bool:
        """It holds, or nobody is there to be asked and there are words: those are kept as they are."""
        return self.is_valid() or (self.locks() and bool(self._said("text") or self._said("title")))

    def thing(self, made_at: str) -> Thing:
        """For a form that may be kept. `made_at`: the day, as an ISO date."""
        title, text = one_line(self._said("title")), self._said("text")
        if len(title) > TITLE_CHARS:
            title, text = "", f"{title}\n\n{text}"
        return Thing(Sort.DIARY, title, text, made_at=made_at)

    def whole(self) -> str:
        """Every word typed, for the eyes of web/care.py alone."""
        return f"{self._said('title')}\n{self._said('text')}"

    def _said(self, name: str) -> str:
        return _as_typed(self.data.get(name, "")).strip()


def _as_typed(text: str) -> str:
    """Browsers send each line break as two signs; a person who counts letters does not."""
    return str(text).replace("\r\n", "\n")
