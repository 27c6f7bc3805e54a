"""A link that was used is told apart from one that never was: a second holder learns that somebody came in."""

from typing import Any

TARGET = "hearken.space.views_inviting._opened"
TEST = "tests/apps/space/test_inviting.py::test_t08_every_wrong_link_is_one_answer"
original: Any = None


def replacement(request: Any, secret: str, template: str) -> Any:
    """Another status for a link somebody has come in through."""
    from hearken.couples.models import Approach
    from hearken.couples.queries import invited

    answer = original(request, secret, template)
    if Approach.objects.filter(digest=invited(secret)).exclude(guest=None).exists():
        answer.status_code = 410
    return answer
