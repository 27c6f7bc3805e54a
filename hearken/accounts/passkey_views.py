"""Passkeys over the wire: a page to add one, and small JSON answers for passkey.js. Parse, call, answer.

Every refusal is the same empty answer: nobody learns whether a passkey is unknown, gone or wrong.
"""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

from . import access, challenges, codes, entering, names, passkeys, sessions
from .access import Held
from .challenges import Purpose
from .factor_forms import Answer, answer
from .guard import View, encrypted, proved, safe_next, signed_in
from .models import Method, Passkey, Person

# Apart from the limits on passphrases: nobody's wrong guesses keep a passkey out (TRUST 1, threat 18).
asks_here = Limiter(120, 60, 10_000)


def paced(view: View) -> View:
    """A generous limit per network address, against floods and nothing else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = asks_here.allow(str(request.META.get("REMOTE_ADDR", "")), clock.monotonic())
        return view(request, *args, **kwargs) if allowed else JsonResponse({}, status=429)

    return guarded


@require_safe
@proved
def passkey_new(request: HttpRequest, held: Held) -> HttpResponse:
    """Shown right after signing up, and later from the list of factors. It may be skipped."""
    context = {
        "can": passkeys.site(request) is not None,
        "onward": onward(request, held.person),
        "next": safe_next(request, "factors"),
        "shared": held.sign_in.shared,
        "most": passkeys.NAME_CHARS,
    }
    return render(request, "accounts/passkey_new.html", context)


def onward(request: HttpRequest, person: Person) -> str:
    """Where adding a passkey leads: to printed codes for somebody who has none yet, else back."""
    then = safe_next(request, "factors")
    return then if codes.were_made(person) else f"{reverse('codes')}?{urlencode({'next': then})}"


@require_POST
@paced
@proved
def passkey_begin(request: HttpRequest, held: Held) -> HttpResponse:
    """What the browser is asked to make.

    It shows the sign-in name: two people may keep passkeys on one device, and a title alone would not tell them apart.
    """
    place, now = passkeys.site(request), clock.now()
    if place is None:
        return _refused()
    challenge = challenges.new()
    response = JsonResponse(passkeys.to_add(place, held.person, names.name_of(held.person), challenge, now))
    challenges.give(response, Purpose.ADD, held.sign_in.pk, challenge, now)
    return response


@require_POST
@paced
@proved
def passkey_add(request: HttpRequest, held: Held) -> HttpResponse:
    """Keep what the browser made."""
    place, now = passkeys.site(request), clock.now()
    challenge = challenges.held(request, Purpose.ADD, held.sign_in.pk, now)
    said = answer(request.body)
    if place is None or challenge is None or said is None:
        return _refused()
    if passkeys.add(place, held.person, challenge, said.credential, said.name, now) is None:
        return _refused()
    return _done({"next": onward(request, held.person)})


@require_POST
@paced
@encrypted
def passkey_in_begin(request: HttpRequest) -> HttpResponse:
    """What a browser is asked to sign when nobody is signed in: any passkey of this site, no name typed."""
    return _ask(request, Purpose.SIGN_IN, None)


@require_POST
@paced
@encrypted
def passkey_in(request: HttpRequest) -> HttpResponse:
    """Sign in. A passkey is two factors in one, so no code is asked for."""
    now = clock.now()
    found, said = _answered(request, Purpose.SIGN_IN, "", now)
    if found is None or said is None:
        return _refused()
    response = _done({"next": safe_next(request)})
    stays = found.removes_at is None  # one that is leaving opens the door to its day, and proves nothing more
    entering.enter(request, response, found.person, Method.PASSKEY, said.device, now, shared=said.shared, proved=stays)
    return response


@require_POST
@paced
@signed_in
def passkey_again_begin(request: HttpRequest, held: Held) -> HttpResponse:
    """What the browser of somebody signed in is asked to sign: one of their own."""
    return _ask(request, Purpose.PROVE, held)


@require_POST
@paced
@signed_in
def passkey_again(request: HttpRequest, held: Held) -> HttpResponse:
    """Step-up. A passkey of somebody else on the same device proves nothing, nor does one that is leaving."""
    now = clock.now()
    found, _said = _answered(request, Purpose.PROVE, held.sign_in.pk, now)
    if found is None or found.person_id != held.person.pk or found.removes_at is not None:
        return _refused()
    response = _done({"next": safe_next(request)})
    access.give_cookies(response, sessions.prove(held.sign_in, now), shared=held.sign_in.shared)
    return response


def _ask(request: HttpRequest, purpose: Purpose, held: Held | None) -> HttpResponse:
    place, now, challenge = passkeys.site(request), clock.now(), challenges.new()
    if place is None:
        return _refused()
    asked = passkeys.to_ask(place, challenge, held.person if held else None, now)
    if asked is None:
        return _refused()
    response = JsonResponse(asked)
    challenges.give(response, purpose, held.sign_in.pk if held else "", challenge, now)
    return response


def _answered(
    request: HttpRequest, purpose: Purpose, sign_in_id: str, now: int
) -> tuple[Passkey | None, Answer | None]:
    """The passkey that answered, and what came with it."""
    place, said = passkeys.site(request), answer(request.body)
    challenge = challenges.held(request, purpose, sign_in_id, now)
    if place is None or challenge is None or said is None:
        return None, None
    return passkeys.answered(place, challenge, said.credential, now), said


def _done(body: dict[str, Any]) -> JsonResponse:
    """It worked: the challenge goes."""
    response = JsonResponse(body)
    challenges.take(response)
    return response


def _refused() -> JsonResponse:
    """One answer for every kind of wrong. The words for it are in the page."""
    return JsonResponse({}, status=422)
