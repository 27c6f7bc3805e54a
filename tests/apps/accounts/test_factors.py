"""T12, codes and leaving: each code works once, whoever is quick; nothing is removed in less than a day."""

import threading
from typing import Any

import pyotp
import pytest
from django.db import connection, connections

from hearken.accounts import codes, factors
from hearken.accounts.models import CodeApp, Person, RecoveryCode

from .somebody import DAY, NOW, somebody

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def with_app(person: Person, now: int = NOW) -> pyotp.TOTP:
    """An app that is on. Its first code was used two minutes ago."""
    app = pyotp.TOTP(codes.begin_app(person, now))
    assert codes.confirm_app(person, app.at(now - 120), now - 120)
    return app


def test_t12_an_app_is_asked_for_only_after_a_first_right_code() -> None:
    person = somebody()
    app = pyotp.TOTP(codes.begin_app(person, NOW))
    assert not codes.asks(person, NOW)
    assert not codes.check(person, app.at(NOW), NOW)
    assert not codes.confirm_app(person, f"{(int(app.at(NOW)) + 1) % 1_000_000:06}", NOW)
    assert not codes.asks(person, NOW)
    assert codes.confirm_app(person, app.at(NOW), NOW)
    assert codes.asks(person, NOW)
    assert not codes.check(person, app.at(NOW), NOW), "the first code is used up too"


def test_t12_the_secret_is_stored_sealed_and_shown_no_second_time() -> None:
    person = somebody()
    secret = codes.begin_app(person, NOW)
    row = CodeApp.objects.get()
    assert secret.encode() not in bytes(row.secret)
    assert codes.begun(person) == secret
    assert codes.confirm_app(person, pyotp.TOTP(secret).at(NOW), NOW)
    assert codes.begun(person) == ""
    assert codes.begin_app(person, NOW) == ""
    assert CodeApp.objects.get().confirmed


def test_t12_a_code_of_the_app_works_once() -> None:
    person = somebody()
    app = with_app(person)
    assert codes.check(person, app.at(NOW), NOW)
    assert not codes.check(person, app.at(NOW), NOW)
    assert not codes.check(person, app.at(NOW - 30), NOW), "nor does the one before it, any more"
    assert codes.check(person, app.at(NOW + 30), NOW + 30)


