"""What somebody says over three short turns is never put together, so nobody asks."""

from hearken.core.safety.words import Spoken

TARGET = "hearken.core.safety.words.Spoken.then"
TEST = "tests/core/safety/test_t41_crisis.py::test_t41_three_turns_are_read_together"


def replacement(self: Spoken, later: Spoken) -> Spoken:
    """Forgets what came before."""
    return later
