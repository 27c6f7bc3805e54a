"""From an address to a question: what cannot be read is left out, a sentence says so, and nothing ever fails."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearken.directory.asking import MOST_WORDS, Near, Sort
from hearken.directory.vocabulary import vocabulary
from hearken.finder import forms
from hearken.finder.forms import Said
from hearken.finder.search_wording import remark

TODAY = "2026-11-25"
EXCLUSIVE = {"impaired-driving-only", "alcohol-only", "opioid-only"}


def read(address="", **names):
    address = address or urlencode(names, doseq=True)
    return forms.asked(SimpleNamespace(META={"QUERY_STRING": address}), TODAY)


def said(asked):
    return [each.said for each in asked.remarks]


def test_a_whole_question():
    asked = read(
        q="After a relapse",
        near="02138",
        within="50",
        virtual="1",
        approach=["imago", "gottman"],
        pay="free",
        checked="90",
    )
    query = asked.query
    assert query.words == ("after", "relapse")
    assert query.near == Near(42.377, -71.1256, "Cambridge, MA 02138", "MA", 50)
    assert query.virtual_in == "MA"
    assert query.terms == {"approach": frozenset({"imago", "gottman"}), "pay": frozenset({"free"})}
    assert query.without == EXCLUSIVE
    assert (query.checked_within, query.today, query.first) == (90, TODAY, 0)
    assert asked.remarks == ()


def test_nothing_at_all():
    asked = read()
    assert not asked.wish.anything()
    assert asked.query.near is None
    assert asked.query.sort is Sort.RELEVANCE
    assert asked.wish.query_string() == ""


def test_a_place_orders_by_distance_words_by_relevance_unless_it_is_said():
    assert read(near="02138").query.sort is Sort.DISTANCE
    assert read(near="02138", q="couples").query.sort is Sort.RELEVANCE
    assert read(near="02138", q="couples", sort="distance").query.sort is Sort.DISTANCE
    assert read(sort="distance").query.sort is Sort.RELEVANCE
    assert read(near="02138", sort="<b>").query.sort is Sort.DISTANCE


def test_an_exclusive_term_is_asked_for_by_name():
    query = read(only="alcohol-only").query
    assert query.without == EXCLUSIVE - {"alcohol-only"}
    assert query.terms == {"only": frozenset({"alcohol-only"})}


@pytest.mark.parametrize(
    ("names", "what"),
    [
        ({"approach": "magic"}, "magic"),
        ({"colour": "red"}, "colour"),
        ({"pay": "imago"}, "imago"),
        ({"checked": "17"}, "17"),
        ({"approach": "x" * 500}, "x" * 40),
    ],
)
def test_an_unknown_choice_is_left_out_with_a_sentence(names, what):
    asked = read(**names)
    assert not asked.wish.terms
    assert [remark(each) for each in asked.remarks] == [f"We do not know the choice “{what}”, so we left it out."]


def test_of_a_hundred_unknown_choices_five_are_named():
    assert len(read(approach=[f"magic-{number}" for number in range(100)]).remarks) == 5


def test_over_long_words_are_cut_with_a_sentence():
    asked = read(q="couples " * 100)
    assert len(asked.wish.words) <= forms.LONGEST
    assert Said.CUT in said(asked)
    asked = read(q="c" * 150)
    assert said(asked) == [Said.LONG_WORD]
    assert all(len(word) <= 40 for word in asked.query.words)


def test_more_than_twelve_words():
    asked = read(q=" ".join(f"word{number}" for number in range(15)))
    assert len(asked.query.words) == MOST_WORDS
    assert said(asked) == [Said.MANY_WORDS]
    assert "first 12 words" in remark(asked.remarks[0])


def test_words_that_stand_everywhere_find_nothing_by_themselves():
    asked = read(q="the and of")
    assert asked.query.words == ()
    assert said(asked) == [Said.ONLY_SMALL]


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ("2138", [Said.PADDED]),
        ("xyzzy", [Said.NO_PLACE]),
        ("Springfield", [Said.ASK_WHICH]),
        ("09905", [Said.NO_MAP]),
        ("Ohio", [Said.STATE_ONLY]),
        ("Atlantis", [Said.ALIAS]),
        ("Manhattan, NY", [Said.ALIAS]),
        ("New York City", [Said.ALIAS]),
        ("salem oregon", []),
        ("St. Louis, MO", []),
        ("02138", []),
    ],
)
def test_what_is_said_of_a_place(near, expected):
    asked = read(near=near)
    assert said(asked) == expected
    assert all(remark(each) for each in asked.remarks)


def test_a_state_alone_is_everything_there_with_no_circle():
    query = read(near="ohio").query
    assert (query.near, query.in_state, query.virtual_in) == (None, "OH", "")


def test_a_state_and_video_is_video_there():
    asked = read(near="ohio", virtual="1")
    assert (asked.query.near, asked.query.in_state, asked.query.virtual_in) == (None, "", "OH")
    assert said(asked) == [Said.STATE_VIDEO]


@pytest.mark.parametrize("text", ["😀", "!!!", "— …"])
def test_signs_are_not_called_words_that_stand_everywhere(text):
    asked = read(q=text)
    assert asked.query.words == ()
    assert [remark(each) for each in asked.remarks] == ["There was no word in that to look for."]


def test_another_name_of_a_town_is_told():
    asked = read(near="Atlantis")
    assert [remark(each) for each in asked.remarks] == ["“Atlantis” was read as Lake Worth, FL."]


def test_video_without_a_state_asks_for_one():
    asked = read(virtual="1", near="xyzzy")
    assert asked.query.virtual_in == ""
    assert Said.VIDEO_WHERE in said(asked)


@pytest.mark.parametrize(
    ("page", "first"), [("1", 0), ("3", 40), ("0", 0), ("-3", 0), ("x", 0), ("9" * 400, 0), ("٣", 0), ("1000", 1980)]
)
def test_pages_are_bounded(page, first):
    assert read(near="02138", page=page).query.first == first


@pytest.mark.parametrize(("within", "miles"), [("5", 5), ("100", 100), ("any", None), ("7", 25), ("", 25), ("-5", 25)])
def test_the_circle_is_one_of_those_offered(within, miles):
    assert read(near="02138", within=within).query.near.miles == miles


def test_an_address_says_the_same_again():
    wish = read(
        q="after a relapse", near="Salem, OR", within="any", virtual="1", approach="imago", pay=["free", "va"], page="2"
    ).wish
    assert read(wish.query_string()[1:]).wish == wish
    assert parse_qs(wish.query_string()[1:])["pay"] == ["va", "free"]


@pytest.mark.parametrize(
    "address",
    [
        "&" * 9000,
        "q=" + "%" * 5000,
        "q=%ff%fe&near=%00",
        "near=" + "9" * 9000,
        "a=1&" * 3000,
        "q=%F0%9F%8F%A0",
        "=&=&=",
        "q",
    ],
)
def test_no_address_makes_it_fail(address):
    asked = read(address)
    assert len(asked.wish.query_string()) < 5000


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "near", "within", "virtual", "checked", "sort", "page", *vocabulary().facets, "x"]),
            st.one_of(st.text(max_size=60), st.sampled_from([*vocabulary().terms][:20])),
        ),
        max_size=12,
    )
)
def test_whatever_is_typed_comes_to_one_question_that_says_itself_again(names):
    asked = read(urlencode(names))
    again = read(asked.wish.query_string()[1:])
    assert again.wish == asked.wish
    assert again.query == asked.query
    assert all(remark(each) for each in asked.remarks)