@pytest.mark.parametrize(("off", "works"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_t12_a_phone_may_be_half_a_minute_off(off: int, works: bool) -> None:
    person = somebody()
    app = with_app(person)
    assert codes.check(person, app.at(NOW + off), NOW) is works


def test_t12_spaces_are_forgiven_and_nonsense_is_not_a_code() -> None:
    person = somebody()
    app = with_app(person)
    code = app.at(NOW)
    for wrong in ("", "12345", "1234567", "１２３４５６", "abcdef", f"{code}0", "-00001"):
        assert not codes.check(person, wrong, NOW)
    assert codes.check(person, f" {code[:3]} {code[3:]} ", NOW)


def test_t12_another_persons_code_is_wrong() -> None:
    app = with_app(somebody("other-other-k7mq"))
    mine = somebody()
    with_app(mine)
    assert not codes.check(mine, app.at(NOW), NOW)


def test_t12_a_secret_moved_from_another_person_fits_no_code() -> None:
    mine, other = somebody(), somebody("other-other-k7mq")
    with_app(mine)
    theirs = with_app(other)
    CodeApp.objects.filter(person=mine).update(secret=CodeApp.objects.get(person=other).secret)
    assert not codes.check(mine, theirs.at(NOW), NOW)
    assert codes.asks(mine, NOW), "and it is still asked for"
    assert codes.check(mine, codes.make_printed(mine, NOW)[0], NOW)


def at_once(calls: int, call: Any) -> list[bool]:
    """`call` from that many threads, all let go in the same moment."""
    gate, said = threading.Barrier(calls), []

    def one() -> None:
        gate.wait(10)
        try:
            said.append(call())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(calls)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return said


@pytest.mark.postgres
@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_t12_of_two_at_once_with_one_code_one_comes_in() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    person = somebody()
    app = with_app(person)
    assert sorted(at_once(4, lambda: codes.check(person, app.at(NOW), NOW))) == [False, False, False, True]
    printed = codes.make_printed(person, NOW)[0]
    assert sorted(at_once(4, lambda: codes.use_recovery(person, printed, NOW))) == [False, False, False, True]


def test_t12_the_database_decides_who_used_a_step_first() -> None:
    """The same as above without threads: a step that was used meanwhile is not used again."""
    person = somebody()
    app = with_app(person)
    seen = codes.app_of(person, NOW)
    assert seen
    assert codes.check(person, app.at(NOW), NOW)
    assert not codes._spend(person, NOW // 30)


def test_t12_a_printed_code_works_once_in_any_writing() -> None:
    person = somebody()
    made = codes.make_printed(person, NOW)
    assert len(set(made)) == codes.PRINTED == 10
    assert {len(code) for code in made} == {12}
    first, second = made[0], made[1]
    assert codes.use_recovery(person, f" {first[:4].lower()}-{first[4:8]} {first[8:]}", NOW)
    assert not codes.use_recovery(person, first, NOW)
    assert codes.left(person) == 9
    assert codes.check(person, second, NOW), "it stands in for a code of the app too"
    assert not codes.check(person, second, NOW)


def test_t12_a_printed_code_is_its_persons_and_is_not_stored() -> None:
    person, other = somebody(), somebody("other-other-k7mq")
    code = codes.make_printed(person, NOW)[0]
    assert not codes.use_recovery(other, code, NOW)
    assert code not in str(list(RecoveryCode.objects.values_list()))
    for wrong in ("", "x", code[:-1], f"{code}2", "2" * 12, "é" * 200):
        assert not codes.use_recovery(person, wrong, NOW)


def test_t12_new_printed_codes_end_the_old_ones() -> None:
    person = somebody()
    old = codes.make_printed(person, NOW)
    codes.use_recovery(person, old[0], NOW)
    new = codes.make_printed(person, NOW)
    assert codes.left(person) == 10
    assert not any(codes.use_recovery(person, code, NOW) for code in old)
    assert codes.use_recovery(person, new[0], NOW)


def test_t12_the_app_goes_after_a_day_and_not_before() -> None:
    person = somebody()
    app = with_app(person)
    assert factors.remove(person, factors.APP, NOW)
    assert codes.asks(person, NOW + DAY - 1)
    assert codes.check(person, app.at(NOW + DAY - 1), NOW + DAY - 1)
    assert not codes.asks(person, NOW + DAY)
    assert not codes.check(person, app.at(NOW + DAY + 60), NOW + DAY + 60)
    assert codes.begin_app(person, NOW + DAY), "there is room for another"
    assert not codes.asks(person, NOW + DAY)


def test_t12_a_second_wish_neither_shortens_nor_lengthens_the_wait() -> None:
    person = somebody()
    with_app(person)
    assert factors.remove(person, factors.APP, NOW)
    assert not factors.remove(person, factors.APP, NOW + 3600)
    assert CodeApp.objects.get().removes_at == NOW + DAY


def test_t12_kept_after_all_it_stays() -> None:
    person = somebody()
    with_app(person)
    assert not factors.keep(person, factors.APP, NOW), "nothing was leaving"
    factors.remove(person, factors.APP, NOW)
    assert [each.hours for each in factors.overview(person, NOW + 1800).leaving] == [24]
    assert factors.keep(person, factors.APP, NOW + DAY - 1)
    assert codes.asks(person, NOW + 2 * DAY)
    assert not factors.overview(person, NOW + 2 * DAY).leaving


def test_t12_what_is_gone_is_not_kept_after_all() -> None:
    person = somebody()
    with_app(person)
    factors.remove(person, factors.APP, NOW)
    assert not factors.keep(person, factors.APP, NOW + DAY)
    assert not CodeApp.objects.exists()


def test_t12_nobody_removes_or_keeps_for_somebody_else() -> None:
    person, other = somebody(), somebody("other-other-k7mq")
    with_app(person)
    assert not factors.remove(other, factors.APP, NOW)
    assert factors.one(other, factors.APP, NOW) is None
    factors.remove(person, factors.APP, NOW)
    assert not factors.keep(other, factors.APP, NOW)
    assert not codes.asks(person, NOW + DAY)
