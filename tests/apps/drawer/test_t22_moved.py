"""T22: what is sealed opens in its own row of its own drawer. Moved, swapped or changed, it opens nowhere."""

import pytest

from hearken.accounts.models import Person
from hearken.audit.models import Entry, Event
from hearken.drawer import actions, queries
from hearken.drawer.access import Open
from hearken.drawer.models import Drawer, Kept, Opening
from hearken.drawer.sealing import Sort

from .chest import PASSPHRASE, browser, entry, inside, is_open, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
FORMAT, KEY, TEXT, TAG = 0, 1, 40, -1


def flip(blob: bytes, at: int) -> bytes:
    changed = bytearray(blob)
    changed[at] ^= 1
    return bytes(changed)


def opened(person: Person) -> Open:
    found = actions.open_with(person, PASSPHRASE)
    assert found
    return found


def texts(person: Person) -> list[str]:
    return [thing.text for _, thing in queries.things(opened(person), Sort.DIARY)]


def noted() -> list[tuple[str, str]]:
    return list(Entry.objects.filter(event=Event.NOT_OPENED).values_list("subject", "item"))


@pytest.mark.parametrize("at", [FORMAT, KEY, TEXT, TAG])
def test_t22_an_entry_with_one_bit_changed_does_not_open(at: int) -> None:
    ana, _ = owner()
    kept = Kept.objects.get(pk=entry(ana, "harmed"))
    entry(ana, "whole")
    Kept.objects.filter(pk=kept.pk).update(body=flip(bytes(kept.body), at))
    for _ in range(2):
        assert texts(ana) == ["whole"]
    assert queries.entry(opened(ana), kept.pk) is None
    assert noted() == [(ana.pk, kept.pk)]


@pytest.mark.parametrize("same_owner", [True, False])
def test_t22_a_body_in_another_row_opens_nothing(same_owner: bool) -> None:
    ana, ben = owner("ana")[0], owner("ben")[0]
    moved = Kept.objects.get(pk=entry(ana, "moved"))
    reader = ana if same_owner else ben
    place = entry(reader, "was here")
    Kept.objects.filter(pk=place).update(body=moved.body)
    assert texts(reader) == (["moved"] if same_owner else [])
    assert noted() == [(reader.pk, place)]


def test_t22_a_row_that_is_put_into_another_drawer_does_not_open() -> None:
    ana, ben = owner("ana")[0], owner("ben")[0]
    kept = entry(ana, "of Ana")
    Kept.objects.filter(pk=kept).update(drawer=Drawer.objects.get(person=ben))
    assert texts(ben) == []
    assert noted() == [(ben.pk, kept)]


@pytest.mark.parametrize("column", ["by_passphrase", "by_code"])
@pytest.mark.parametrize("harm", ["swapped", "changed", "other lock"])
def test_t22_a_lock_that_was_tampered_with_opens_nothing_and_is_noted(column: str, harm: str) -> None:
    (ana, code), (ben, _) = owner("ana"), owner("ben")
    hers, his = Drawer.objects.get(person=ana), Drawer.objects.get(person=ben)
    other = "by_code" if column == "by_passphrase" else "by_passphrase"
    put = {
        "swapped": bytes(getattr(his, column)),
        "changed": flip(bytes(getattr(hers, column)), TAG),
        "other lock": bytes(getattr(hers, other)),
    }
    Drawer.objects.filter(pk=hers.pk).update(**{column: put[harm]})
    if column == "by_passphrase":
        assert actions.open_with(ana, PASSPHRASE) is None
        assert actions.open_with_code(ana, code)
    else:
        assert actions.open_with_code(ana, code) is None
        assert actions.open_with(ana, PASSPHRASE)
    assert noted() == [(ana.pk, hers.pk)]


def test_t22_a_wrong_passphrase_is_no_harm_and_is_not_noted() -> None:
    ana, _ = owner()
    assert actions.open_with(ana, "not this one at all") is None
    assert actions.open_with_code(ana, "2" * 20) is None
    assert noted() == []


@pytest.mark.parametrize("harm", ["wrapped", "drawer"])
def test_t22_an_opening_of_somebody_else_opens_nothing(harm: str) -> None:
    """Somebody with rights on the database points their own opening at her drawer, or puts hers into theirs."""
    ana, ben = owner("ana")[0], owner("ben")[0]
    entry(ana, "canary")
    hers, his = browser(ana), browser(ben)
    theirs = Opening.objects.get(drawer__person=ana)
    change = {"wrapped": theirs.wrapped} if harm == "wrapped" else {"drawer": theirs.drawer_id}
    Opening.objects.filter(drawer__person=ben).update(**change)
    his.cookies["drawer"] = hers.cookies["drawer"].value if harm == "wrapped" else his.cookies["drawer"].value
    assert inside(his) is None
    assert "canary" not in read(his)
    assert is_open(hers)


def test_t22_a_drawer_that_is_made_somebody_elses_opens_for_neither() -> None:
    (ana, _), (ben, code) = owner("ana"), owner("ben")
    entry(ben, "canary")
    his = browser(ben)
    actions.forget(ana)
    Drawer.objects.filter(person=ben).update(person=ana)
    assert inside(his) is None
    assert actions.open_with(ana, PASSPHRASE) is None
    assert actions.open_with_code(ana, code) is None
    assert noted() == [(ana.pk, Drawer.objects.get().pk)]
