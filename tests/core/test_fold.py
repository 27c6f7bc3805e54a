"""The fold of words: the same for listing and question, and folding twice is folding once."""

from hypothesis import given
from hypothesis import strategies as st

from hearken.core.text.fold import LONGEST, key, words


def test_plurals_accents_and_signs_do_not_matter():
    assert words("The Women's Couples & Families Counseling") == ("women", "couple", "family", "counseling")
    assert words("Señor Ştefan, BOXES; businesses-12 STEP") == ("senor", "stefan", "box", "business", "12", "step")


def test_words_in_every_line_are_dropped_and_short_ones_stay():
    assert words("Help for you and your family of us") == ("help", "family", "us")
    assert words("gas bus crisis class") == ("gas", "bus", "crisis", "class")


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text):
    once = words(text)
    assert words(" ".join(once)) == once
    assert all(0 < len(word) <= LONGEST for word in once)


def test_a_key_keeps_every_word():
    assert key("The  House,\tof Ours") == "the house of ours"
