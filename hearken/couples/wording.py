"""The words of sharing: what each audience is called, and the sentences a person agrees to. Tables only.

A sentence here must never push towards sharing. Changing one changes its hash, so that the ledger tells which words
somebody agreed to.
"""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Audience, ItemKind

NAMES: dict[Audience, Promise] = {
    Audience.ME: _("Only you"),
    Audience.ME_THERAPIST: _("You and your therapist"),
    Audience.US: _("The two of you"),
    Audience.US_THERAPIST: _("The two of you and your therapist"),
}
"""The badge on every item."""

AGREED: dict[Audience, Promise] = {
    Audience.ME: _("Nobody else can read this."),
    Audience.ME_THERAPIST: _(
        "Your therapist can read this as it is now, for a year or until you end it. "
        "What you change later stays with you. What was read cannot be unread."
    ),
    Audience.US: _(
        "The other one can read this as it is now, until you end it. What you change later stays with you. "
        "What was read cannot be unread."
    ),
    Audience.US_THERAPIST: _(
        "The other one can read this as it is now, until you end it; your therapist for a year at most. "
        "What you change later stays with you. What was read cannot be unread."
    ),
}
"""What a person agrees to when they choose an audience."""

ALONG = _(
    "When the other one takes along what belongs to both of you, your words may be in that file: from your dialogues, "
    "and what you share with the two of you. It counts only while both of you allow it, and until you end it. "
    "What was taken along before stays where it is."
)
"""What a person agrees to when they let their words be taken along."""

KINDS: dict[ItemKind, Promise] = {
    ItemKind.NOTE: _("A note"),
    ItemKind.OWN_WORDS: _("Your words from a dialogue"),
}


def agreed_to(audience: Audience) -> str:
    """The sentence in its first language: the same hash whatever language the page was in."""
    with translation.override("en"):
        return str(AGREED[audience])


def agreed_to_along() -> str:
    """The same for taking along."""
    with translation.override("en"):
        return str(ALONG)
