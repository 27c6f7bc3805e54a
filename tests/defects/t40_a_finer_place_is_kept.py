"""The place of a search is kept to a few yards instead of about seven miles: who finds the browser finds the home."""

TARGET = "hearken.finder.kept.GRID"
TEST = "tests/apps/finder/test_search_t40.py::test_t40_with_suggestions_on_the_browser_keeps_the_grid_and_no_word_of_it"
replacement = 4
