"""The key store and the rest of the world live in two databases and never touch."""

import pytest
from django.db import connections, models

from hearken.vault.models import Key
from hearken.vault.router import KeyStoreRouter

router = KeyStoreRouter()


class Elsewhere(models.Model):
    """A model of some other app; it has no table."""

    class Meta:
        app_label = "elsewhere"
        managed = False


def test_keys_go_to_the_key_store_and_nothing_else_does() -> None:
    assert router.db_for_read(Key) == router.db_for_write(Key) == "keys"
    assert router.db_for_read(Elsewhere) == router.db_for_write(Elsewhere) == "default"


def test_no_row_may_point_across() -> None:
    assert router.allow_relation(Key(), Key())
    assert router.allow_relation(Elsewhere(), Elsewhere())
    assert not router.allow_relation(Key(), Elsewhere())
    assert not router.allow_relation(Elsewhere(), Key())


@pytest.mark.parametrize(
    ("database", "app", "allowed"),
    [("keys", "vault", True), ("keys", "rooms", False), ("default", "vault", False), ("default", "rooms", True)],
)
def test_tables_are_made_only_where_they_belong(database: str, app: str, allowed: bool) -> None:
    assert router.allow_migrate(database, app, model_name="anything") is allowed


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_the_migrated_databases_show_it() -> None:
    assert "vault_key" in connections["keys"].introspection.table_names()
    assert "vault_key" not in connections["default"].introspection.table_names()
    others = set(connections["keys"].introspection.table_names()) - {"django_migrations"}
    assert others == {"vault_key"}


def test_a_key_row_holds_no_fact_about_anyone() -> None:
    assert {field.name for field in Key._meta.get_fields()} == {
        "id", "kind", "wrapped", "root_version", "created_on",
    }  # fmt: skip
    assert Key._meta.get_field("created_on").get_internal_type() == "DateField"
