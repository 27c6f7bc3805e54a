"""Making an account: what is offered, what is taken, and what is left behind where it fails."""

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import actions, names, passphrases, sessions
from hearken.accounts.models import Method, Person
from hearken.audit.models import Entry, Event
from hearken.lib import clock
from hearken.vault import keys
from hearken.vault.models import Key, Kind

from .resident import PASSPHRASE, fields, has, held, offered, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def test_the_page_offers_a_name_and_a_passphrase_and_writes_nothing() -> None:
    before = keys.count()
    given = offered(Client())
    assert names.normal(given["name"]) == given["name"]
    assert len(given["name"].split("-")) == 3
    assert not passphrases.problems(given["passphrase"], given["name"])
    assert given != offered(Client())
    assert not Person.objects.exists()
    assert keys.count() == before


def test_what_was_offered_makes_an_account_and_opens_it_again() -> None:
    client = Client()
    given = offered(client, "?next=/account/factors")
    answer = client.post(reverse("sign_up"), given | {"device": "my phone", "shared": "on"})
    assert (answer.status_code, answer.url) == (302, reverse("passkey_new") + "?next=%2Faccount%2Ffactors")
    sign_in = has(client).sign_in
    assert sign_in.shared
    assert sessions.device_name(sign_in) == "my phone"
    assert [each.event for each in Entry.objects.order_by("id")] == [Event.SIGNED_UP, Event.SIGNED_IN]
    person = Person.objects.get()
    assert names.name_of(person) == given["name"]
    again = Client()
    assert signs_in(again, given["name"].replace("-", " ").upper(), given["passphrase"]).status_code == 302
    assert has(again).person == person
    assert has(again).sign_in.method == Method.PASSPHRASE


def test_nobody_chooses_a_name() -> None:
    client = Client()
    given = offered(client)
    for wrong in ({"name": "ana-ana-aaaa"}, {"signature": "x"}, {"until": "9999999999"}, {"until": ""}, {"name": ""}):
        answer = client.post(reverse("sign_up"), given | wrong)
        assert answer.status_code == 422
        again = fields(answer.content.decode())
        assert again["name"] not in (given["name"], "ana-ana-aaaa")
        assert again["passphrase"] == given["passphrase"], "nothing is lost"
    assert not Person.objects.exists()


def test_an_offer_ends() -> None:
    now = clock.now()
    offer = names.drawn(now)
    assert offer.holds(now + names.OFFERED_FOR)
    assert not offer.holds(now + names.OFFERED_FOR + 1)


def test_a_form_that_is_sent_twice_makes_one_account_and_loses_nothing() -> None:
    client = Client()
    given = offered(client)
    assert client.post(reverse("sign_up"), given).status_code == 302
    before = keys.count()
    answer = Client().post(reverse("sign_up"), given | {"device": "my phone"})
    assert answer.status_code == 422
    again = fields(answer.content.decode())
    assert again["name"] != given["name"]
    assert (again["passphrase"], again["device"]) == (given["passphrase"], "my phone")
    assert Person.objects.count() == 1
    assert keys.count() == before, "what was not made leaves no key"


def test_what_fails_half_way_leaves_no_key_and_no_person() -> None:
    given = names.drawn(clock.now()).name
    assert actions.sign_up(given, PASSPHRASE, clock.now())
    Key.objects.filter(kind=Kind.AUDIT).update(wrapped=b"damaged")  # so that nothing can be noted
    before = keys.count()
    with pytest.raises(keys.NoKey):
        actions.sign_up(names.drawn(clock.now()).name, PASSPHRASE, clock.now())
    assert keys.count() == before
    assert Person.objects.count() == 1


def test_a_passphrase_that_is_guessed_early_is_told_kindly_and_the_name_stays() -> None:
    client = Client()
    given = offered(client)
    answer = client.post(reverse("sign_up"), given | {"passphrase": "password12345678"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert str(passphrases.COMMON) in page
    assert fields(page)["name"] == given["name"]
    assert held(client) is None


def test_accounts_are_not_made_by_the_dozen() -> None:
    made = []
    for _ in range(11):
        client = Client()
        made.append(client.post(reverse("sign_up"), offered(client)).status_code)
    assert made == [302] * 10 + [429]


def test_the_unencrypted_address_has_no_accounts(settings: object) -> None:
    resident()
    settings.PHONE = True  # type: ignore[attr-defined]
    for name in ("sign_up", "sign_in", "prove", "reset", "account", "passphrase"):
        assert Client().get(reverse(name)).status_code == 403, name
    for name in ("sign_up", "sign_in", "prove", "reset", "passphrase"):
        assert Client().post(reverse(name)).status_code == 403, name
    client = Client()
    assert signs_in(client).status_code == 403
    assert held(client) is None
    for name in ("sign_out", "devices_end"):
        assert client.post(reverse(name)).status_code == 403, name
