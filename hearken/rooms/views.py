"""Pages and small answers of a room: parse, call, render. Who may come in is access's business, words presenters'."""

from collections.abc import Callable
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hearken.accounts import sessions
from hearken.core.dialogue import Seat as Letter
from hearken.lib import clock
from hearken.web import care
from hearken.web.origin import with_own_origin

from . import access, actions, frames, guest, limits, presenters
from .forms import CodeForm, ReturnForm, Shape, StartForm
from .hub import Holder
from .models import Place, Seat
from .queries import NoRoom, afresh
from .serving import hub
from .tickets import issue


def closed(request: HttpRequest) -> HttpResponse:
    """The one neutral page for everybody who has nothing here, whatever the cause."""
    return render(request, "rooms/closed.html", status=404)


class Start(View):
    """Who is here, and how they sit. Then a room with one free seat, with none, or with a script on the second."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _ask(request, StartForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StartForm(request.POST)
        if not form.is_valid():
            return _ask(request, form, 422)
        if not limits.may_start(request):
            return limits.slow_down(request)
        asked = form.asked()
        one = asked.shape is Shape.ONE
        seats = actions.begin(
            {Letter.A: asked.mine, Letter.B: asked.other},
            clock.now(),
            both_seats=one,
            aloud=asked.aloud,
            played=asked.shape is Shape.ALONE,
        ).seats
        if not one:
            return into(seats[Letter.A])
        response = into(seats[Letter.A], "both")
        access.give_cookies(response, seats[Letter.B])
        return response


def _ask(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    return render(request, "rooms/start.html", {"form": form, "names": [form["mine"], form["other"]]}, status=status)


class Join(View):
    """A code fills the free seat: by POST, once. The page itself (a GET) claims nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "rooms/join.html", {"form": CodeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return render(request, "rooms/join.html", {"form": form}, status=422)
        if not limits.may_guess(request):
            return limits.slow_down(request)
        seat = actions.claim(form.cleaned_data["code"], clock.now())
        if seat is None:
            return closed(request)
        limits.was_right(request)
        hub.refresh(seat.room_id)
        return into(seat)


class Return(View):
    """A return link moves its seat to this device. The secret stands behind the #, so only a POST carries it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "rooms/return.html", {"form": ReturnForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return render(request, "rooms/return.html", {"form": form}, status=422)
        if not limits.may_guess(request):
            return limits.slow_down(request)
        seat = _come_back(form.cleaned_data["secret"])
        if seat is None:
            return closed(request)
        limits.was_right(request)
        return into(seat)


def _come_back(secret: str) -> Seat | None:
    """Move the seat this secret opens. Where it leaves a shared device, nothing is left open there."""
    if seat := access.by_return_secret(secret):
        return moved(actions.move(seat))
    leaving = access.by_apart_secret(secret)
    seat = actions.move_apart(leaving) if leaving else None
    if seat is None:
        return None
    letter, epoch = Letter(seat.letter), seat.epoch
    moved(seat)  # first the word for it, then the closed line
    hub.call(seat.room_id, lambda room: room.locked(letter, epoch))
    return seat


def moved(seat: Seat) -> Seat:
    """Tell the pages of a seat that it is on a newer device now."""
    letter, epoch = Letter(seat.letter), seat.epoch
    hub.call(seat.room_id, lambda room: room.moved(letter, epoch))
    return seat


def into(seat: Seat, where: str = "room") -> HttpResponse:
    """Hold the seat on this browser, and go to its page."""
    response = redirect(where, handle=seat.pk)
    access.give_cookies(response, seat)
    return response


Page = Callable[..., HttpResponse]


def with_pass(page: Callable[[HttpRequest, access.Pass], HttpResponse]) -> Page:
    """Only for the holder of the seat in the address; everybody else sees the neutral page."""

    def guarded(request: HttpRequest, handle: str) -> HttpResponse:
        held = access.seat_pass(handle, request.COOKIES)
        if held and held.sign_in:
            sessions.seen([held.sign_in], clock.now())
        try:
            return page(request, held) if held else closed(request)
        except (NoRoom, ObjectDoesNotExist):  # ended this moment: its keys are gone before its rows
            return closed(request)

    return guarded


def back_link(request: HttpRequest, secret: str) -> str:
    """A link whose secret stands behind the #."""
    return f"{request.build_absolute_uri(reverse('return'))}#{secret}"


@with_pass
def room(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """The seat's one address: waiting for the other, comparing two words, or the room itself."""
    template, context = presenters.page(held, clock.now(), request.build_absolute_uri(reverse("join")))
    own_way = held.stand_in or held.sign_in  # kept in an account, the account is the way back
    context["return_link"] = "" if own_way else back_link(request, access.return_secret(held.seat))
    context["cares"] = care.cards(request.COOKIES)
    context["may_claim"] = access.may_claim(held) and not settings.PHONE
    return render(request, template, context)


@require_POST
@with_pass
def code(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """A fresh code for the free seat."""
    if held.letter is not Letter.A or not held.may_change:
        return closed(request)
    actions.new_code(held.room_id, clock.now())
    return redirect("room", handle=held.seat.pk)


@require_POST
@with_pass
def confirm(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """The first seat compares two words: yes lets the other in, no turns them away."""
    if held.letter is not Letter.A or not held.may_change:
        return closed(request)
    if request.POST.get("same") == "yes":
        actions.confirm(held.room_id, request.POST.get("claim", ""))
    else:
        actions.turn_away(held.room_id, clock.now())
    hub.refresh(held.room_id)
    return redirect("room", handle=held.seat.pk)


@csrf_exempt  # a closing page can send a beacon but no header; the Origin has to be ours instead
@require_POST
@with_own_origin
def lock(request: HttpRequest, handle: str) -> HttpResponse:
    """Leave now, on the server's side: no cookie of this seat opens anything, and the other sees `paused`."""
    held = access.seat_pass(handle, request.COOKIES, leaving=True)
    if held is None:
        return closed(request)
    below = None if held.stand_in else actions.lock(held.seat).locked_below

    def leave(live: Any) -> None:
        if below is None:  # the seat is somebody else's: only what stands in for it closes
            live.stood_down(held.letter)
        else:
            live.locked(held.letter, below)
        live.exit(held.letter, clock.now())

    hub.call(held.room_id, leave)
    response = HttpResponse(status=204)
    access.take_cookies(response, held.seat.pk)
    return response


@require_POST
@with_pass
def ticket(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """A ticket for the socket."""
    if not limits.may_have_ticket(held.seat.pk):
        return limits.slow_down(request)
    return HttpResponse(issue(holder_of(held), clock.now()), content_type="text/plain")


def holder_of(held: access.Pass) -> Holder:
    return Holder(held.room_id, held.seat.pk, held.epoch, held.stands_by, held.sign_in)


class _Post(msgspec.Struct, forbid_unknown_fields=True):
    """What a page without a socket sends: how far it has read, and at most one operation."""

    hello: frames.Hello
    op: frames.Op | None = None


_decode_post = msgspec.json.Decoder(_Post).decode


@require_POST
async def frames_by_post(request: HttpRequest, handle: str) -> HttpResponse:
    """The same operations for pages without a socket: a JSON list of the frames a socket would have got."""
    held = await sync_to_async(afresh(access.seat_pass), thread_sensitive=False)(handle, request.COOKIES)
    if held is None or held.seat.place != Place.TAKEN:
        return await sync_to_async(closed)(request)
    try:
        asked = _decode_post(request.body)
    except (frames.BadFrame, UnicodeError):
        return HttpResponse(b'[{"t":"refused","id":"","why":"not_understood"}]', "application/json", 400)
    if asked.op and held.sign_in:
        await sync_to_async(afresh(sessions.seen), thread_sensitive=False)([held.sign_in], clock.now())
    if not limits.may_post(handle):
        return HttpResponse(b'[{"t":"refused","id":"","why":"busy"}]', "application/json", 429)
    try:
        said = await guest.post(hub, holder_of(held), held.letter, asked.hello, asked.op)
    except NoRoom:
        return await sync_to_async(closed)(request)
    return HttpResponse(b"[" + b",".join(said) + b"]", "application/json")
