"""Sums worked out by hand, and what is left of them where something was skipped."""

import pytest
from hypothesis import given

from hearken.core.questions import INSTRUMENTS, score

from .world import CALM, EVERYTHING, Given

X = None

# instrument, answers in order, sum, whether it is positive, the most it could be
GOLDEN = (
    ("hark", (0, 0, 0, 0), 0, False, 0),
    ("hark", (1, 0, 0, 0), 1, True, 1),
    ("hark", (0, 0, 0, 1), 1, True, 1),
    ("hark", (1, 1, 1, 1), 4, True, 4),
    ("hark", (1, 0, X, 0), X, X, 2),
    ("phq2", (0, 0), 0, False, 0),
    ("phq2", (1, 1), 2, False, 2),
    ("phq2", (1, 2), 3, True, 3),
    ("phq2", (3, 3), 6, True, 6),
    ("phq2", (3, X), X, X, 6),
    ("phq9", (0,) * 9, 0, False, 0),
    ("phq9", (3,) * 9, 27, True, 27),
    ("phq9", (2, 2, 2, 2, 2, 2, 2, 0, 0), 14, False, 14),
    ("phq9", (2, 2, 2, 2, 2, 2, 2, 1, 0), 15, True, 15),
    # one of nine skipped: 8 of 9 are 89 in a hundred, so it is made whole: part * 9 / 8, rounded, a half up
    ("phq9", (1, 1, 1, 1, X, 1, 1, 1, 1), 9, False, 11),
    ("phq9", (2, 2, 2, 2, X, 2, 2, 0, 0), 14, False, 15),  # 12 * 9 / 8 = 13.5
    ("phq9", (2, 2, 2, 2, X, 2, 2, 1, 0), 15, True, 16),  # 13 * 9 / 8 = 14.6
    ("phq9", (1, 1, 1, 1, X, 0, 0, 0, 0), 5, False, 7),  # 4 * 9 / 8 = 4.5
    ("phq9", (3, 3, 3, 3, X, 3, 3, 3, 3), 27, True, 27),
    ("phq9", (3, 3, 3, X, X, 3, 3, 3, 3), X, X, 27),  # 7 of 9 are 78 in a hundred: too few
    ("phq9", (X,) * 9, X, X, 27),
    ("audit_c", (0, 0, 0), 0, False, 0),
    ("audit_c", (0, X, X), 0, False, 0),  # nobody who never drinks is asked the rest
    ("audit_c", (1, 1, 0), 2, False, 2),
    ("audit_c", (1, 1, 1), 3, True, 3),
    ("audit_c", (3, 0, 0), 3, True, 3),
    ("audit_c", (4, 4, 4), 12, True, 12),
    ("audit_c", (4, X, 4), X, X, 12),
    ("audit_c", (X, 0, 0), X, X, 4),
    ("device", (1,), 1, X, 1),
)


@pytest.mark.parametrize(("name", "values", "total", "positive", "most"), GOLDEN)
def test_golden(name: str, values: tuple[int | None, ...], total: int | None, positive: bool | None, most: int) -> None:
    instrument = INSTRUMENTS[name]
    ids = [each.id for each in instrument.questions]
    got = score(instrument, dict(zip(ids, values, strict=True)))
    assert (got.sum, got.positive, got.most) == (total, positive, most)


@pytest.mark.parametrize("name", list(INSTRUMENTS))
def test_an_absent_answer_counts_like_a_skipped_one(name: str) -> None:
    instrument = INSTRUMENTS[name]
    skipped: Given = dict.fromkeys((each.id for each in instrument.questions), None)
    assert score(instrument, {}) == score(instrument, skipped)
    assert score(instrument, {}).sum is None


@CALM
@given(EVERYTHING)
def test_a_sum_stays_within_its_range_and_under_the_most_it_could_be(everything: Given) -> None:
    for instrument in INSTRUMENTS.values():
        got = score(instrument, everything)
        assert got.most <= instrument.highest
        if got.sum is not None:
            assert 0 <= got.sum <= got.most
