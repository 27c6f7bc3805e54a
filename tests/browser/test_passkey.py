"""T12 in a real browser, with a device that keeps passkeys: signing up, adding one, coming back with it, proving with
it, and letting it go.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.eyes import Eyes
from tests.browser.people import Person, Town
from tests.browser.watch import REFUSED_FORM, Watch
from tests.live.server import Server

PHONE = (360, 740)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
LONG_AGO = """
from hearken.accounts.models import SignIn
SignIn.objects.update(proved_at=clock.now() - 3600)
"""
A_DAY_LATER = """
from hearken.accounts.models import Passkey
Passkey.objects.exclude(removes_at=None).update(removes_at=clock.now())
"""


@pytest.fixture(scope="module")
def named() -> Iterator[Server]:
    """A server called by a name: a passkey cannot be made for a number."""
    running = Server(name="localhost").start()
    yield running
    running.stop()


@pytest.fixture
def street(chromium: Browser, named: Server) -> Iterator[Town]:
    watch = Watch(named.address)
    made = Town(chromium, named.address, watch)
    yield made
    made.leave()
    assert watch.elsewhere() == []
    assert watch.complaints() == []


class Device:
    """The part of a person's phone that keeps passkeys."""

    def __init__(self, person: Person) -> None:
        self.line: CDPSession = person.context.new_cdp_session(person.page)
        self.line.send("WebAuthn.enable")
        self.id = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def unlocks(self, *, verified: bool) -> None:
        self.line.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": verified})

    def keeps(self) -> int:
        return len(self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])


def signs_up(person: Person) -> str:
    """Make an account as offered. Returns the sign-in name; the passphrase stays in the browser's field."""
    person.opens("/account/new?next=/account/factors")
    name = person.field("Your sign-in name").input_value()
    person.presses("Make the account")
    expect(person.thing("Add a passkey", "heading")).to_be_visible()
    return name


def long_after(server: Server) -> None:
    """Everybody's proof is an hour old."""
    server.python(LONG_AGO)


def test_t12_a_passkey_from_signing_up_to_leaving(street: Town, named: Server) -> None:
    eyes, ana = Eyes(), street.ana(size=PHONE)
    device = Device(ana)
    signs_up(ana)
    eyes.look(ana, at="passkey_new")
    ana.writes("my phone", "What will you call it?").presses("Add a passkey")
    ana.reads("Ten codes for the day you lose your passphrase.")
    assert device.keeps() == 1
    eyes.look(ana, at="codes_asked")
    ana.presses("Make ten codes").reads("Your ten codes")
    eyes.look(ana, at="codes_shown")
    ana.presses("I have kept them", "link").reads("my phone").reads("10 are good.")
    eyes.look(ana, at="factors")

    ana.opens("/account").presses("Sign out")
    ana.opens("/account/in?next=/account/factors").presses("Use a passkey")
    ana.reads("How you sign in")

    long_after(named)
    ana.presses("Remove my phone", "link")
    expect(ana.thing("Is it you?", "heading")).to_be_visible()
    eyes.look(ana, at="prove")
    ana.presses("Use a passkey").reads("It works for 24 hours more.")
    eyes.look(ana, at="remove")
    ana.presses("Remove it").reads("“my phone” is being removed.")
    eyes.look(ana, at="leaving")

    ana.opens("/account").presses("Sign out")
    ana.opens("/account/in?next=/account/factors").presses("Use a passkey")
    ana.reads("“my phone” is being removed.").presses("Keep it after all").does_not_read("is being removed")
    assert eyes.findings == []


def test_t12_a_passkey_needs_the_lock_of_the_device_and_ends_on_its_day(street: Town, named: Server) -> None:
    street.watch.expect(REFUSED_FORM)
    ana = street.ana()
    device = Device(ana)
    signs_up(ana)
    ana.presses("Add a passkey").reads("Ten codes for the day").presses("Skip for now", "link").reads("None yet.")
    ana.opens("/account").presses("Sign out")
    device.unlocks(verified=False)
    ana.opens("/account/in").presses("Use a passkey").is_told("Nothing was sent.")
    device.unlocks(verified=True)
    ana.opens("/account/in?next=/account/factors").presses("Use a passkey").reads("How you sign in")
    ana.presses("Remove A passkey", "link").presses("Remove it").reads("is being removed")
    ana.opens("/account").presses("Sign out")
    named.python(A_DAY_LATER)
    ana.opens("/account/in").presses("Use a passkey").is_told("That passkey did not open anything.")
