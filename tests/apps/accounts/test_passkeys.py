"""T12, passkeys without a browser: what is kept, what opens, and every kind of wrong that does not."""

from typing import Any

import pytest
from django.test import RequestFactory
from fido2.utils import websafe_encode

from hearken.accounts import challenges, passkeys
from hearken.accounts.models import Passkey, Person
from hearken.accounts.passkeys import Site

from .authenticator import FLAG, Authenticator
from .somebody import DAY, NOW, somebody

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
HOME = Site("localhost", "http://localhost:8000")


def added(person: Person, device: Authenticator, name: str = "my phone", place: Site = HOME) -> Passkey | None:
    challenge = challenges.new()
    said = device.makes(passkeys.to_add(place, person, "somebody", challenge, NOW))
    return passkeys.add(place, person, challenge, said, name, NOW)


def asked(person: Person | None = None) -> tuple[str, dict[str, Any]]:
    challenge = challenges.new()
    options = passkeys.to_ask(HOME, challenge, person, NOW)
    assert options is not None
    return challenge, options


def opens(device: Authenticator, now: int = NOW) -> Passkey | None:
    challenge, options = asked()
    return passkeys.answered(HOME, challenge, device.signs(options), now)


def test_t12_a_passkey_is_kept_sealed_and_opens_without_a_name() -> None:
    person, device = somebody(), Authenticator(HOME.origin)
    passkey = added(person, device)
    assert passkey
    row = Passkey.objects.get()
    assert device.credential_id not in bytes(row.credential)
    assert websafe_encode(device.credential_id) != row.digest
    assert b"phone" not in bytes(row.name)
    assert passkeys.name_of(row) == "my phone"
    found = opens(device)
    assert found
    assert found.person == person


def test_t12_what_is_asked_for_needs_no_name_and_a_lock_of_the_device() -> None:
    person = somebody()
    options = passkeys.to_add(HOME, person, "quilt-harbor-k7mq", challenges.new(), NOW)["publicKey"]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert options["rp"]["name"] == "Notebook"
    _, to_sign = asked()
    assert to_sign["publicKey"]["userVerification"] == "required"
    assert "allowCredentials" not in to_sign["publicKey"]


def test_t12_a_person_is_asked_for_their_own_passkeys_only() -> None:
    person, other = somebody(), somebody("other-other-k7mq")
    mine, theirs = Authenticator(HOME.origin), Authenticator(HOME.origin)
    added(person, mine)
    added(other, theirs)
    _, options = asked(person)
    assert [each["id"] for each in options["publicKey"]["allowCredentials"]] == [websafe_encode(mine.credential_id)]
    assert passkeys.to_ask(HOME, challenges.new(), somebody("third-third-k7mq"), NOW) is None


WRONG: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost:8001"},
    "another site": {"origin": "https://elsewhere.example"},
    "below our name": {"origin": "http://a.localhost:8000"},
    "made for another name": {"rp_id": "elsewhere.example"},
    "nobody was there": {"flags": FLAG.UV},
    "not unlocked": {"flags": FLAG.UP},
    "another person": {"handle": b"somebody else"},
    "a counter that did not move": {"count": -1},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_t12_a_passkey_that_does_not_fit_opens_nothing(wrong: str) -> None:
    device = Authenticator(HOME.origin, count=4)
    assert added(somebody(), device)
    assert opens(device)
    for name, value in WRONG[wrong].items():
        setattr(device, name, value)
    if wrong == "a counter that did not move":
        device.count = 4
    assert opens(device) is None


@pytest.mark.parametrize("wrong", ["another origin", "another site", "nobody was there", "not unlocked"])
def test_t12_a_passkey_made_wrongly_is_not_kept(wrong: str) -> None:
    device = Authenticator(HOME.origin)
    for name, value in WRONG[wrong].items():
        setattr(device, name, value)
    assert added(somebody(), device) is None
    assert not Passkey.objects.exists()


def test_t12_a_device_that_does_not_count_is_fine() -> None:
    device = Authenticator(HOME.origin, count=None)
    assert added(somebody(), device)
    assert opens(device)
    assert opens(device)


def test_t12_an_answer_works_once() -> None:
    device = Authenticator(HOME.origin, count=None)
    assert added(somebody(), device)
    challenge, options = asked()
    said = device.signs(options)
    assert passkeys.answered(HOME, challenge, said, NOW)
    assert passkeys.answered(HOME, challenge, said, NOW) is None


def test_t12_an_answer_to_another_challenge_opens_nothing() -> None:
    device = Authenticator(HOME.origin)
    assert added(somebody(), device)
    _, options = asked()
    assert passkeys.answered(HOME, challenges.new(), device.signs(options), NOW) is None


