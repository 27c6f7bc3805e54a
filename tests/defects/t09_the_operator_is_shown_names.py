"""The command that checks the audit prints what the people in it are called."""

from hearken.accounts.models import Person
from hearken.vault import fields

TARGET = "hearken.ops.reference.settings_table"
TEST = "tests/live/test_t09_operator.py::test_t09_no_command_and_no_page_shows_what_people_wrote"


def replacement() -> str:
    """Prints every sign-in name."""
    places = [(each, fields.Place("accounts_person", "name", each.pk)) for each in Person.objects.all()]
    return "\n".join(fields.unseal(each.key_id, place, each.name).decode() for each, place in places)
