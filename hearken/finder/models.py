"""The schema of the finder: what one person with an account keeps of it, in one sealed row.

Whoever has no account keeps the same in a cookie (shelf.py), and there is no row. It must never hold a place finer than
a tenth of a degree, nor show outside the sealed part what is kept, or whether suggestions are on.
"""

from django.db import models

from hearken.accounts.models import Person
from hearken.lib.ids import opaque


class Shelf(models.Model):
    """What one person keeps of the finder: saved places, notes on them, and what suggestions may use."""

    id = models.CharField(primary_key=True, max_length=32, default=opaque, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="shelf")
    body = models.BinaryField(help_text="all of it, sealed under the person's key; its size shows in steps only")
    changed_on = models.DateField(help_text="the day it was last changed")
    swept_on = models.DateField(help_text="the day old traces were last looked for")