def test_t12_a_signature_by_another_key_opens_nothing() -> None:
    device = Authenticator(HOME.origin)
    assert added(somebody(), device)
    device.key = Authenticator(HOME.origin).key
    assert opens(device) is None


def test_t12_a_passkey_is_kept_once_and_not_for_two_people() -> None:
    device = Authenticator(HOME.origin)
    assert added(somebody(), device)
    assert added(somebody("other-other-k7mq"), device) is None
    assert Passkey.objects.count() == 1


def test_t12_one_that_has_left_can_come_back_on_the_same_device() -> None:
    person, device = somebody(), Authenticator(HOME.origin)
    passkey = added(person, device)
    assert passkey
    options = passkeys.to_add(HOME, person, "somebody", challenges.new(), NOW)["publicKey"]
    assert len(options["excludeCredentials"]) == 1
    Passkey.objects.update(removes_at=NOW)
    options = passkeys.to_add(HOME, person, "somebody", challenges.new(), NOW)["publicKey"]
    assert not options.get("excludeCredentials")
    assert added(person, device)


def test_t12_past_its_day_it_opens_nothing_and_is_deleted_with_the_next_one() -> None:
    person, device = somebody(), Authenticator(HOME.origin)
    passkey = added(person, device)
    assert passkey
    Passkey.objects.update(removes_at=NOW + DAY)
    assert opens(device, NOW + DAY - 1)
    assert opens(device, NOW + DAY) is None
    Passkey.objects.update(removes_at=NOW)
    assert added(person, Authenticator(HOME.origin))
    assert passkey.pk not in Passkey.objects.values_list("pk", flat=True)


def test_t12_a_credential_moved_to_another_persons_row_opens_nothing() -> None:
    mine, theirs = Authenticator(HOME.origin), Authenticator(HOME.origin)
    person = somebody()
    assert added(person, mine)
    passkey = added(somebody("other-other-k7mq"), theirs)
    assert passkey
    Passkey.objects.filter(person=person).update(credential=passkey.credential, name=passkey.name)
    assert opens(mine) is None
    assert passkeys.to_ask(HOME, challenges.new(), person, NOW) is None
    assert passkeys.name_of(Passkey.objects.get(person=person)) == ""
    assert opens(theirs)


@pytest.mark.parametrize("said", [{}, {"rawId": 7}, {"rawId": "x", "response": []}, {"id": "a", "rawId": "b"}])
def test_t12_nonsense_is_refused(said: dict[str, Any]) -> None:
    assert passkeys.add(HOME, somebody(), challenges.new(), said, "", NOW) is None
    assert passkeys.answered(HOME, challenges.new(), said, NOW) is None


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        ("", "localhost:8000", Site("localhost", "http://localhost:8000")),
        ("", "127.0.0.1:8000", None),
        ("", "[::1]:8000", None),
        ("https://Talk.example", "talk.example", Site("talk.example", "https://talk.example")),
        ("https://talk.example:8443", "talk.example:8443", Site("talk.example", "https://talk.example:8443")),
        ("https://talk.example", "localhost:8000", None),
        ("https://192.0.2.7", "192.0.2.7", None),
    ],
)
def test_t12_a_passkey_needs_an_address_with_a_name(
    settings: Any, origin: str, host: str, expected: Site | None
) -> None:
    settings.ORIGIN, settings.ALLOWED_HOSTS = origin, ["*"]
    assert passkeys.site(RequestFactory().get("/", headers={"host": host})) == expected


def test_t12_a_challenge_is_for_one_purpose_one_sign_in_and_five_minutes(rf: RequestFactory) -> None:
    from django.http import HttpResponse

    response, challenge = HttpResponse(), challenges.new()
    challenges.give(response, challenges.Purpose.ADD, "mine", challenge, NOW)
    cookie = response.cookies["challenge"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    request = rf.get("/")
    request.COOKIES["challenge"] = cookie.value
    add, other = challenges.Purpose.ADD, challenges.Purpose.PROVE
    assert challenges.held(request, add, "mine", NOW + challenges.LIFE) == challenge
    assert challenges.held(request, add, "mine", NOW + challenges.LIFE + 1) is None
    assert challenges.held(request, add, "theirs", NOW) is None
    assert challenges.held(request, other, "mine", NOW) is None
    for changed in ("", "x", f"x{cookie.value}", cookie.value.replace(".", ".9", 1)):
        request.COOKIES["challenge"] = changed
        assert challenges.held(request, add, "mine", NOW) is None
