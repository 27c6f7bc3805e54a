"""How a place is reached: numbers, its website, where it is. And the same as data for machines (schema.org).

It must never give an address that a place keeps to itself, never lead anywhere but to http or https, and never write a
rating: we have none to give.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearken.directory import changes
from hearken.directory.models import Listing
from hearken.directory.vocabulary import vocabulary

KINDS: dict[str, Promise] = {
    "main": _("Main number"),
    "intake": _("For a first appointment"),
    "hotline": _("Hotline"),
    "tty": _("For text telephones"),
    "fax": _("Fax"),
}
_NOT_CALLED = frozenset({"fax"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number: what to press, what to read, what it is for."""

    href: str
    text: str
    called: str


def numbers(phones: str) -> tuple[Number, ...]:
    """The numbers of a column that can be called, the main one first."""
    found = msgspec.json.decode(phones or "[]", type=list[dict[str, str]])
    found.sort(key=lambda each: each.get("kind") != "main")
    return tuple(
        Number(_dial(each), _text(each), str(KINDS.get(each.get("kind", ""), KINDS["main"])))
        for each in found
        if each.get("number") and each.get("kind") not in _NOT_CALLED
    )


def number_text(value: str) -> str:
    """A number as people read it, from a fact: "617-555-0100 x301"."""
    number, _x, ext = value.partition(" x")
    return _text({"number": number, "ext": ext})


def site(website: str) -> str:
    """The address if it may be a link, else ""."""
    return website if changes.is_site(website) else ""


def where(row: Listing) -> str:
    """Street and town in a line. Of a place that keeps its address, the town."""
    region = row.state if row.confidential else f"{row.state} {row.zip}".strip()
    street = "" if row.confidential else row.street
    return ", ".join(part for part in (street, row.city, region) if part)


def data(row: Listing, terms: Iterable[str]) -> SafeString:
    """What is said above, once more for machines: a script element that holds data and runs nothing.

    `terms`: those stated. An invented place has none. Every "<" and "&" is written as a number.
    """
    if row.invented:
        return SafeString("")
    text = json.dumps(_described(row, frozenset(terms)), ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  escaped above


def _described(row: Listing, terms: frozenset[str]) -> dict[str, object]:
    """The same facts under schema.org's names; what is not known is left out."""
    address = {"@type": "PostalAddress", "addressLocality": row.city, "addressRegion": row.state}
    if not row.confidential:
        address |= {"streetAddress": row.street, "postalCode": row.zip}
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "name": row.name,
        "description": row.summary,
        "telephone": next((each.text for each in numbers(row.phones)), ""),
        "url": site(row.website),
        "address": {key: value for key, value in address.items() if value},
        "availableService": [{"@type": "MedicalTherapy", "name": each} for each in _labels(terms, "approach")],
        "paymentAccepted": ", ".join(_labels(terms, "pay")),
        "knowsLanguage": _labels(terms, "language"),
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": each, "value": True} for each in _labels(terms, "access")
        ],
    }
    if row.precision == "publisher" and not row.confidential and row.lat is not None:
        said["geo"] = {"@type": "GeoCoordinates", "latitude": row.lat, "longitude": row.lon}
    return {key: value for key, value in said.items() if value}


def _labels(terms: frozenset[str], facet: str) -> list[str]:
    return [term.label for term in vocabulary().of_facet(facet) if term.key in terms]


def _dial(each: dict[str, str]) -> str:
    """tel: with the country, and the extension as RFC 3966 writes it."""
    found = "".join(sign for sign in each["number"] if sign.isdigit())
    whole = f"+1{found}" if len(found) == 10 else f"+{found}" if len(found) > 10 else found
    ext = "".join(sign for sign in each.get("ext", "") if sign.isdigit())
    return f"tel:{whole};ext={ext}" if ext else f"tel:{whole}"


def _text(each: dict[str, str]) -> str:
    if each.get("ext"):
        return gettext("%(number)s, extension %(ext)s") % {"number": each["number"], "ext": each["ext"]}
    return each["number"]
