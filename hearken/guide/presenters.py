"""The guide's own words around what its pages say: groups of the list, the line of the review, names of sources.

It must never say that somebody reviewed a page where its file names nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from .pages import Kind, Page, Source

KINDS: dict[Kind, Promise] = {
    Kind.THERAPY: gettext_lazy("The method"),
    Kind.NEIGHBOUR: gettext_lazy("Other ways to get help"),
    Kind.TERM: gettext_lazy("Words you will meet when you search"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of one kind, under its name."""

    title: Promise
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of "On this page"."""

    id: str
    title: str


def groups(pages: Iterable[Page]) -> tuple[Group, ...]:
    """The list of the guide: every kind that has pages, in the order of Kind."""
    held = tuple(pages)
    made = (Group(KINDS[kind], tuple(page for page in held if page.kind is kind)) for kind in Kind)
    return tuple(group for group in made if group.pages)


def review(page: Page) -> str:
    """When the page was checked and who of the field read it, in sentences."""
    day = {"day": date_format(page.checked, "j F Y")}
    said = gettext("Last checked on %(day)s.") % day
    if not page.by:
        return f"{said} {gettext('Not yet read by a clinician.')}"
    return f"{said} {gettext('Read by %(who)s.') % {'who': page.by}}"


def stops(page: Page) -> tuple[Stop, ...]:
    """Where one can go on the page, top to bottom."""
    return (
        *((Stop("short", gettext("In short")),) if page.overview else ()),
        *(Stop(section.id, section.title) for section in page.sections if section.id),
        *((Stop("asked", gettext("Often asked")),) if page.faq else ()),
        *((Stop("find", gettext("Find options")),) if page.approach else ()),
        Stop("sources", gettext("Sources")),
    )


def source_note(source: Source) -> str:
    """Where a source was read; of general knowledge, that nobody has looked it up."""
    if source.general:
        return gettext("General knowledge of the field. Nobody has looked it up for this page yet.")
    return f"{source.where}."
