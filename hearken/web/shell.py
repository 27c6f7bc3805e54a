"""What the service worker may keep: the plain page, the help pages, and the style and script they need.

It must never list an address under a dialogue, a start, a join or a return: words of two people stay out of the
browser's store. A test reads this list.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from hearken import __version__
from hearken.lib.content import CONTENT, crisis_cards

_WEB = Path(__file__).resolve().parent
_STEADY_FILES = ("css/plain.css", "img/icon.svg")
_FRESH_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/screens.css",
    "js/exit.js",
    "js/shell.js",
)


@cache
def fingerprint() -> str:
    """Twelve hex digits that change with the version, our pages and files, the crisis cards or the settings shown."""
    digest = hashlib.sha256(__version__.encode())
    for folder in (_WEB / "static", _WEB / "templates", CONTENT / "crisis"):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    digest.update(repr((settings.NEUTRAL_NAME, settings.EXIT_URL, settings.COUNTRY)).encode())
    return digest.hexdigest()[:12]


def kept() -> dict[str, object]:
    """The worker's table: addresses answered from the store first (steady), or only without a network (fresh)."""
    help_page, notes = reverse("help"), reverse("notes")
    return {
        "version": fingerprint(),
        "steady": [notes, *map(static, _STEADY_FILES)],
        "fresh": [
            help_page,
            *(f"{help_page}?country={code}" for code in crisis_cards()),
            *map(static, _FRESH_FILES),
        ],
        "leave": reverse("leave"),
        "plain": notes,
        "help": help_page,
    }


def worker_script() -> str:
    """The service worker with its table in front, as one script."""
    return f"const KEPT = {json.dumps(kept())};\n{_worker_source()}"


@cache
def _worker_source() -> str:
    return (_WEB / "static" / "js" / "worker.js").read_text(encoding="utf-8")
