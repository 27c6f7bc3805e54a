"""Who knows the address of somebody's note reads it, changes it, and shares it in their name."""

from hearken.accounts.models import Person
from hearken.couples.models import Item

TARGET = "hearken.couples.access.own_item"
TEST = "tests/apps/space/test_t01_matrix.py::test_t01_who_is_not_named_gets_one_answer[pages]"


def replacement(person: Person, item_id: str) -> Item | None:
    """Looks the item up, and not whose it is."""
    return Item.objects.filter(pk=item_id).select_related("author").first()
