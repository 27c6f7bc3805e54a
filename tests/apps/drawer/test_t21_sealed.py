"""T21, T02: with the database and every key of the key store, without the passphrase, a drawer tells nothing."""

import base64
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.test import Client

from hearken.drawer import access, actions, sealing
from hearken.drawer.models import Drawer, Kept, Opening
from hearken.drawer.sealing import STEP, Lock, Sealed, Sort, Thing
from hearken.lib import clock
from hearken.vault import box, fields, keys
from hearken.vault.envelope import OVERHEAD_BYTES, Tampered, unwrap
from hearken.vault.fields import Place
from hearken.vault.models import Key
from tests.apps.couples import cast
from tests.apps.site.conftest import every_row

from .chest import PASSPHRASE, browser, entry, opens, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
CANARY = "canary-7f3a9c51d2e8"
TABLES = ("drawer.Drawer", "drawer.Kept", "drawer.Opening", "drawer.Release")


def spelled(word: str) -> list[bytes]:
    """A word as bytes, as UTF-16, and as base64 wherever it may begin."""
    raw = word.encode()
    shifted = [base64.b64encode(bytes(shift) + raw)[4:-4] for shift in range(3)]
    return [raw, word.encode("utf-16-le"), word.encode("utf-16-be"), *shifted]


def cells() -> Iterator[bytes]:
    """Everything in the drawer's tables, as bytes."""
    rows = every_row()
    for table in TABLES:
        for row in rows[table]:
            for cell in row:
                yield cell if isinstance(cell, bytes) else str(cell).encode()


def every_key() -> list[bytes]:
    return [keys.load(each.pk) for each in Key.objects.all()]


def peeled(drawer: Drawer) -> list[bytes]:
    """What lies under the person's key, for somebody who tries every key on both locks."""
    found = []
    for lock in Lock:
        for key in Key.objects.all():
            with suppress(Tampered):
                found.append(fields.unseal(key.pk, Place("drawer_drawer", lock, drawer.pk), getattr(drawer, lock)))
    return found


def test_the_spellings_find_what_is_there() -> None:
    assert any(each in b"x" + CANARY.encode() for each in spelled(CANARY))
    assert any(each in base64.b64encode(b"a page " + CANARY.encode() + b" ends") for each in spelled(CANARY))


def test_t21_no_word_and_no_secret_stands_in_the_drawers_tables() -> None:
    ana, code = owner()
    client = browser(ana)
    client.post("/drawer/new", {"title": CANARY, "text": CANARY * 3})
    entry(ana, CANARY)
    private = actions.open_with(ana, PASSPHRASE)
    assert private
    assert Kept.objects.count() == 2
    assert Opening.objects.count() == 1
    everything = list(cells())
    secrets = [CANARY, PASSPHRASE, code, client.cookies["drawer"].value, sealing.text(private.private)]
    for secret in secrets:
        for spelling in spelled(secret):
            assert not [cell for cell in everything if spelling in cell], secret
    assert not [cell for cell in everything if private.private in cell]


def test_t21_every_key_of_the_store_opens_no_more_than_the_outer_layer() -> None:
    ana, _ = owner()
    client = browser(ana)
    kept = Kept.objects.get(pk=entry(ana, CANARY))
    drawer = Drawer.objects.get()
    private = actions.open_with(ana, PASSPHRASE)
    assert private
    outer = peeled(drawer)
    assert [len(each) for each in outer] == [32 + OVERHEAD_BYTES] * 2, "still sealed, and both locks were reached"
    assert not [each for each in outer if private.private in each]
    tries = [*every_key(), *(each[-32:] for each in outer), bytes(32)]
    opening = Opening.objects.select_related("drawer").get()
    for key in tries:
        for lock, wrapped in zip(Lock, outer, strict=True):
            with pytest.raises(Tampered):
                unwrap(key, wrapped, sealing._bound(drawer, lock))
        with pytest.raises(Tampered):
            unwrap(key, opening.wrapped, access.bound(opening))
        with pytest.raises(Tampered):
            box.take(key, Place("drawer_kept", "body", kept.pk), kept.body)
    assert client


def test_t21_the_passphrase_alone_opens_nothing_once_the_persons_key_is_gone() -> None:
    ana, code = owner()
    assert actions.open_with(ana, PASSPHRASE)
    keys.destroy([ana.key_id])
    assert actions.open_with(ana, PASSPHRASE) is None
    assert actions.open_with_code(ana, code) is None


def test_t21_a_size_tells_a_step_and_nothing_finer() -> None:
    ana, _ = owner()
    sizes = {len(Kept.objects.get(pk=entry(ana, "x" * letters)).body) for letters in (1, 7, 120, 300)}
    assert len(sizes) == 1
    check = Thing(Sort.CHECK, answers={"phq_1": "0"}, made_at="2026-11-24")
    drawer = access.drawer_of(ana)
    assert drawer
    assert len(actions.keep(drawer, check, clock.now()).body) in sizes, "a check looks like a line in the diary"
    longer = {len(Kept.objects.get(pk=entry(ana, "x" * letters)).body) for letters in (500, 900)}
    assert {each - sizes.copy().pop() for each in longer} == {STEP}


def test_t21_what_a_thing_is_stands_inside() -> None:
    ana, _ = owner()
    entry(ana, "words")
    for cell in cells():
        for word in ("diary", "check", "answers"):
            assert word.encode() not in cell


def test_things_come_back_as_they_were_put_in() -> None:
    ana, _ = owner()
    drawer, found = access.drawer_of(ana), actions.open_with(ana, PASSPHRASE)
    assert drawer
    assert found
    for thing in (Thing(Sort.DIARY), Thing(Sort.CHECK, "t\0", "ünï" * 700, {"a": "1"}, "2026-01-02")):
        sealed = Sealed(5, thing)
        assert sealing.unseal(found.private, "row", sealing.seal(drawer, "row", sealed)) == sealed


def test_t02_nobody_else_gets_a_byte_of_it() -> None:
    """Her partner, her therapist, somebody else and an operator with an account, each with their own drawer open."""
    ana, _ = owner("ana")
    ids = [entry(ana, CANARY, CANARY) for _ in range(2)]
    ben, cole, hal = (owner(name)[0] for name in ("ben", "cole", "hal"))
    cast.couple(ana, ben, clock.now())
    cast.therapist(ana, cole, clock.now())
    for person in (ben, cole, hal):
        client = browser(person)
        for path in ("/drawer", *(f"/drawer/{each}{way}" for each in ids for way in ("", "/edit", "/delete"))):
            for answer in (client.get(path), client.post(path, {"text": "x", "passphrase": PASSPHRASE})):
                assert CANARY not in answer.content.decode()
        assert Kept.objects.filter(drawer__person=ana).count() == 2
    assert CANARY in read(browser(ana))


def test_t02_a_right_passphrase_at_somebody_elses_sign_in_opens_their_own() -> None:
    owner("ana")
    ben = cast.person("ben")
    assert opens(cast.signed_in(Client(), ben)).status_code == 422
