"""What an import writes: sources, batches and their statements. The editions themselves are written by `editions`.

It must never touch what is shown: everything here is staged, and shown to nobody before an edition is published.
"""

from collections.abc import Collection, Iterable

import msgspec
from django.db import transaction

from .importing.rows import Origin, Row, Unusable
from .models import Batch, Source, State, Statement

DIRECTORY = "directory"
_COPIED = (
    *("row", "listing", "name", "unit", "street", "city", "state", "zip", "county", "lat", "lon", "website", "summary"),
    *("hours", "cost", "confidential"),
)
_encode = msgspec.json.Encoder().encode


def begin_batch(origin: Origin, made_of: str, now: int) -> Batch:
    """A staged batch of a source. Raises Unusable where the source is known as another kind of thing."""
    source, made = Source.objects.get_or_create(key=origin.key, defaults=_words(origin))
    if not made and (source.scheme, source.invented) != (origin.scheme, origin.invented):
        if source.batches.exclude(state=State.STAGED).exists() or source.claims.exists():
            raise Unusable(
                f"A source {origin.key} is known already, with other codes or as another kind. Choose a new key."
            )
        reword(origin)
    return Batch.objects.create(source=source, as_of=origin.as_of, sha256=made_of, state=State.STAGED, made_at=now)


def stage(rows: Iterable[tuple[Batch, Row]]) -> None:
    """Write one chunk of rows, all of it or nothing."""
    with transaction.atomic(using=DIRECTORY):
        Statement.objects.bulk_create(
            [
                Statement(
                    batch=batch,
                    phones=_encode(row.phones).decode(),
                    codes=" ".join(row.codes),
                    **{name: getattr(row, name) for name in _COPIED},
                )
                for batch, row in rows
            ]
        )


def count_rows(batch: Batch, rows: int) -> None:
    """Note how many rows a batch came to."""
    Batch.objects.filter(pk=batch.pk).update(rows=rows)


def reword(origin: Origin) -> None:
    """The words of a source as its newest import gives them."""
    Source.objects.filter(key=origin.key).update(**_words(origin))


def drop_unused(keys: Collection[str]) -> None:
    """Take away those of these sources that nothing came from."""
    with transaction.atomic(using=DIRECTORY):
        Source.objects.filter(key__in=keys, batches__isnull=True, claims__isnull=True).delete()


def _words(origin: Origin) -> dict[str, object]:
    names = ("name", "publisher", "licence", "credit", "scheme", "confidence", "invented")
    return {name: getattr(origin, name) for name in names}
