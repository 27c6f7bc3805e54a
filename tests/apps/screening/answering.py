"""Somebody who answers the private questions on a browser, pressing what is on the page."""

import re
from typing import Any

from django.test import Client

from hearken.accounts.models import Person, SignIn
from hearken.drawer import access, actions
from hearken.lib import clock
from tests.apps.couples import cast

from .causes import CALM, PASSPHRASE

QUESTION = re.compile(r'<h1 class="asked">(.*?)</h1>')
RUN = re.compile(r'name="run" value="([^"]*)"')


class Answering:
    """`page`: the last answer of the server; `person`: who it is; `client`: their browser."""

    def __init__(self, name: str = "ana", client: Client | None = None, person: Person | None = None) -> None:
        self.person = person or cast.person(name)
        self.client = cast.signed_in(client or Client(), self.person)
        self.page: Any = None

    def with_a_drawer(self) -> "Answering":
        """Made, and open on this browser."""
        actions.make(self.person, PASSPHRASE, clock.now())
        return self.opens_again()

    def opens_again(self) -> "Answering":
        """The drawer, on this browser."""
        found = actions.open_with(self.person, PASSPHRASE)
        assert found
        secret = actions.open_here(found, self.sign_in(), clock.now())
        self.client.cookies[access.cookie_name()] = secret
        self.client.cookies[access.OPEN] = "1"
        return self

    def sign_in(self) -> SignIn:
        return SignIn.objects.filter(person=self.person, ended_at=None).latest("began_at")

    def begins(self) -> "Answering":
        self.page = self.client.post("/check/go")
        return self

    def presses(self, **what: object) -> "Answering":
        """One button of the page, with the hidden field that is on it."""
        return self.sends(self.run(), **what)

    def sends(self, run: str, **what: object) -> "Answering":
        self.page = self.client.post("/check/go", {"run": run, **what})
        return self

    def run(self) -> str:
        found = RUN.search(self.text())
        assert found, self.text()
        return found[1]

    def text(self) -> str:
        return str(self.page.content.decode())

    def asked(self) -> str:
        """The words of the question on the page, or ""."""
        found = QUESTION.search(self.text())
        return found[1] if found else ""

    def answers(self, given: dict[str, int | None], words: dict[str, str]) -> "Answering":
        """Every question up to the wish: as given, else calmly. `words`: what a question says -> its id."""
        while (question := words.get(self.asked())) is not None:
            value = given.get(question, CALM.get(question, 0))
            self.presses(**({"skip": 1} if value is None else {"answer": value}))
        return self

    def wishes(self, reach: int = 2) -> "Answering":
        return self.presses(wish=reach)
