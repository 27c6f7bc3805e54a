"""Whoever found a link types five words, ends it, comes in again, and so on until they have guessed the two."""

from django.db.models import Q

TARGET = "hearken.couples.actions.pairing._let_go"
TEST = "tests/apps/couples/test_t08_inviting.py::test_t08_ending_it_and_coming_in_again_gives_no_new_guesses"


def replacement(which: Q) -> None:
    """Forgets the wrong words too."""
    from hearken.couples.models import Approach

    fresh = {"guest": None, "guest_name": b"", "asker_agreed": False, "guest_agreed": False, "tries": 0}
    Approach.objects.filter(which, by_link=True).update(**fresh)
