"""The vocabulary: every code is mapped or ignored with a reason, wide terms stay wide, broken files stop the start."""

import csv

import pytest

from hearken.directory.vocabulary import MOST_TERMS, parse, vocabulary
from hearken.lib.content import BadContent
from tests.apps.directory.files import real

FACETS = [
    "who",
    "age",
    "approach",
    "level",
    "pay",
    "format",
    "language",
    "population",
    "access",
    "hours",
    "standing",
    "kind",
    "amenity",
    "only",
]


def test_the_facets_stand_in_the_order_people_are_asked():
    assert list(vocabulary().facets) == FACETS
    assert len(vocabulary().terms) <= MOST_TERMS


def test_every_code_of_both_code_books_is_mapped_or_ignored_with_a_reason():
    words = vocabulary()
    with real("samhsa_service_codes_2022.csv").open(newline="", encoding="utf-8") as file:
        book = {row["service_code"].strip() for row in csv.DictReader(file)}
    assert len(book) == 315
    _terms, unknown = words.from_codes("samhsa", sorted(book))
    assert unknown == ()
    said = {code for term in words.terms.values() for _scheme, code in words.codes_of(term.key)[1:]}
    assert said | set(words.ignored["samhsa"]) == book
    assert all(len(reason) > 10 for reason in words.ignored["samhsa"].values())


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("MCO", {"couples-therapy", "couples-or-family", "couple"}),
        ("FCO", {"family-therapy", "couples-or-family", "family"}),
        ("CFT", {"couples-or-family"}),
        ("MI", {"military-insurance"}),
        ("MD", {"medicaid"}),
        ("NP", {"free"}),
        ("IPT", {"individual", "one"}),
        ("FPSY", {"family-education", "carer"}),
        ("AIM", set()),
        ("OD", {"withdrawal"}),
        ("ODT", {"day-treatment"}),
        ("HV", {"hiv"}),
    ],
)
def test_codes_that_are_easily_mistaken(code, terms):
    assert vocabulary().from_codes("samhsa", [code]) == (frozenset(terms), ())


def test_h03_no_code_says_a_named_kind_of_couples_therapy():
    words = vocabulary()
    everything = [code for term in words.terms.values() for _scheme, code in words.codes_of(term.key)[1:]]
    found, _unknown = words.from_codes("samhsa", everything)
    assert not found & {"imago", "gottman", "eft-couples"}


def test_narrow_is_wide_and_wide_is_not_narrow():
    assert vocabulary().closure(["imago"]) == {"imago", "couples-therapy", "couples-or-family", "couple"}


def test_a_center_counts_as_outpatient_only_where_no_setting_is_known():
    assert "outpatient" in vocabulary().from_codes("samhsa", ["CMHC"])[0]
    assert "outpatient" not in vocabulary().from_codes("samhsa", ["CMHC", "HI"])[0]


def test_unknown_codes_are_named_once_each():
    assert vocabulary().from_codes("samhsa", ["QQQ", "MCO", "QQQ", "XX1"])[1] == ("QQQ", "XX1")
    assert vocabulary().from_codes("terms", ["imago", "MCO"])[1] == ("MCO",)


@pytest.mark.parametrize(
    "row",
    [
        {"label": "A", "parent": "nobody"},
        {"label": "A", "implies": ["nobody"]},
        {"label": "A", "codes": ["AIM"]},
        {"label": "A", "colour": "red"},
        {"parent": "couple"},
    ],
)
def test_a_broken_file_is_refused(row):
    table = {"facets": {"who": {"label": "Who", "terms": {"a": row}}}, "ignored": {"samhsa": {"AIM": "a scale"}}}
    with pytest.raises(BadContent):
        parse(table)
