"""What can be added, what cannot be changed, and that two who add at once do not fork the chain."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import DatabaseError, connection, connections, transaction

from hearken.audit.models import Entry, Event
from hearken.audit.queries import seen_by
from hearken.audit.record import record
from hearken.audit.verify import Verdict, verify
from hearken.couples.models import Consent
from hearken.lib import ids
from hearken.vault import keys
from hearken.vault.models import Kind
from tests.growing import TABLES

from .conftest import ANA, BEN, happened

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
WORDS = "What I told nobody"


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="this table only grows"), transaction.atomic():
        act()


def sql(statement: str) -> Callable[[], object]:
    return lambda: connection.cursor().execute(statement)


def test_t25_entries_and_the_consent_ledger_only_grow() -> None:
    happened(3)
    Consent.objects.create(subject=ANA, event="erased", solo=True, at=1)
    for model in (Entry, Consent):
        before = list(model.objects.order_by("pk").values())
        row = model.objects.earliest("pk")
        refused(lambda m=model: m.objects.update(at=5))
        refused(lambda m=model: m.objects.filter(subject=ANA).delete())
        refused(row.delete)
        refused(row.save)
        refused(sql(f"UPDATE {model._meta.db_table} SET at = at"))
        refused(sql(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}"))
        assert list(model.objects.order_by("pk").values()) == before
    assert {Entry._meta.db_table, Consent._meta.db_table} == set(TABLES)


def test_t25_no_row_is_replaced_or_cut_in_one_go() -> None:
    happened(3)
    copy = "SELECT {}, subject, {}, event, actor, item, detail, at, own, whole FROM audit_entry WHERE id = 2"
    if connection.vendor == "sqlite":
        for place, number in ((2, 9), (9, "number")):
            refused(sql(f"INSERT OR REPLACE INTO audit_entry {_named()} {copy.format(place, number)}"))
    else:
        refused(sql("TRUNCATE audit_entry"))
        refused(sql("TRUNCATE couples_consent"))
    assert verify() == Verdict(3, 0, keyed=True)


def _named() -> str:
    return "(id, subject, number, event, actor, item, detail, at, own, whole)"


@pytest.mark.parametrize(
    "given",
    [
        {"detail": WORDS},
        {"detail": "Secret"},
        {"detail": "x" * 25},
        {"detail": "it_was\n"},
        {"item": WORDS},
        {"item": "ana"},
        {"actor": "ben@example.org"},
        {"subject": ""},
        {"subject": WORDS},
        {"event": WORDS},
    ],
)
def test_t25_nothing_a_person_wrote_can_be_recorded(given: dict[str, str]) -> None:
    with pytest.raises(ValueError) as caught:
        record(**({"subject": ANA, "event": Event.GRANTED} | given))
    refusal = str(caught.value)
    assert "event" in given or not any(value and value in refusal for value in given.values())
    assert not Entry.objects.exists()


def test_who_did_it_is_the_person_themselves_where_nobody_else_is_named() -> None:
    record(ANA, Event.SIGNED_IN, detail="passkey")
    entry = Entry.objects.get()
    assert (entry.id, entry.number, entry.actor, entry.item) == (1, 1, ANA, "")


def test_a_person_is_shown_what_others_did_and_never_their_own_looking() -> None:
    note = ids.opaque()
    record(ANA, Event.SIGNED_IN, detail="passphrase")
    record(ANA, Event.READ, item=note)
    record(ANA, Event.GRANTED, item=note)
    record(ANA, Event.READ, actor=BEN, item=note)
    record(ANA, Event.NOT_OPENED, item=note)
    record(BEN, Event.SIGNED_IN)
    shown = [(each.event, each.actor, each.item, each.detail) for each in seen_by(ANA)]
    assert shown == [
        (Event.READ, BEN, note, ""),
        (Event.GRANTED, "", note, ""),
        (Event.SIGNED_IN, "", "", "passphrase"),
    ]
    assert len(seen_by(ANA, most=2)) == 2


def test_a_sign_in_is_not_pushed_out_of_sight_by_what_happens_often() -> None:
    record(ANA, Event.SIGNED_IN, detail="passphrase")
    for _ in range(60):
        record(ANA, Event.CODES_MADE)
        record(ANA, Event.READ, actor=BEN, item=ids.opaque())
    assert [each.event for each in seen_by(ANA)] == [Event.READ, Event.CODES_MADE, Event.SIGNED_IN]


@pytest.mark.postgres
@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_t25_two_who_add_at_once_do_not_fork_the_chain() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    keys.only(Kind.AUDIT)
    failed: list[Exception] = []

    def add(me: str, other: str) -> None:
        try:
            for _ in range(20):
                with transaction.atomic():  # each about both: whoever is first has what the other one waits for
                    record(me, Event.PROVED)
                    record(other, Event.READ, actor=me)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=add, args=pair) for pair in ((ANA, BEN), (BEN, ANA))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert not failed
    assert verify() == Verdict(80, 0, keyed=True)


@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_t25_it_is_verified_outside_a_transaction_too() -> None:
    happened(4)
    assert verify() == Verdict(4, 0, keyed=True)
    happened(1)
    assert verify() == Verdict(5, 0, keyed=True)
