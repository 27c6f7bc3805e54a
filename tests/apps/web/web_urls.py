"""A root urlconf for the pages around the room, with stand-ins for the room and for every kind of failure."""

from pathlib import Path

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.static import serve

import hearken.web
from hearken.web.errors import Trouble, error_page

CANARY = "canary-5f1c-what-somebody-wrote"
STATIC = Path(hearken.web.__file__).parent / "static"
OPEN = "open-k7m"
ROOM = """{% extends "web/base.html" %}
{% block head %}<meta name="lock" content="/stub/lock">{% endblock %}
{% block body_attrs %}data-private data-open="open-k7m"{% endblock %}
{% block main %}<h1>Room</h1><p>canary-5f1c-what-somebody-wrote</p>
<input id="line" autocomplete="off">{% endblock %}"""
BOTH = ROOM.replace(
    'content="/stub/lock">', 'content="/stub/lock"><meta name="lock" content="/stub/lock/two">'
).replace('data-open="open-k7m"', 'data-open="open-k7m open-two"')
locked: list[str] = []
locked_two: list[str] = []


def words(request: HttpRequest, **named: str) -> HttpResponse:
    return HttpResponse("ok")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def room(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and "again" not in request.GET and locked:
        return error_page(request, Trouble.MISSING)
    response = HttpResponse(engines["django"].from_string(ROOM).render({}, request))
    response.set_cookie(OPEN, "1", samesite="Lax")
    if "again" in request.GET:
        response["Cache-Control"] = "max-age=60"  # a page that was not careful: it may come back from memory
    response.set_cookie("seat-k7m", "secret", httponly=True, samesite="Lax")
    return response


def both(request: HttpRequest) -> HttpResponse:
    """A page that holds two seats; it may come back from memory."""
    response = HttpResponse(engines["django"].from_string(BOTH).render({}, request))
    for name in (OPEN, "open-two"):
        response.set_cookie(name, "1", samesite="Lax")
        response.set_cookie(name.replace("open", "seat"), "secret", httponly=True, samesite="Lax")
    response["Cache-Control"] = "max-age=60"
    return response


@csrf_exempt
def lock_two(request: HttpRequest) -> HttpResponse:
    locked_two.append(request.method or "")
    return HttpResponse(status=204)


@csrf_exempt
def lock(request: HttpRequest) -> HttpResponse:
    locked.append(request.method or "")
    return HttpResponse(status=204)


def bad(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(CANARY)


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(CANARY)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(CANARY)


def busy(request: HttpRequest) -> HttpResponse:
    return error_page(request, Trouble.BUSY)


urlpatterns = [
    path("", include("hearken.web.urls")),
    path("start", words, name="start"),
    path("join", words, name="join"),
    path("mine", words, name="mine"),
    path("for-us", words, name="for_us"),
    path("guide", words, name="guide"),
    path("guide/<str:slug>", words, name="guide_page"),
    path("find", words, name="find"),
    path("stub/form", form),
    path("stub/room", room),
    path("stub/lock", lock),
    path("stub/both", both),
    path("stub/lock/two", lock_two),
    path("stub/400", bad),
    path("stub/403", denied),
    path("stub/429", busy),
    path("stub/500", broken),
    re_path(r"^static/(?P<path>.*)$", serve, {"document_root": str(STATIC)}),
]
handler400 = "hearken.web.views.bad_request"
handler403 = "hearken.web.views.denied"
handler404 = "hearken.web.views.missing"
handler500 = "hearken.web.views.broken"
