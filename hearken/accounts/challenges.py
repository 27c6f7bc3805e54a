"""Challenges for passkeys: kept by the browser, signed, good for five minutes, for one purpose and once.

No row and no page that writes: what we gave out comes back in a cookie that scripts and other sites cannot send. The
page gets the challenge in the clear, so the cookie is signed and not sealed. It must never outlive its purpose.
"""

import secrets
from collections import OrderedDict
from enum import StrEnum
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from fido2.utils import websafe_encode

from hearken.vault import tokens

LIFE = 5 * 60
"""Seconds."""
MOST_USED = 20_000


class Purpose(StrEnum):
    """What a challenge is for. One for signing in proves nothing of somebody who is signed in."""

    ADD = "add"
    SIGN_IN = "sign-in"
    PROVE = "prove"


def new() -> str:
    """256 random bits, urlsafe."""
    return str(websafe_encode(secrets.token_bytes(32)))


def give(response: HttpResponse, purpose: Purpose, sign_in_id: str, challenge: str, now: int) -> None:
    """Let the browser keep a challenge. `sign_in_id`: whose it is, "" for somebody who is not signed in."""
    until = str(now + LIFE)
    signature = tokens.sign("passkey-challenge", purpose.value, sign_in_id, challenge, until)
    response.set_cookie(
        cookie_name(),
        f"{challenge}.{until}.{signature}",
        max_age=LIFE,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def held(request: HttpRequest, purpose: Purpose, sign_in_id: str, now: int) -> str | None:
    """The challenge this browser was given for this purpose, or None for every kind of wrong."""
    parts = request.COOKIES.get(cookie_name(), "").split(".")
    if len(parts) != 3 or not all(part.isascii() for part in parts):
        return None
    challenge, until, signature = parts
    if not tokens.verify(signature, "passkey-challenge", purpose.value, sign_in_id, challenge, until):
        return None
    return challenge if now <= int(until) <= now + LIFE else None


def take(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def cookie_name() -> str:
    return "__Host-challenge" if settings.SECURE else "challenge"


class Used:
    """Challenges that were answered rightly, until they have run out. One serving process per home makes that enough.

    Only right answers are kept, so a stranger cannot fill it.
    """

    def __init__(self) -> None:
        self._until: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def spend(self, challenge: str, now: int) -> bool:
        """Use a challenge up. False where it was used before, or where we could not remember that it was."""
        with self._lock:
            while self._until and next(iter(self._until.values())) < now:
                self._until.popitem(last=False)
            if challenge in self._until or len(self._until) >= MOST_USED:
                return False
            self._until[challenge] = now + LIFE
            return True


used = Used()
