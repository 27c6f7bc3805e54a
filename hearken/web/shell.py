"""What the service worker may keep: the plain pages, the help pages, and the style and script they need.

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
from hearken.lib import clock
from hearken.lib.content import crisis_cards
from hearken.web.country import help_address
from hearken.web.leaving import FIRST, OWN

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


def fingerprint() -> str:
    """Twelve hex digits that change with the version, our pages and files, the crisis cards or the settings shown.

    And on the day a card becomes old, for the page says so.
    """
    today = clock.day(clock.now())
    digest = hashlib.sha256(_files())
    digest.update(repr([(card, card.is_old(today)) for card in crisis_cards().values()]).encode())
    digest.update(repr((settings.NEUTRAL_NAME, settings.EXIT_URL, settings.COUNTRY)).encode())
    return digest.hexdigest()[:12]


@cache
def _files() -> bytes:
    digest = hashlib.sha256(__version__.encode())
    for folder in (_WEB / "static", _WEB / "templates"):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.digest()


def kept() -> dict[str, object]:
    """The worker's table: addresses answered from the store first (steady), or only without a network (fresh)."""
    plain = [reverse(page.address) for page in OWN.values()]
    return {
        "version": fingerprint(),
        "steady": [*plain, *map(static, _STEADY_FILES)],
        "fresh": [
            *(help_address(code) for code in ("", *crisis_cards())),
            *map(static, _FRESH_FILES),
        ],
        "leave": reverse("leave"),
        "plain": reverse(OWN[FIRST].address),
        "help": reverse("help"),
    }


def worker_script() -> str:
    """The service worker with its table in front, as one script."""
    return f"const KEPT = {json.dumps(kept())};\n{_worker_source()}"


@cache
def _worker_source() -> str:
    return (_WEB / "static" / "js" / "worker.js").read_text(encoding="utf-8")
