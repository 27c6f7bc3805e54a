"""Whoever finds an address in the history of a browser gets the file once more."""

TARGET = "hearken.export.actions._used"
TEST = "tests/apps/export/test_t27_tickets.py::test_t27_an_address_works_once"


def replacement(ticket, now):
    return True
