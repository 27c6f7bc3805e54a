"""Coming back with a printed code."""

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import actions, codes, passphrases
from hearken.accounts.models import Person, RecoveryCode
from hearken.audit.models import Entry, Event
from hearken.lib import clock

from .resident import ANOTHER, NAME, PASSPHRASE, held, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def comes_back(name: str, code: str, passphrase: str = ANOTHER) -> int:
    fields = {"name": name, "code": code, "passphrase": passphrase}
    return Client().post(reverse("reset"), fields).status_code


def test_a_printed_code_sets_a_new_passphrase_and_signs_everybody_out() -> None:
    person = resident()
    first, second, *_ = codes.make_printed(person, clock.now())
    thief = Client()
    signs_in(thief)
    assert comes_back(NAME.upper(), f"{first[:4]} {first[4:8].lower()}-{first[8:]}") == 302
    assert held(thief) is None
    assert signs_in(Client()).status_code == 422, "the old passphrase is over"
    assert signs_in(Client(), passphrase=ANOTHER).status_code == 302
    assert Entry.objects.filter(event=Event.RECOVERED).count() == 1
    assert comes_back(NAME, first) == 422, "used"
    assert RecoveryCode.objects.filter(used_on=None).count() == 9
    assert comes_back(NAME, second, PASSPHRASE) == 302


def test_unknown_wrong_used_and_somebody_elses_are_one_answer() -> None:
    person, other = resident(), resident("other-other-k7mq")
    used, good, *_ = codes.make_printed(person, clock.now())
    theirs = codes.make_printed(other, clock.now())[0]
    assert actions.recover(person, used, PASSPHRASE, clock.now())
    before = Person.objects.get(pk=person.pk).passphrase
    tries = [(NAME, used), (NAME, "2" * 12), (NAME, "x"), (NAME, theirs), ("no-such-name", good), ("", good)]
    assert {comes_back(name, code) for name, code in tries} == {422}
    assert Person.objects.get(pk=person.pk).passphrase == before
    assert comes_back(NAME, good) == 302, "a try with another name used nothing up"


def test_a_weak_passphrase_uses_no_code_up() -> None:
    good = codes.make_printed(resident(), clock.now())[0]
    assert comes_back(NAME, good, "short") == 422
    assert comes_back(NAME, good, f"{NAME} and more") == 422
    assert comes_back(NAME, good) == 302


def test_codes_are_not_guessed() -> None:
    resident()
    assert [comes_back(NAME, "2" * 12) for _ in range(11)] == [422] * 10 + [429]


def test_nobody_is_hashed_once_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    real = passphrases.hashed
    monkeypatch.setattr(passphrases, "hashed", lambda text: hashed.append(text) or real(text))
    assert not actions.recover(None, "2" * 12, ANOTHER, clock.now())
    assert hashed == [ANOTHER]
