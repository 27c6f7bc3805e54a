"""An address that was sent on, or read over a shoulder, gives the file to whoever is signed in."""

from hearken.export.models import Ticket

TARGET = "hearken.export.access.ticket_of"
TEST = "tests/apps/export/test_t27_tickets.py::test_t27_an_address_works_on_no_other_sign_in"


def replacement(held, ticket_id, now):
    return Ticket.objects.filter(pk=ticket_id, expires_at__gt=now).first()
