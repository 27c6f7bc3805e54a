"""What somebody tried to send, looked at for words that may mean danger. The answer is for the page they wrote it on.

It must never reach the other seat, a journal or a log, never change what is decided or when it is told, and never know
more than the last few texts of each seat: in memory, as long as the room is.
"""

from collections import deque

from hearken.core.dialogue import Seat
from hearken.core.safety.crisis import EARLIER
from hearken.core.safety.words import Turn
from hearken.web import care

from . import frames
from .member import Member


class Concern:
    """One room's. Whether an operation was taken or refused makes no difference: somebody wrote it."""

    def __init__(self) -> None:
        self._said: dict[Seat, deque[tuple[str, Turn]]] = {seat: deque(maxlen=EARLIER) for seat in Seat}

    def about(self, member: Member, op: frames.Op) -> frames.Care | None:
        """The card for `member`, who sent `op`; None for nearly everything. The same operation gets the same answer.

        A page sends an operation again only where it did not hear of it, so it may not have heard of the card either.
        Whoever stands in writes nothing, and a script is not in danger.
        """
        text = "\n".join(filter(None, (op.text, op.also, *op.feelings)))
        if not text or member.stand_in or member.scripted:
            return None
        said = self._said[member.seat]
        before = [earlier for id, earlier in said if id != op.id]
        turn = Turn(text)
        level = care.look(turn, before)
        if len(before) == len(said):
            said.append((op.id, turn))
        return frames.Care(level.value, op.id) if level else None
