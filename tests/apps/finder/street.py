"""A small invented street of places that help, written straight into the directory as an import would leave it.

key = door("Alder House", codes="MCO TELE MD")     one place of the survey
says(key, "term", "imago")                          what the place itself says, later than the survey
open_street()                                       all of it is shown
"""

from datetime import date

import msgspec

from hearken.directory import editions, keys
from hearken.directory.models import Batch, Claim, Edit, Listing, Shown, Source, State, Statement

SURVEYED, SAID = date(2026, 1, 1), date(2026, 9, 3)
DATABASES = ["default", "keys", "directory"]


def survey(key: str = "street-survey-2026", *, day: date = SURVEYED, invented: bool = False) -> Batch:
    """A live batch of a yearly survey."""
    source, _ = Source.objects.get_or_create(
        key=key,
        defaults={
            "name": f"The survey of the street ({key})",
            "publisher": "Nobody",
            "licence": "none",
            "credit": "Asked from door to door.",
            "scheme": "samhsa",
            "confidence": "survey",
            "invented": invented,
        },
    )
    batch = Batch.objects.filter(source=source, state=State.LIVE).first()
    return batch or Batch.objects.create(source=source, as_of=day, sha256="0" * 64, state=State.LIVE, made_at=0)


def themselves(key: str = "street-themselves", confidence: str = "provider") -> Source:
    """What places say of themselves."""
    source, _ = Source.objects.get_or_create(
        key=key,
        defaults={
            "name": "What the place itself says",
            "publisher": "The places",
            "licence": "none",
            "credit": "",
            "scheme": "terms",
            "confidence": confidence,
        },
    )
    return source


def door(
    name: str,
    *,
    codes: str = "",
    street: str = "1 Elm Street",
    zip5: str = "02138",
    phone: str = "617-555-0100",
    batch: Batch | None = None,
    **more: object,
) -> str:
    """One place of the survey, not shown yet. Returns its key. `phone` "": it has none."""
    batch = batch or survey()
    key = keys.listing_key(name, street, zip5)
    row = {"city": "Cambridge", "state": "MA", "county": "Middlesex"} | more
    numbers = [{"kind": "main", "number": phone, "ext": ""}] if phone else []
    row.setdefault("phones", msgspec.json.encode(numbers).decode())
    Statement.objects.create(batch=batch, listing=key, row="1", name=name, street=street, zip=zip5, codes=codes, **row)
    return key


def says(
    key: str, field: str, value: str, *, stance: str = "yes", day: date = SAID, source: Source | None = None
) -> None:
    """A claim, not shown yet."""
    Claim.objects.create(listing=key, field=field, value=value, stance=stance, as_of=day, source=source or themselves())


def open_street(edition: int = 1) -> int:
    """Compose all that is said into one edition, and show it."""
    Shown.objects.update_or_create(pk=1, defaults={"edition": edition})
    batches = list(Batch.objects.filter(state=State.LIVE).select_related("source"))
    rows = list(editions._composed(edition, batches))
    Listing.objects.filter(edition=edition).delete()
    Listing.objects.bulk_create(rows)
    Edit.objects.bulk_create(Edit(edition=edition, listing=row.key, kind="new", day=SURVEYED) for row in rows)
    return len(rows)
