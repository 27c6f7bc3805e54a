"""Somebody who came in and ended it again is seen by the one who invited: the invitation is gone from their page."""

from django.db.models import Q

TARGET = "hearken.couples.actions.pairing._let_go"
TEST = "tests/apps/space/test_inviting_silence.py::test_t08_not_now_looks_like_silence[comes_in_and_ends_it]"


def replacement(which: Q) -> None:
    """Ends it as a code is ended."""
    from hearken.couples.models import Approach

    Approach.objects.filter(which, by_link=True).delete()
