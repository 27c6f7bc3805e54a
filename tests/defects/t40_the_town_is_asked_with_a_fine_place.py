"""Where somebody stands is looked up as finely as it was sent, so the answer tells more than the grid does."""

TARGET = "hearken.finder.views._coarse"
TEST = "tests/apps/finder/test_search_t40.py::test_t40_the_nearest_town_answers_to_a_tenth_of_a_degree"
replacement = float
