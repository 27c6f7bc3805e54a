"""T23, T24: a new root key leaves drawers as they are; an erased person's drawer opens in no backup."""

import base64
from pathlib import Path

import pytest
from django.conf import settings

from hearken.drawer import actions, queries
from hearken.drawer.models import Drawer, Kept, Opening
from hearken.drawer.sealing import Lock, Sort
from hearken.lib import clock
from hearken.space import actions as space
from hearken.vault import fields, keys, root
from hearken.vault.envelope import Tampered
from hearken.vault.fields import Place
from hearken.vault.models import Key

from .chest import PASSPHRASE, browser, entry, is_open, opens, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


@pytest.fixture
def root_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "root.key"
    _place(file, bytes(32))
    monkeypatch.setattr(settings, "ROOT_KEY_FILE", file)
    return file


def _place(path: Path, key: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(base64.b64encode(key))
    root.ensure_root_key(path)


def test_t23_a_drawer_outlives_a_new_root_key(root_file: Path) -> None:
    ana, code = owner()
    entry(ana, "still here")
    client = browser(ana)
    new = root.incoming(root_file)
    _place(new, bytes(range(32)))
    keys.rotate(root_file, new, most=1)
    assert "still here" in read(client), "half-way"
    assert keys.rotate(root_file, new).left == 0
    new.rename(root_file)
    root.forget(new)
    root.forget(root_file)
    assert "still here" in read(client), "what was open stays open"
    client.post("/drawer/lock", headers={"origin": "http://testserver"})
    assert not is_open(client)
    assert opens(client).status_code == 302
    assert "still here" in read(client)
    assert actions.open_with_code(ana, code)


def test_t24_the_drawer_of_an_erased_person_opens_in_no_backup_with_its_passphrase_either() -> None:
    (ana, code), (ben, _) = owner("ana"), owner("ben")
    entry(ana, "canary")
    entry(ben, "of Ben")
    browser(ana)
    backup = [*Drawer.objects.filter(person=ana), *Kept.objects.filter(drawer__person=ana)]
    space.erase(ana, clock.now())
    assert not Drawer.objects.filter(person=ana).exists()
    assert not Opening.objects.exists()
    for row in backup:  # as if the main database were yesterday's; the key store and the root key are today's
        row.save(force_insert=True)
    assert actions.open_with(ana, PASSPHRASE) is None
    assert actions.open_with_code(ana, code) is None
    drawer = Drawer.objects.get(person=ana)
    for key in Key.objects.all():
        for lock in Lock:
            with pytest.raises(Tampered):
                fields.unseal(key.pk, Place("drawer_drawer", lock, drawer.pk), getattr(drawer, lock))
    found = actions.open_with(ben, PASSPHRASE)
    assert found
    assert [thing.text for _, thing in queries.things(found, Sort.DIARY)] == ["of Ben"]


def test_t24_an_emptied_drawer_leaves_no_row() -> None:
    ana, _ = owner()
    entry(ana, "canary")
    browser(ana)
    actions.forget(ana)
    assert [each.objects.count() for each in (Drawer, Kept, Opening)] == [0, 0, 0]
