"""Erasing the account itself. What goes of rooms and spaces before it is space's to test."""

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import actions, codes, names
from hearken.accounts.models import CodeApp, Passkey, Person, RecoveryCode, SignIn
from hearken.audit.models import Entry, Event
from hearken.lib import clock
from hearken.vault import keys

from .resident import NAME, held, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def test_nothing_is_left_but_a_tombstone() -> None:
    person, other = resident(), resident("other-other-k7mq")
    client = Client()
    signs_in(client)
    now = clock.now()
    codes.make_printed(person, now)
    codes.begin_app(person, now)
    Passkey.objects.create(person=person, digest="d", credential=b"c", name=b"n", made_on="2026-01-01")
    sealed = bytes(person.name)
    actions.erase(person, now)
    left = Person.objects.get(pk=person.pk)
    assert (left.name_digest, bytes(left.name), left.passphrase) == (None, b"", "")
    assert left.erased_on
    for each in (Passkey, CodeApp, RecoveryCode, SignIn):
        assert not each.objects.filter(person=person, **({"ended_at": None} if each is SignIn else {})).exists()
    person.name = sealed  # as an older copy still has it
    assert names.name_of(person) == ""
    with pytest.raises(keys.NoKey):
        keys.load(person.key_id)
    assert held(client) is None
    assert client.get(reverse("account")).status_code == 302
    assert signs_in(Client()).status_code == 422
    assert names.name_of(other) == "other-other-k7mq"
    assert signs_in(Client(), "other-other-k7mq").status_code == 302


def test_erasing_again_finishes_what_was_begun_and_is_noted_once() -> None:
    person, now = resident(), clock.now()
    keys.destroy([person.key_id])  # a crash right after the key had gone
    actions.erase(person, now)
    actions.erase(person, now)
    assert Entry.objects.filter(subject=person.pk, event=Event.ERASED).count() == 1
    assert resident(NAME), "the name is free again"
