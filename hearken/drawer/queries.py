"""What is in an open drawer, bounded. A row that does not open is passed over, and noted for its owner.

It must never be asked with anything but an open drawer, nor return what is in another one.
"""

from hearken.audit import trouble
from hearken.vault.envelope import Tampered

from . import sealing
from .access import Open
from .models import Kept
from .sealing import Sealed, Sort, Thing

MOST = 4000
"""Things that are opened for a list, the newest ones: about half a second for as many (0.11 ms each)."""


def things(open_: Open, sort: Sort) -> list[tuple[Kept, Thing]]:
    """Everything of one sort, newest first, among the MOST newest things."""
    rows = Kept.objects.filter(drawer=open_.drawer).order_by("-kept_on", "pk")[:MOST]
    found = [(kept, sealed) for kept in rows if (sealed := _opened(open_, kept))]
    found.sort(key=lambda each: (each[0].kept_on, each[1].at), reverse=True)
    return [(kept, sealed.thing) for kept, sealed in found if sealed.thing.sort is sort]


def entry(open_: Open, kept_id: str) -> tuple[Kept, Thing] | None:
    """One diary entry. None for what is not there, in another drawer, of another sort, or does not open."""
    kept = Kept.objects.filter(drawer=open_.drawer, pk=kept_id).first()
    sealed = _opened(open_, kept) if kept else None
    return (kept, sealed.thing) if kept and sealed and sealed.thing.sort is Sort.DIARY else None


def _opened(open_: Open, kept: Kept) -> Sealed | None:
    try:
        return sealing.unseal(open_.private, kept.pk, kept.body)
    except Tampered:
        trouble.not_opened(open_.drawer.person_id, kept.pk)
        return None
