"""The sentences of the search page. Plain, kind, and never a reproach for what was typed."""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hearken.directory.asking import Near, Query, Sort
from hearken.directory.vocabulary import Term, vocabulary
from hearken.lib import places

from .answers import Answer
from .forms import Remark, Said
from .near_miss import Drop, Gain, Rung
from .said import Voice

REMARKS: dict[Said, Promise] = {
    Said.CUT: _("We read the first %(what)s letters of what you typed."),
    Said.MANY_WORDS: _("We looked for the first %(what)s words."),
    Said.LONG_WORD: _("A very long word was looked for by its beginning."),
    Said.ONLY_SMALL: _("Those words stand in every line, so we left them out. A name or a kind of help finds more."),
    Said.NO_WORD: _("There was no word in that to look for."),
    Said.UNKNOWN: _("We do not know the choice “%(what)s”, so we left it out."),
    Said.PADDED: _("We read the ZIP code as %(what)s. Spreadsheets drop a leading zero."),
    Said.ALIAS: _("“%(what)s” was read as %(read_as)s."),
    Said.NO_PLACE: _(
        "We do not know a place called “%(what)s”. A ZIP code, or a town with its state such as Salem, OR, works best."
    ),
    Said.ASK_WHICH: _("There are several places called “%(what)s”. Which one is it?"),
    Said.NO_MAP: _("%(what)s is a ZIP code without a place on the map. The ZIP code of a town near you works."),
    Said.STATE_ONLY: _(
        "A state is too wide to measure miles in, so this is every place in %(what)s."
        " To see who is near, add a town or a ZIP code."
    ),
    Said.STATE_VIDEO: _(
        "A state is too wide to measure miles in, so this is who works by video in %(what)s."
        " Without the tick for video it is every place there. To see who is near, add a town or a ZIP code."
    ),
    Said.VIDEO_WHERE: _(
        "Care by video is allowed state by state. Add your town, ZIP code or state, and we can say who may see you."
    ),
    Said.PAGE: _("We show the first %(what)s. A closer circle or one more choice brings the rest nearer."),
}
SORTS: dict[Sort, Promise] = {
    Sort.DISTANCE: _("Nearest"),
    Sort.RELEVANCE: _("Closest to your words"),
    Sort.FIT: _("Closest to your answers"),
}
FULLEST = _("Most is known")
"""What relevance means without words."""


def remark(said: Remark) -> str:
    return str(REMARKS[said.said]) % {"what": said.detail, "read_as": said.read_as}


def count(number: int) -> str:
    """1,234 places."""
    if not number:
        return gettext("No place")
    return ngettext("%(n)s place", "%(n)s places", number) % {"n": f"{number:,}"}


def circle(near: Near) -> str:
    """Within 25 miles of Cambridge, MA. The circle that is applied is the one that is said."""
    if near.miles is None:
        return gettext("at any distance from %(place)s") % {"place": near.label}
    told = {"n": near.miles, "place": near.label}
    return ngettext("within %(n)s mile of %(place)s", "within %(n)s miles of %(place)s", near.miles) % told


def around(query: Query) -> str:
    """Where was looked, to go after a number of places."""
    state = places.state_name(query.virtual_in)
    by_video = gettext("by video in %(state)s") % {"state": state} if state else ""
    if query.in_state:
        return inside(query.in_state)
    if query.near is None:
        return by_video or gettext("anywhere")
    if not by_video:
        return circle(query.near)
    return gettext("%(one)s, or %(other)s") % {"one": circle(query.near), "other": by_video}


def inside(state: str) -> str:
    """In Arizona."""
    return gettext("in %(state)s") % {"state": places.state_name(state)}


def headline(answer: Answer) -> str:
    told = {"count": count(answer.result.total), "where": around(answer.query)}
    return gettext("%(count)s %(where)s") % told


def title(query: Query) -> str:
    """The heading of the page: the kind of help where one was asked."""
    asked = query.terms.get("approach", frozenset())
    if len(asked) != 1:
        return gettext("Find someone who can help")
    return gettext("Find someone who offers %(what)s") % {"what": label(next(iter(asked)))}


def label(key: str) -> str:
    """A term as people read it."""
    return gettext(vocabulary().terms[key].label)


def miles(number: float | None) -> str:
    """About 3 miles: a ZIP's middle is off by 3.4 miles in one case of ten."""
    if number is None:
        return gettext("distance not known")
    said = places.about(number)
    return ngettext("about %(n)s mile", "about %(n)s miles", said) % {"n": f"{said:,}"}


def voice(heard: Voice) -> str:
    day = month(heard.as_of) if heard.survey else date_format(heard.as_of, "j M Y")
    if heard.own:
        return gettext("Its own statement, %(day)s") % {"day": day}
    return gettext("%(source)s, %(day)s") % {"source": heard.name, "day": day}


def says(term: str, heard: Voice) -> str:
    """Who says this very thing."""
    return gettext("%(what)s: %(who)s") % {"what": label(term), "who": voice(heard)}


def checked(days: int) -> str:
    return gettext("looked at in the last %(n)s days") % {"n": days}


def rung(rung: Rung) -> str:
    """The heading of a wider group: what its places really state."""
    if rung.last:
        return gettext("%(what)s, survey code") % {"what": label(rung.term.key)}
    return gettext("States %(what)s") % {"what": _inside(rung.term)}


def exact(query: Query) -> str:
    """The heading of what was found where wider groups follow it."""
    asked = [term for key, term in vocabulary().terms.items() if key in query.terms.get("approach", ())]
    return gettext("States %(what)s") % {"what": gettext(" or ").join(_inside(term) for term in asked)}


def rung_note(rung: Rung) -> str:
    if rung.last:
        return gettext(
            "The survey asks about couples or family therapy in one box, so we cannot tell which of the two it is."
            " It is fine to ask."
        )
    return gettext("They do not say more than that. It is fine to ask how they work.")


def search_for(key: str) -> str:
    return gettext("Search for %(what)s instead") % {"what": _inside(vocabulary().terms[key])}


def _inside(term: Term) -> str:
    """A label inside a sentence: names keep their capital."""
    text = gettext(term.label)
    return text if term.key in _NAMES else text[:1].lower() + text[1:]


_NAMES = frozenset({"imago", "gottman", "eft-couples", "cbt", "dbt", "emdr", "matrix"})


def gain(gain: Gain) -> str:
    """12 more within 50 miles."""
    more = ngettext("%(n)s more", "%(n)s more", gain.more) % {"n": f"{gain.more:,}"}
    if gain.way.drop is Drop.ALL:
        more = count(gain.more)
    return gettext("%(more)s %(how)s") % {"more": more, "how": _GAINS[gain.way.drop](gain)}


def _wider(gain: Gain) -> str:
    near = gain.way.query.near
    return circle(near) if near else ""


_GAINS: dict[Drop, Callable[[Gain], str]] = {
    Drop.TERM: lambda gain: gettext("without “%(what)s”") % {"what": label(gain.way.term.key) if gain.way.term else ""},
    Drop.WORDS: lambda gain: gettext("without the words you typed"),
    Drop.CHECKED: lambda gain: gettext("whenever they were last looked at"),
    Drop.WIDER: _wider,
    Drop.ALL: lambda gain: gettext("with nothing but the place"),
    Drop.VIDEO: lambda gain: gettext("if video is fine too"),
    Drop.BY_VIDEO: lambda gain: gettext("%(where)s, in person too") % {"where": inside(gain.way.query.in_state)},
    Drop.STATE: lambda gain: gettext("in every state"),
}


def month(day: date) -> str:
    return date_format(day, "F Y")
