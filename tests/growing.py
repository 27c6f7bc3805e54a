"""The tables that only grow, and how tests empty them: their triggers are dropped and put back by their own migrations.

It must never be imported by the product.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from django.db import connection

GROWING: tuple[ModuleType, ...] = (
    import_module("hearken.audit.migrations.0002_only_grows"),
    import_module("hearken.couples.migrations.0002_ledger_only_grows"),
)
TABLES = tuple(each.TABLE for each in GROWING)


@contextmanager
def may_be_emptied() -> Iterator[None]:
    """Outside a transaction only, as SQLite asks for."""
    _each("backwards")
    try:
        yield
    finally:
        _each("forwards")


def _each(way: str) -> None:
    with connection.schema_editor() as editor:
        for migration in GROWING:
            getattr(migration, way)(None, editor)
