"""A name that holds the end of a script element is put into the page as it stands."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from hearken.directory.models import Listing

TARGET = "hearken.finder.listing_contact.data"
TEST = "tests/apps/finder/test_listing.py::test_t39_a_name_cannot_end_the_data_or_become_markup"


def replacement(row: Listing, _terms: Iterable[str]) -> SafeString:
    return mark_safe(f'<script type="application/ld+json">{{"name": "{row.name}"}}</script>')
