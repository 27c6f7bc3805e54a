"""What is noted when something stored does not open.

It must never be told to a reader, nor hold anything of the words.
"""

from django.db import transaction

from .models import Entry, Event
from .record import record


def not_opened(subject: str, item: str = "") -> None:
    """Note it once for each item, or once for a person where it is about a name of theirs."""
    with transaction.atomic():
        if not Entry.objects.filter(subject=subject, event=Event.NOT_OPENED, item=item).exists():
            record(subject, Event.NOT_OPENED, item=item)
