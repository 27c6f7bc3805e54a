"""Which database a table lives in: the key store alone in `keys`, the public directory in `directory`, else `default`.

It must never let them mix: a backup of `default` without `keys` has to stay unreadable, and one transaction
or one foreign key across two would quietly tie them together.
"""

from typing import Any

from django.db.models import Model

KEY_STORE = "keys"
MAIN = "default"
DIRECTORY = "directory"
_HOMES = {"vault": KEY_STORE, "directory": DIRECTORY}


def _home_of(app_label: str) -> str:
    return _HOMES.get(app_label, MAIN)


class KeyStoreRouter:
    """Django database router; see DATABASE_ROUTERS in the settings."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _home_of(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return _home_of(model._meta.app_label)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return _home_of(one._meta.app_label) == _home_of(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == _home_of(app_label)
