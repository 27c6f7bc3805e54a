"""Tables that only grow: triggers of the database refuse to change, delete or replace a row, whoever asks.

They keep honest code honest. Somebody with rights on the database can drop them, which is why the audit is chained
too. It must never be switched off by a setting or a connection. A migration that alters such a table on SQLite makes
the table anew and loses its triggers: end it with `protect`. Erasing by design is not for tables like these.
"""

from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

_FUNCTION = "hearken_only_grows"
_SAYS = "this table only grows"


class Editor(Protocol):
    """What is used of Django's schema editor."""

    connection: BaseDatabaseWrapper

    def execute(self, sql: str, params: None = ...) -> None: ...


def protect(editor: Editor, table: str, taken: str = "id = NEW.id") -> None:
    """Put the triggers in place. `taken`: in SQL, when a new row would take the place of one. A repeat is harmless."""
    unprotect(editor, table)
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRES:
        editor.execute(statement.format(table=table, function=_FUNCTION, says=_SAYS, taken=taken), params=None)


def unprotect(editor: Editor, table: str) -> None:
    """Take them away again: for a migration that goes back, and for tests that empty every table."""
    sqlite = editor.connection.vendor == "sqlite"
    for name in ("update", "delete", "replace") if sqlite else ("change", "truncate"):
        where = "" if sqlite else f' ON "{table}"'
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{name}"{where}', params=None)


_SQLITE = (
    """CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}"
       BEGIN SELECT RAISE(ABORT, '{says}'); END""",
    """CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}"
       BEGIN SELECT RAISE(ABORT, '{says}'); END""",
    # INSERT OR REPLACE deletes the row in its way without asking the trigger above.
    """CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}"
       WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {taken})
       BEGIN SELECT RAISE(ABORT, '{says}'); END""",
)
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}"
       FOR EACH ROW EXECUTE FUNCTION {function}()""",
    """CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}"
       FOR EACH STATEMENT EXECUTE FUNCTION {function}()""",
)
