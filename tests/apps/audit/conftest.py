"""People, a home folder for the anchors, and somebody with rights on the database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from hearken.audit.models import Entry, Event, Head
from hearken.audit.record import record
from hearken.lib import ids

ANA, BEN = ids.opaque(), ids.opaque()
EVENTS = (Event.SIGNED_IN, Event.FACTOR_ADDED, Event.GRANTED, Event.READ, Event.SIGNED_OUT)
Heads = list[tuple[str, int, bytes, bytes]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def happened(times: int) -> None:
    """That many entries, about Ana and Ben in turn, with every column filled."""
    for number in range(times):
        with transaction.atomic():
            record(
                (ANA, BEN)[number % 2],
                EVENTS[number % len(EVENTS)],
                actor=(BEN, ANA)[number % 2],
                item=ids.opaque(),
                detail="passphrase",
            )


@pytest.fixture
def intruder() -> Callable[..., None]:
    """SQL as somebody with rights on the database runs it: the triggers are in nobody's way any more."""
    names = ("no_update", "no_delete", "no_replace") if connection.vendor == "sqlite" else ("no_change", "no_truncate")

    def run(sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            for name in names:
                where = "" if connection.vendor == "sqlite" else " ON audit_entry"
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_{name}{where}")
            cursor.execute(sql, values)

    return run


def heads() -> Heads:
    """A copy of the notes of where the chains end."""
    return [(row.chain, row.number, bytes(row.mac), bytes(row.seal)) for row in Head.objects.all()]


def put_back(copies: Heads) -> None:
    Head.objects.all().delete()
    for name, number, mac, seal in copies:
        Head.objects.create(chain=name, number=number, mac=mac, seal=seal)


def columns() -> list[str]:
    return [field.column for field in Entry._meta.concrete_fields]
