"""What people fill in about their factors, and what a browser says about a passkey. Kind errors, nothing lost."""

from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

CODE_CHARS = 96  # a printed code with a space or dash between all its signs, and room to spare


class Answer(msgspec.Struct):
    """What passkey.js sends. The credential is judged by passkeys.py; the rest is as the page's fields had it."""

    credential: dict[str, Any]
    name: str = ""
    device: str = ""
    shared: bool = False


_decode = msgspec.json.Decoder(Answer).decode


def answer(body: bytes) -> Answer | None:
    """The parsed answer, or None where it is not one."""
    try:
        said = _decode(body)
    except (msgspec.MsgspecError, UnicodeError):
        return None
    said.name, said.device = one_line(said.name), one_line(said.device)
    return said


def one_line(name: str) -> str:
    """Names are shown in sentences: no line breaks or control characters."""
    return "".join(letter for letter in name if letter.isprintable()).strip()


class AppCodeForm(forms.Form):
    """The first code of an app."""

    code = forms.CharField(
        label=_("The code the app shows"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(("required", "max_length"), _("Type the six digits the app shows now.")),
    )


class SecondForm(forms.Form):
    """The second step of signing in: six digits of an app, or a printed code."""

    code = forms.CharField(
        label=_("The code"),
        max_length=CODE_CHARS,
        error_messages=dict.fromkeys(
            ("required", "max_length"), _("Type the six digits from your app, or one of your printed codes.")
        ),
    )
