"""The demonstration doors: a room with both seats taken, so that two windows are in a live dialogue at once.

And one for somebody alone, where a script has the second seat.
"""

from hearken.core.dialogue import Seat as Letter

from . import access, actions

NAMES = {Letter.A: "Ana", Letter.B: "Ben"}
ALONE = "On your own, with a scripted Ben"


def doors(address: str, now: int) -> list[tuple[str, str]]:
    """(label, link): both seats of a fresh room, and one of a played room. `address` without a slash at its end."""
    together = actions.begin(NAMES, now, both_seats=True).seats
    alone = actions.begin(NAMES, now, played=True).seats[Letter.A]
    labelled = [(f"{NAMES[letter]}'s door", seat) for letter, seat in together.items()]
    return [(label, f"{address}/return#{access.return_secret(seat)}") for label, seat in [*labelled, (ALONE, alone)]]
