"""The one door of an account: who is signed in on this browser, and did they prove it just now. Refuses by default.

"Not signed in", "ended", "idle for too long" and "erased" are one answer: None. It must never look at a network address
or a browser's description: neither proves anything.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from hearken.lib import clock
from hearken.web import care

from .models import Person, SignIn

MINUTE = 60
IDLE, IDLE_SHARED, LONGEST = 30 * MINUTE, 5 * MINUTE, 12 * 60 * MINUTE
"""Seconds (NIST SP 800-63B-4 allows an hour idle and a day at this level; TRUST 3.1 asks for less)."""
PROVED_FOR = 5 * MINUTE
"""Seconds for which a proof counts as fresh (step-up)."""
OPEN = "open-account"


@dataclass(frozen=True, slots=True)
class Held:
    """A signed-in person on one browser."""

    sign_in: SignIn

    @property
    def person(self) -> Person:
        return self.sign_in.person

    @property
    def proved(self) -> bool:
        """They proved who they are within the last minutes."""
        return 0 <= clock.now() - self.sign_in.proved_at <= PROVED_FOR


def cookie_name() -> str:
    """The cookie that proves. Behind https it is bound to this host."""
    return "__Host-session" if settings.SECURE else "session"


def held(cookies: Mapping[str, str]) -> Held | None:
    """Who is signed in with these cookies, or None.

    The script-readable cookie has to be there too: Leave deletes it before the network is asked.
    """
    secret = cookies.get(cookie_name(), "")
    if not secret or OPEN not in cookies:
        return None
    sign_in = SignIn.objects.select_related("person").filter(secret=digest_of(secret)).first()
    return Held(sign_in) if sign_in and alive(sign_in, clock.now()) else None


def held_for_leaving(cookies: Mapping[str, str]) -> Held | None:
    """The same where the script-readable cookie is gone already: good for ending the sign-in and nothing else."""
    return held({**cookies, OPEN: "1"})


def alive(sign_in: SignIn, now: int) -> bool:
    """Not ended, not idle for too long, not older than the longest time, and of a person who is still here."""
    idle = IDLE_SHARED if sign_in.shared else IDLE
    return (
        sign_in.ended_at is None
        and sign_in.person.erased_on is None
        and now - sign_in.seen_at < idle
        and now - sign_in.began_at < LONGEST
    )


def new_secret() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of a cookie's secret. 256 random bits need no key and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def give_cookies(response: HttpResponse, secret: str, *, shared: bool) -> None:
    """Let this browser hold a sign-in. On a shared device the cookies end with the browser."""
    common = {"path": "/", "secure": settings.SECURE, "samesite": "Lax"}
    life = {} if shared else {"max_age": LONGEST}
    response.set_cookie(cookie_name(), secret, httponly=True, **common, **life)  # type: ignore[arg-type]
    response.set_cookie(OPEN, "1", **common, **life)  # type: ignore[arg-type]


def take_cookies(response: HttpResponse) -> None:
    care.forget(response)  # a card nobody has seen yet is not for whoever comes next
    for name in (cookie_name(), OPEN):
        response.delete_cookie(name, path="/", samesite="Lax")
