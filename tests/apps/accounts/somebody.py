"""A person with a key, as signing up makes one, for tests that need an account and no page."""

from datetime import UTC, datetime

from hearken.accounts.models import Person
from hearken.lib.ids import opaque
from hearken.vault import fields, keys
from hearken.vault.models import Kind

NOW = 1_800_000_000
DAY = 24 * 60 * 60


def somebody(name: str = "quilt-harbor-k7mq") -> Person:
    person = Person(key_id=keys.make(Kind.PERSON), began_on=datetime.fromtimestamp(NOW, UTC).date(), handle=opaque())
    person.name_digest = fields.index("name", name)
    person.name = fields.seal(person.key_id, fields.Place("accounts_person", "name", person.pk), name.encode())
    person.save(force_insert=True)
    return person
