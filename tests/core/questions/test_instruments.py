"""Each questionnaire has the questions, the numbers and the cuts that were published."""

import pytest

from hearken.core.questions import INSTRUMENTS, QUESTIONS, Kind
from hearken.core.questions.score import BANDS

# id, questions, lowest and highest choice, highest sum, cut, of a hundred that have to be answered, licence
PUBLISHED = (
    ("hark", 4, (0, 1), 4, 1, 100, "CC BY 2.0"),
    ("phq2", 2, (0, 3), 6, 3, 100, "public domain"),
    ("phq9", 9, (0, 3), 27, 15, 80, "public domain"),
    ("audit_c", 3, (0, 4), 12, 3, 100, "public domain"),
    ("own_safety", 6, (0, 1), 6, None, 100, "Apache-2.0"),
    ("device", 1, (0, 1), 1, None, 100, "Apache-2.0"),
)


@pytest.mark.parametrize("row", PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_an_instrument_is_as_published(row: tuple[str, int, tuple[int, int], int, int | None, int, str]) -> None:
    name, length, ends, highest, at, share, licence = row
    instrument = INSTRUMENTS[name]
    assert len(instrument.questions) == length
    assert {(min(each.values), max(each.values)) for each in instrument.questions} == {ends}
    assert all(sorted(each.values) == list(range(ends[1] + 1)) for each in instrument.questions)
    assert (instrument.highest, instrument.cut, instrument.share, instrument.licence) == (highest, at, share, licence)
    assert instrument.source


def test_there_is_no_other() -> None:
    assert set(INSTRUMENTS) == {row[0] for row in PUBLISHED}
    assert BANDS == (5, 10, 15, 20)


def test_yes_stands_first_and_counts_one() -> None:
    for question in QUESTIONS.values():
        assert (question.values == (1, 0)) is (question.kind is Kind.YES_NO), question


def test_every_question_belongs_to_one_instrument() -> None:
    assert len(QUESTIONS) == 23
    for key, question in QUESTIONS.items():
        assert key == question.id
        assert question in INSTRUMENTS[question.instrument].questions
