"""People with accounts on a running server: two in a space with a dialogue of their own, each signed in on browsers.

Made beside the server, so that a test of leaving does not need the pages of signing up.
"""

from dataclasses import dataclass

from tests.live.page import Browser, Page, _cookie, token
from tests.live.server import Door, Server

_PEOPLE = """
from hearken.accounts import sessions
from hearken.accounts.models import Method
from hearken.core.dialogue import Seat as Letter
from hearken.rooms.models import Seat
from hearken.space import actions as space
from hearken.vault import tokens
from tests.apps.couples import cast
now = clock.now()
ana, ben = cast.person("ana"), cast.person("ben")
couple = cast.couple(ana, ben, now, ("Ana", "Ben"))
first = space.begin_together(ana, now)
for person, letter in ((ana, "A"), (ben, "B")):
    seat = Seat.objects.get(room_id=first.room_id, letter=letter)
    secrets = [sessions.begin(person, Method.PASSPHRASE, name, now, shared=False) for name in ("phone", "desk")]
    print(seat.pk, "1." + tokens.sign("seat", seat.pk, "1"), seat.room_id, person.pk,
          *(f"{sign_in.pk}/{secret}" for sign_in, secret in secrets))
"""


@dataclass(frozen=True)
class Somebody:
    """A person with a side of a dialogue, signed in twice: on the phone that holds the side, and at a desk."""

    person: str
    door: Door
    sign_ins: tuple[str, str]
    phone: Browser
    desk: Browser

    def page(self) -> Page:
        """The side of the dialogue, on the phone."""
        self.phone.hold(self.door)
        return Page(self.phone, self.door.handle, token(self.phone.get("/join")[1]))


def people(server: Server) -> tuple[Somebody, Somebody]:
    """Ana and Ben."""
    ana, ben = (_somebody(server, *line.split()) for line in server.python(_PEOPLE).splitlines())
    return ana, ben


def _somebody(server: Server, handle: str, cookie: str, room: str, person: str, *sign_ins: str) -> Somebody:
    ids, secrets = zip(*(each.split("/") for each in sign_ins), strict=True)
    phone, desk = (signed_in(server, secret) for secret in secrets)
    return Somebody(person, Door(handle, "", cookie, room), (ids[0], ids[1]), phone, desk)


def signed_in(server: Server, secret: str) -> Browser:
    """A browser that holds this sign-in."""
    browser = Browser(server.address)
    for name, value in (("session", secret), ("open-account", "1")):
        browser.cookies.set_cookie(_cookie(name, value))
    return browser
