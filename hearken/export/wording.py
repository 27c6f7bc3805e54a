"""The words of what is taken along: notices, kinds of turns, and the ledger in sentences. Tables only.

It must never say who ended a space or an access, nor whether there is a drawer.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hearken.core.dialogue import Name
from hearken.couples import ledger
from hearken.couples.consent import Purpose, What

from .models import Kind

REMOVED = gettext_lazy("[removed by author]")
"""In the place of words whose author erased their account."""

NAMES: dict[Kind, Promise] = {
    Kind.MINE: gettext_lazy("What is yours"),
    Kind.OURS: gettext_lazy("What belongs to both of you"),
    Kind.CHECKS: gettext_lazy("Private checks"),
}

HOLDS: dict[Kind, Promise] = {
    Kind.MINE: gettext_lazy(
        "All you wrote and kept, who can read it, your own turns from every dialogue, what you allowed, what happened "
        "to the account, and on which days. Turns of others stand there as a name and a number of words."
    ),
    Kind.OURS: gettext_lazy(
        "The dialogues you both kept, and what either of you shared with the other. The other one’s words are in it in "
        "full only while both of you allow that."
    ),
    Kind.CHECKS: gettext_lazy("The checks that lie in your drawer: each question’s short name, and what you answered."),
}
"""What is in each file, before it is made."""

DRAWER = gettext_lazy(
    "What lies in a drawer, such as a diary, comes along only where the drawer was open on that browser at that "
    "moment. Private checks are never in this file."
)
"""In every file, and on the page, whoever asks: it tells nothing."""

NOTICES: dict[Kind, tuple[Promise, ...]] = {
    Kind.MINE: (
        gettext_lazy(
            "From here on this file is in your hands. Nothing guards it any more: whoever has it can read it."
        ),
        gettext_lazy(
            "If you give it to somebody, they can pass it on. What the law protects with a doctor, a therapist or a "
            "service may not be protected with the next reader."
        ),
        DRAWER,
    ),
    Kind.OURS: (
        gettext_lazy(
            "From here on this file is in your hands. Nothing guards it any more: whoever has it can read it."
        ),
        gettext_lazy(
            "It holds words of two people. The other one’s were said to you and to nobody else: ask before you pass "
            "them on."
        ),
        gettext_lazy(
            "What you keep can be demanded: a court, in a separation for example, can ask either of you for a shared "
            "transcript. If that is a worry, do not keep this file."
        ),
        gettext_lazy(
            "The other one’s words stand here in full only where both of you allowed it, each alone, on the day this "
            "was made. Otherwise there is a name and a number of words."
        ),
    ),
    Kind.CHECKS: (
        gettext_lazy(
            "From here on this file is in your hands. Nothing guards it any more: whoever has it can read it."
        ),
        gettext_lazy(
            "These are your answers on one day. They are no finding about you, and none about anybody else. Passed on, "
            "they may not be protected with the next reader, and they can be demanded like other papers."
        ),
    ),
}

STEPS: dict[str, Promise] = {
    Name.REQUESTED: gettext_lazy("asked for this"),
    Name.INTENDED: gettext_lazy("said what it is for"),
    Name.WELCOMED: gettext_lazy("answered"),
    Name.SENT: gettext_lazy("said"),
    Name.SENT_AGAIN: gettext_lazy("said it once more"),
    Name.MIRRORED: gettext_lazy("said it back"),
    Name.SAID_BACK_AGAIN: gettext_lazy("said it back after a pause"),
    Name.MISSED: gettext_lazy("said what was missing"),
    Name.SUMMARISED: gettext_lazy("said all of it back"),
    Name.ADDED: gettext_lazy("added"),
    Name.VALIDATED: gettext_lazy("said how it makes sense"),
    Name.PARTLY_VALIDATED: gettext_lazy("said which part makes sense"),
    Name.NOT_YET_VALID: gettext_lazy("said what was not seen yet"),
    Name.EMPATHISED: gettext_lazy("imagined the feeling"),
    Name.OTHER_FEELING_NAMED: gettext_lazy("named another feeling"),
    Name.FEELING_MIRRORED: gettext_lazy("said the feeling back"),
    Name.PARKED: gettext_lazy("put aside for later"),
    Name.HEAT_NOTED: gettext_lazy("how hot it felt, 0 to 10"),
    Name.FELT_HEARD: gettext_lazy("how heard it felt, 0 to 10"),
}
"""What a person did, by the event. One that is not here speaks for itself."""

PERMISSIONS: dict[tuple[str, str], Promise] = {
    (What.GRANTED, Purpose.TOGETHER): gettext_lazy("You let the other one read something."),
    (What.GRANTED, Purpose.CARE): gettext_lazy("You let a therapist read something."),
    (What.GRANTED, Purpose.ALONG): gettext_lazy("You let the other one take your words along."),
    (What.REVOKED, "couple"): gettext_lazy("The other one’s reading of something ended."),
    (What.REVOKED, "link"): gettext_lazy("A therapist’s reading of something ended."),
    (What.REVOKED, Purpose.ALONG): gettext_lazy("You ended taking your words along."),
    (What.LEFT, "couple"): gettext_lazy("A space for two was closed. What was allowed in it ended."),
    (What.LEFT, "link"): gettext_lazy("A therapist’s access ended, and what was allowed through it."),
    (What.ERASED, ""): gettext_lazy("Everything you had allowed ended."),
}
"""Facts of the ledger: by purpose where something was allowed, by reader where it ended."""

NOT_NOW = gettext_lazy("That cannot be taken along at the moment. Nothing was changed.")
NOT_ALONE = gettext_lazy("This device is one that others use, so nothing was changed. Ending it works from anywhere.")
TOO_MUCH = gettext_lazy(
    "It is more than fits into one file: 50 megabytes. That is our limit, and nothing is lost. Whoever runs this "
    "server can help."
)


def counted(name: str, words: int) -> str:
    """What stands in the place of somebody else's words."""
    said = ngettext("[%(name)s, %(count)d word]", "[%(name)s, %(count)d words]", words)
    return said % {"name": name, "count": words}


def called(name: str) -> str:
    """A name, or a plain word where there is none."""
    return name or _("somebody")


def fact(event: str, purpose: str, share: str, reader: str) -> str:
    """A row of the ledger in words. `share`: empty, of a snapshot, or of taking along."""
    about = reader.partition(":")[0]
    if event == What.GRANTED:
        about = purpose
    elif event == What.REVOKED and ledger.is_along(share):
        about = Purpose.ALONG
    return str(PERMISSIONS.get((event, about), ""))
