"""The words somebody sends with a link of their own, and the words of their own part. Tables only.

What is sent may be read by others over a shoulder: it names nobody but who sends it and holds one link. It must never
promise, press, complain, or name an illness. Nothing here is ever sent by this software.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_LETTERS = 400
"""A ready text with its link is no longer than this."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A way to say it. `text` has {link} once."""

    key: str
    name: Promise
    text: Promise


TONES = (
    Tone(
        "warm",
        _("Warm"),
        _(
            "I found something I would like to try with you: one talk of about fifteen minutes, where one of us speaks "
            "and the other says it back. Have a look when it suits you. Yes, no and later are all fine. {link}"
        ),
    ),
    Tone(
        "plain",
        _("Plain"),
        _(
            "Here is a way to talk that I would like to try with you. It takes about fifteen minutes. The page says "
            "what it is and what it is not. You can say yes, no or later. {link}"
        ),
    ),
    Tone(
        "light",
        _("Light"),
        _(
            "Two people, a quarter of an hour, one talks and the other says it back. Would you have a look? If it is "
            "not for you, that is all right. {link}"
        ),
    ),
)

REMINDERS = (
    _("The page I sent you is still there, if you would like a look. If not, that is all right too. {link}"),
    _("I will not bring this up again: the page is here, if you would like it. Whatever you choose is fine. {link}"),
)
"""What a reminder may say, the first and the second. There is no third."""

STEMS = (_("When you"), _("I felt"), _("What I would love is"))
"""How the three lines of one's own part begin."""
DID_FELT = _("When you {did}, I felt {felt}.")
DID = _("When you {did}, that stays with me.")
FELT = _("I felt {felt}.")
WISH = _("What I would love is {wish}.")
AND = _("{first} and {last}")
COMMA = _(", ")
