"""A private check under way. What was answered so far lies sealed in the page itself, and nowhere else.

It opens for the person who answers and for nobody else, for an hour. It must never be readable in the page, let its
size tell how much was answered, or leave anything behind where somebody stops.
"""

import base64
import binascii

import msgspec

from hearken.accounts.models import Person
from hearken.core.questions import asked, next_question
from hearken.lib import ids
from hearken.vault import fields, keys
from hearken.vault.envelope import Tampered
from hearken.vault.fields import Place

LIFE = 60 * 60
"""Seconds after which it opens no more."""
SIZE = 1024
"""Bytes. Every run is filled up to this size; all questions there are take about half of it."""


class Run(msgspec.Struct, frozen=True):
    """`began`: unix seconds; `name`: of the one row it becomes, drawn at the beginning; `given`: in the order asked."""

    began: int
    name: str
    given: dict[str, int | None]

    def asks(self) -> str | None:
        """The question that comes next; None where all of them were asked."""
        return next_question(self.given)

    def with_answer(self, value: int | None) -> "Run":
        """The same with an answer, or a skip, to the question that is asked. Raises ValueError for no answer to it."""
        question = self.asks()
        if question is None:
            raise ValueError("everything was asked")
        given = {**self.given, question: value}
        asked(given)  # refuses a number no button stands for
        return Run(self.began, self.name, given)

    def one_back(self) -> "Run":
        """The same without its last answer."""
        return Run(self.began, self.name, dict(list(self.given.items())[:-1]))


_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Run).decode


def begin(now: int) -> Run:
    return Run(now, ids.opaque(), {})


def sealed(person: Person, run: Run) -> str:
    """The run as text for a hidden field. Raises keys.NoKey."""
    blob = fields.seal(person.key_id, _place(person), _encode(run).ljust(SIZE))
    return base64.urlsafe_b64encode(blob).decode()


def opened(person: Person, text: str, now: int) -> Run | None:
    """None for everything that is not a run of this person's from the last hour."""
    try:
        run = _decode(fields.unseal(person.key_id, _place(person), base64.urlsafe_b64decode(text)))
        run.asks()  # a question that is asked no more, since this page was made
    except (keys.NoKey, Tampered, binascii.Error, msgspec.MsgspecError, ValueError):
        return None
    return run if 0 <= now - run.began < LIFE else None


def _place(person: Person) -> Place:
    return Place("screening", "run", person.pk)
