"""Which database a table lives in: the key store alone in `keys`, everything else in `default`.

It must never let the two mix: a backup of `default` without `keys` has to stay unreadable, and one transaction
or one foreign key across both would quietly tie them together.
"""

from typing import Any

from django.db.models import Model

KEY_STORE_APP = "vault"
KEY_STORE = "keys"
MAIN = "default"


def _home_of(app_label: str) -> str:
    return KEY_STORE if app_label == KEY_STORE_APP else MAIN


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
