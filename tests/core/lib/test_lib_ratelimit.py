"""Limits: exact, bounded, and fair when the clock jumps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearken.lib.ratelimit import Bucket, Limiter


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket(rate=2, burst=3)
    assert [bucket.allow(10.0) for _ in range(4)] == [True, True, True, False]
    assert not bucket.allow(10.4)
    assert bucket.allow(10.5)
    assert not bucket.allow(10.5)


def test_a_bucket_never_fills_beyond_its_burst() -> None:
    bucket = Bucket(rate=100, burst=2)
    bucket.allow(0.0)
    assert [bucket.allow(1000.0) for _ in range(3)] == [True, True, False]


def test_a_dearer_thing_costs_more() -> None:
    bucket = Bucket(rate=1, burst=5)
    assert bucket.allow(0.0, cost=4)
    assert not bucket.allow(0.0, cost=2)
    assert bucket.allow(0.0, cost=1)


def test_a_step_back_adds_nothing_and_locks_no_one_out() -> None:
    bucket = Bucket(rate=1, burst=1)
    assert bucket.allow(100.0)
    assert not bucket.allow(0.0)
    assert bucket.allow(1.0)


@given(st.lists(st.floats(0, 3), max_size=80), st.integers(1, 5), st.integers(1, 4))
def test_a_bucket_never_gives_more_than_promised(waits: list[float], rate: int, burst: int) -> None:
    bucket, now, given_out = Bucket(rate, burst), 0.0, 0
    for wait in waits:
        now += wait
        given_out += bucket.allow(now)
    assert given_out <= burst + rate * now + 1e-6


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (1, 0), (-1, 1)])
def test_a_bucket_that_gives_nothing_is_refused(rate: float, burst: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Bucket(rate, burst)


def test_a_key_gets_its_tries_and_waits_for_the_first_to_age() -> None:
    limiter = Limiter(limit=3, seconds=60, most_keys=10)
    assert [limiter.allow("ana", now) for now in (0, 10, 20, 30)] == [True, True, True, False]
    assert limiter.allow("ben", 30)
    assert not limiter.allow("ana", 59.9)
    assert limiter.allow("ana", 60)
    assert not limiter.allow("ana", 60)


def test_a_refused_try_does_not_lengthen_the_wait() -> None:
    limiter = Limiter(limit=1, seconds=60, most_keys=10)
    assert limiter.allow("ana", 0)
    assert not any(limiter.allow("ana", now) for now in range(1, 60))
    assert limiter.allow("ana", 60)


@given(st.lists(st.integers(0, 20), max_size=60), st.integers(1, 4))
def test_no_span_of_the_window_ever_holds_more(waits: list[int], limit: int) -> None:
    limiter, now, allowed = Limiter(limit, 30, 5), 0, []
    for wait in waits:
        now += wait
        if limiter.allow("ana", now):
            allowed.append(now)
    for start in allowed:
        assert sum(start <= moment < start + 30 for moment in allowed) <= limit


def test_strangers_cannot_fill_the_memory_nor_shut_others_out() -> None:
    limiter = Limiter(limit=2, seconds=60, most_keys=50)
    assert all(limiter.allow(f"stranger {n}", 1) for n in range(5000))
    assert len(limiter) == 50
    assert limiter.allow("ana", 1)


def test_a_key_in_use_is_not_the_one_forgotten() -> None:
    limiter = Limiter(limit=1, seconds=60, most_keys=2)
    assert limiter.allow("ana", 0)
    limiter.allow("ben", 1)
    assert not limiter.allow("ana", 2)
    limiter.allow("dina", 3)
    assert not limiter.allow("ana", 4)


def test_a_clock_set_back_locks_no_one_out() -> None:
    limiter = Limiter(limit=1, seconds=60, most_keys=2)
    assert limiter.allow("ana", 1_000_000)
    assert limiter.allow("ana", 5)
    assert not limiter.allow("ana", 6)


def test_a_try_that_was_right_is_given_back_and_no_more_than_that() -> None:
    limiter = Limiter(limit=2, seconds=60, most_keys=2)
    assert limiter.allow("ana", 0)
    assert limiter.allow("ana", 1)
    limiter.refund("ana")
    limiter.refund("nobody")
    assert limiter.allow("ana", 2)
    assert not limiter.allow("ana", 3)


def test_threads_together_get_no_more_than_the_limit() -> None:
    limiter = Limiter(limit=100, seconds=60, most_keys=2)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: limiter.allow("ana", 1), range(1000)))
    assert sum(answers) == 100


@pytest.mark.parametrize("bad", [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_a_limiter_of_nothing_is_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Limiter(*bad)
