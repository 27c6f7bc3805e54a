"""The demonstration doors: a room with both seats taken, so that two windows are in a live dialogue at once."""

from hearken.core.dialogue import Seat as Letter

from . import access, actions

NAMES = {Letter.A: "Ana", Letter.B: "Ben"}


def doors(address: str, now: int) -> list[tuple[str, str]]:
    """(whose, link) for both seats of a fresh room. `address` without a slash at its end."""
    opened = actions.begin(NAMES, now, both_seats=True)
    return [(NAMES[letter], f"{address}/return#{access.return_secret(seat)}") for letter, seat in opened.seats.items()]
