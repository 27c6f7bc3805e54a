"""A survey that never asked about it is believed when it says that a place works with Imago."""

from typing import Any

TARGET = "hearken.finder.listing_presenters.may_be_said"
TEST = "tests/apps/finder/test_listing.py::test_t39_a_survey_never_says_imago"


def replacement(_fact: Any) -> bool:
    return True
