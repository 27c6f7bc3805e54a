"""T23: a new root key takes nothing from anybody: words, sign-ins, names and the audit go on without the old one."""

import base64
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from hearken.accounts import access as accounts
from hearken.couples import access, queries
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.vault import fields, keys, root

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000


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


def test_t23_accounts_and_shared_words_outlive_a_new_root_key(root_file: Path) -> None:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, NOW)
    browser = cast.signed_in(Client(), ana)
    sharing.share(items.write(ana, Words("", "ours"), NOW), Audience.US, NOW, solo=True)
    index = fields.index("name", "somebody")
    new = root.incoming(root_file)
    _place(new, bytes(range(32)))
    keys.rotate(root_file, new, most=2)
    assert access.readings(ben, NOW), "half-way"
    assert keys.rotate(root_file, new).left == 0
    new.rename(root_file)
    root.forget(new)
    root.forget(root_file)
    assert [each.words.text for each in access.readings(ben, NOW)] == ["ours"]
    assert [each.words.text for each in queries.own_items(ana, NOW)] == ["ours"]
    assert accounts.held({name: each.value for name, each in browser.cookies.items()})
    assert fields.index("name", "somebody") == index
