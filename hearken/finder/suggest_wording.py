"""The words of suggestions: each reason with what it rests on, and one caution.

It must never word a reason that core/ranking did not try, say "no" for what is not known, or hurry anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from hearken.core.ranking.explain import ONE_OF, PLACE, Reason, Trigger, Why
from hearken.core.ranking.profile import Kind
from hearken.directory.models import Listing
from hearken.directory.vocabulary import vocabulary

OLD = 365
"""Days after which we say from when the newest word on a place is."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What words rest on besides the row. place: around where, as people read it. like: similar to a place shown.

    approach: the term that the page around is about, or "".
    """

    place: str
    wished: Mapping[str, tuple[str, ...]]
    today: date
    like: bool = False
    approach: str = ""


def reasons(why: Why, beside: Beside) -> tuple[str, ...]:
    """Each reason as one sentence, or a few where only together they are one."""
    return tuple(_reason(reason, beside) for reason in why.reasons)


def met(listing: Listing, beside: Beside) -> str:
    """What a place lists of what was asked for outright, or ""."""
    has = set(listing.terms.split())
    terms = [vocabulary().terms[key].label for keys in beside.wished.values() for key in keys if key in has]
    return gettext("Of what you look for it lists: %(terms)s.") % {"terms": ", ".join(terms[:5])} if terms else ""


def caution(listing: Listing, why: Why, beside: Beside) -> str:
    """What to ask first: of the group wished for most of which nothing is known; else how old the newest word is."""
    if why.unknown:
        terms = ", ".join(vocabulary().terms[key].label for key in beside.wished[why.unknown][:3])
        return gettext("Not known: %(terms)s. Ask them first.") % {"terms": terms}
    if (beside.today - listing.checked).days > OLD:
        day = date_format(listing.checked, "F Y")
        return gettext("The newest word on it is from %(day)s. Ask if it still holds.") % {"day": day}
    return ""


def _reason(reason: Reason, beside: Beside) -> str:
    said = [_sentence(trigger, beside) for trigger in reason]
    if len(said) == 1:
        return said[0]
    return gettext("Only taken together: %(reasons)s") % {"reasons": " ".join(said)}


def _sentence(trigger: Trigger, beside: Beside) -> str:
    if trigger.kind == PLACE:
        if not beside.place:
            return gettext("It is nearer than others.")
        return gettext("It is nearer to %(place)s than others.") % {"place": beside.place}
    if trigger.kind == ONE_OF:
        return (
            gettext("It takes people by video or phone. One such place is in the list where there is one."),
            gettext("It has a way to pay less. One such place is in the list where there is one."),
        )[trigger.term == 0]
    words = {"term": _label(trigger.term), "count": len(trigger.names)}
    if beside.like:
        return gettext("Like this place, it lists: %(term)s.") % words
    if trigger.names == (beside.approach,):
        return _of_page(trigger, beside.approach)
    return _of_signal(trigger, words)


def _of_page(trigger: Trigger, approach: str) -> str:
    words = {"term": _label(trigger.term), "meant": vocabulary().terms[approach].label}
    if _key(trigger.term) == approach:
        return gettext("It lists what this page is about: %(term)s.") % words
    return gettext("It lists: %(term)s. That is wider than what this page is about: %(meant)s.") % words


def _of_signal(trigger: Trigger, words: dict[str, object]) -> str:
    match Kind(trigger.kind):
        case Kind.NEED | Kind.FILTER if _key(trigger.term) not in trigger.names:
            meant = {"meant": ", ".join(vocabulary().terms[name].label for name in trigger.names)}
            return gettext("It lists: %(term)s. That is wider than what you look for: %(meant)s.") % (words | meant)
        case Kind.NEED:
            return gettext("You look for this, and it lists it: %(term)s.") % words
        case Kind.FILTER:
            return gettext("You filtered by this, and it lists it: %(term)s.") % words
        case Kind.GUIDE:
            return gettext("You read about this in the guide, and it lists it: %(term)s.") % words
        case Kind.SAVE:
            return (
                ngettext(
                    "Like a place you saved, it lists: %(term)s.",
                    "Like %(count)d places you saved, it lists: %(term)s.",
                    len(trigger.names),
                )
                % words
            )
        case _:
            return (
                ngettext(
                    "Like a place you opened, it lists: %(term)s.",
                    "Like %(count)d places you opened, it lists: %(term)s.",
                    len(trigger.names),
                )
                % words
            )


def _label(term: int) -> str:
    return vocabulary().terms[_key(term)].label


def _key(term: int) -> str:
    return tuple(vocabulary().terms)[term]
