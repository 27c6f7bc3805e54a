"""The file of both holds the other one's words although they never allowed it."""

TARGET = "hearken.export.queries.both_allow"
TEST = "tests/apps/export/test_t27_ours.py::test_t27_without_both_there_is_no_word_of_the_other_one"


def replacement(space, now):
    return True
