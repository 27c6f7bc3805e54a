"""Opening a link is written down, and the page of the one who sent it is another one afterwards."""

from typing import Any

TARGET = "hearken.couples.queries.invitation"
TEST = "tests/apps/space/test_inviting_silence.py::test_t08_not_now_looks_like_silence[opens_the_link]"
original: Any = None


def replacement(secret: str, now: int) -> Any:
    """Shortens the life of a link that was opened."""
    from django.db.models import F

    from hearken.couples.models import Approach

    Approach.objects.filter(by_link=True).update(expires_at=F("expires_at") - 24 * 60 * 60)
    return original(secret, now)
