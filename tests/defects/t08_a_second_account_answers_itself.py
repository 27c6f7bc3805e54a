"""A code is answered in the browser that made it: one person pairs with a second account of their own."""

TARGET = "hearken.space.views_pairing._asked_here"
TEST = "tests/apps/space/test_pages_pairing.py::test_t08_every_wrong_code_is_one_answer"


def replacement(request, code):
    return False
