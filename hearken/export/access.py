"""Who may use a ticket. Refuses by default.

Somebody else's, another sign-in's (of the same person too), used, run out and never there: one answer, None.
"""

from hearken.accounts.access import Held

from .models import Ticket

LIFE = 15 * 60
"""Seconds a ticket is good for."""


def ticket_of(held: Held, ticket_id: str, now: int) -> Ticket | None:
    """A ticket this very sign-in asked for, and that is still good."""
    return Ticket.objects.filter(pk=ticket_id, sign_in=held.sign_in, expires_at__gt=now).first()
