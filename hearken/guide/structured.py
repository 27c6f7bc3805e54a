"""What a page of the guide says, once more for machines: schema.org, in one block of data.

It holds the words of the page and nothing else: no rating, no promise, and a reviewer only where somebody did review. A
block of data is no script: browsers do not run it, and no character in it can end it.
"""

import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .pages import Kind, Page

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
Absolute = Callable[[str], str]
"""A path of ours as a whole address."""


def block(page: Page, absolute: Absolute, index_title: str) -> SafeString:
    """The element that goes into the head of the page."""
    parts = [_medical_page(page, absolute), _crumbs(page, absolute, index_title)]
    if page.faq:
        parts.append(_questions(page, absolute))
    said = json.dumps({"@context": "https://schema.org", "@graph": parts}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(said.translate(_ESCAPES)))


def _address(page: Page, absolute: Absolute) -> str:
    return absolute(reverse("guide_page", args=[page.slug]))


def _medical_page(page: Page, absolute: Absolute) -> dict[str, Any]:
    about = "DefinedTerm" if page.kind is Kind.TERM else "MedicalTherapy"
    said: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "@id": _address(page, absolute),
        "url": _address(page, absolute),
        "name": page.title,
        "description": page.lead,
        "inLanguage": "en",
        "lastReviewed": page.checked.isoformat(),
        "about": {"@type": about, "name": page.title},
        "citation": [_work(source) for source in page.sources if not source.general],
    }
    return said | ({"reviewedBy": {"@type": "Person", "name": page.by}} if page.by else {})


def _work(source: Any) -> dict[str, Any]:
    said = {"@type": "CreativeWork", "name": source.title, "datePublished": str(source.year)}
    return said | ({"url": source.url} if source.url else {})


def _questions(page: Page, absolute: Absolute) -> dict[str, Any]:
    return {
        "@type": "FAQPage",
        "@id": _address(page, absolute) + "#asked",
        "mainEntity": [
            {
                "@type": "Question",
                "name": each.question,
                "acceptedAnswer": {"@type": "Answer", "text": each.text},
            }
            for each in page.faq
        ],
    }


def _crumbs(page: Page, absolute: Absolute, index_title: str) -> dict[str, Any]:
    steps = ((index_title, absolute(reverse("guide"))), (page.title, _address(page, absolute)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": address}
            for at, (name, address) in enumerate(steps, 1)
        ],
    }
