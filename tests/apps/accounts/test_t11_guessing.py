"""T11, on a running server: guessing is slowed by where it comes from, not by what it says of itself, and the owner is
never shut out by it.
"""

import http.client
import json
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.live.page import Browser, token
from tests.live.server import Server

from .authenticator import Authenticator
from .resident import ANOTHER, NAME, PASSPHRASE

TRIES = 200
_OWNER = """
from tests.apps.accounts.resident import resident
resident()
resident("other-other-k7mq")
"""
GUESSER, ELSEWHERE = "127.0.0.1", "127.0.0.2"  # two addresses of this machine: two networks


class From(http.client.HTTPConnection):
    """A line that comes from one address of this machine."""

    def __init__(self, host: str, here: str, **more: Any) -> None:
        super().__init__(host, **more | {"source_address": (here, 0)})


class Handler(urllib.request.HTTPHandler):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here = here

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(partial(From, here=self.here), req)  # type: ignore[arg-type]


class Phone(Browser):
    """A browser at one address, which may tell of others in each request."""

    def __init__(self, server: Server, here: str = GUESSER, told: str = "") -> None:
        super().__init__(server.address)
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self._open = urllib.request.build_opener(Handler(here), jar)
        self.told = {"X_Forwarded_For": told} if told else {}
        self.csrf = token(self.get("/account/in")[1])

    def signs_in(self, passphrase: str, name: str = NAME, told: str = "") -> int:
        fields = {"name": name, "passphrase": passphrase, "next": "/account", "csrfmiddlewaretoken": self.csrf}
        headers = {"X_Forwarded_For": told} if told else self.told
        return self.post("/account/in", fields, **headers)[0]

    def asks(self, path: str, body: object) -> tuple[int, Any]:
        status, text = self.json(path, body, self.csrf)
        return status, json.loads(text or "{}")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server(name="localhost").start()
    running.python(_OWNER)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def behind_a_proxy() -> Iterator[Server]:
    """The server as it runs where the keeper has said which address is the public one."""
    running = Server()
    running.env["HEARKEN_ORIGIN"] = running.address
    running.start().python(_OWNER)
    yield running
    running.stop()


def in_time(phone: Phone, **more: str) -> None:
    """The owner comes in, and does not wait."""
    began = time.monotonic()
    assert phone.signs_in(PASSPHRASE, **more) == 200
    assert phone.url.endswith("/account")
    assert time.monotonic() - began < 5


def test_t11_without_a_proxy_no_header_is_believed(server: Server) -> None:
    guesser = Phone(server)
    told = [guesser.signs_in(ANOTHER, told=f"198.51.100.{each}, 203.0.113.{each}") for each in range(TRIES)]
    assert told == [422] * 10 + [429] * (TRIES - 10), "at most ten are looked at"
    in_time(Phone(server, ELSEWHERE))
    in_time(Phone(server), name="other-other-k7mq")


def test_t11_a_passkey_is_not_slowed_by_wrong_passphrases(server: Server) -> None:
    owner, device = Phone(server, ELSEWHERE), Authenticator(server.address)
    in_time(owner)
    owner.csrf = token(owner.get("/account")[1])
    _, options = owner.asks("/account/passkeys/new/begin", {})
    assert owner.asks("/account/passkeys/new/done", {"credential": device.makes(options)})[0] == 200
    here = Phone(server)  # the very address of the guesser
    assert {here.signs_in(ANOTHER) for _ in range(12)} & {429}
    began = time.monotonic()
    _, options = here.asks("/account/passkeys/in/begin", {})
    assert here.asks("/account/passkeys/in/done", {"credential": device.signs(options)})[0] == 200
    assert here.get("/account")[0] == 200
    assert here.url.endswith("/account")
    assert time.monotonic() - began < 5


def test_t11_behind_a_proxy_only_its_own_word_counts(behind_a_proxy: Server) -> None:
    guesser = Phone(behind_a_proxy)
    told = [guesser.signs_in(ANOTHER, told=f"198.51.100.{each}, 203.0.113.5") for each in range(TRIES // 4)]
    assert told == [422] * 10 + [429] * (TRIES // 4 - 10)
    in_time(Phone(behind_a_proxy, told="203.0.113.5, 203.0.113.6"))
