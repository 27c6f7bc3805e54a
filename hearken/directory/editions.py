"""Editions of the directory: a whole new one is written beside the one that is shown, and shown by changing one row.

Everything goes in chunks and by key, so a million listings need no more memory than a thousand. It must never show half
an edition: whatever stops it before the change leaves rows that nobody can see, and the next import sweeps them away.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet

from .composing import Said, compose, differences
from .models import Batch, Claim, Edit, Listing, Shown, Source, State, Statement
from .queries import shown

DIRECTORY = "directory"
CHUNK = 1000
MOST_EXAMPLES = 20
EVERY = 500
_Row = TypeVar("_Row", bound=Model)
Progress = Callable[[int], None]


@dataclass(slots=True)
class Difference:
    """What an edition changes: how many new, changed and gone, and some of each as (kind, name, place, fields)."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, str, str]] = field(default_factory=list)
    listings: int = 0

    @property
    def total(self) -> int:
        """How many listings differ."""
        return self.counts.total()

    def note(self, kind: str, row: Listing, what: str) -> None:
        """Count one, and keep it as an example: at most a third of them of one kind."""
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_EXAMPLES // 3 and len(self.examples) < MOST_EXAMPLES:
            self.examples.append((kind, row.name, f"{row.city}, {row.state} {row.zip}".strip(" ,"), what))


def publish(
    batch_ids: Sequence[int], day: date, progress: Progress | None = None, found: Difference | None = None
) -> int:
    """Show these staged batches instead of the live ones of the same families. Returns the edition that is shown.

    Where nothing differs the batches take the place of the old ones and the edition stays. `found` is filled with what
    differs.
    """
    found = Difference() if found is None else found
    before = shown()
    edition = _next()
    batches = _of(batch_ids)
    last_claim = Claim.objects.aggregate(last=Max("id"))["last"] or 0
    _write(edition, batches, day, progress, found)
    if found.total or not before:
        _snapshot(edition)
    else:
        edition = before
    with transaction.atomic(using=DIRECTORY):
        _lock()
        Shown.objects.filter(pk=1).update(edition=edition)
        _live(batches)
        for key in set(Claim.objects.filter(id__gt=last_claim).values_list("listing", flat=True)):
            _recompose(key, day, edition)
    sweep()
    _sweep_files(edition)
    return edition


def compare(batch_ids: Sequence[int], progress: Progress | None = None) -> Difference:
    """What publishing these batches would change. Writes nothing."""
    found = Difference()
    for kind, row, what in _changes(shown() + 1, _of(batch_ids), progress, found):
        if kind != "same":
            found.note(kind, row, what)
    return found


def recompose(key: str, day: date) -> None:
    """Work one listing out anew in the shown edition, after a claim: one transaction, with its Edit row.

    Where nothing was ever published the first edition begins with it.
    """
    with transaction.atomic(using=DIRECTORY):
        edition = _lock().edition
        if not edition:
            edition = _next()
            Shown.objects.filter(pk=1).update(edition=edition)
        _recompose(key, day, edition)


def sweep() -> None:
    """Take away what no one can see: staged batches, half-written editions, all but the shown and the one before."""
    edition = shown()
    for batch in Batch.objects.filter(state=State.STAGED):
        _drop(Statement.objects.filter(batch=batch))
        batch.delete()
    _drop(Statement.objects.filter(batch__state=State.PAST))
    kept = Listing.objects.filter(edition__lt=edition).aggregate(last=Max("edition"))["last"] or 0
    _drop(Listing.objects.filter(edition__gt=edition))
    _drop(Listing.objects.filter(edition__lt=kept))
    _drop(Edit.objects.filter(edition__gt=edition))


def family(source: str) -> str:
    """What editions of one directory have in common: samhsa-su of samhsa-su-2022."""
    stem, _, year = source.rpartition("-")
    return stem if stem and year.isdigit() and len(year) == 4 else source


def _next() -> int:
    """A number no row has, not even a swept one that is still there."""
    tops = (each.objects.aggregate(last=Max("edition"))["last"] or 0 for each in (Listing, Edit))
    return max(shown(), *tops) + 1


def _of(batch_ids: Sequence[int]) -> list[Batch]:
    """The batches of an edition: these and those live ones that none of them takes the place of."""
    new = list(Batch.objects.filter(pk__in=batch_ids).select_related("source"))
    replaced = {family(batch.source_id) for batch in new}
    live = Batch.objects.filter(state=State.LIVE).select_related("source")
    kept = new + [batch for batch in live if family(batch.source_id) not in replaced]
    real = [batch for batch in kept if not batch.source.invented]
    return real or kept  # what is invented never stands beside what is real


def _write(edition: int, batches: Sequence[Batch], day: date, progress: Progress | None, found: Difference) -> None:
    """Write the listings and edits of an edition in chunks. Nothing of it is kept where nothing differs."""
    listings: list[Listing] = []
    edits: list[Edit] = []
    for kind, row, what in _changes(edition, batches, progress, found):
        if kind != "same":
            found.note(kind, row, what)
            edits.append(Edit(edition=edition, listing=row.key, kind=kind, what=what[:120], day=day))
        if kind != "gone":
            listings.append(row)
        if len(listings) + len(edits) >= CHUNK:
            _save(listings, edits)
    _save(listings, edits)


def _save(listings: list[Listing], edits: list[Edit]) -> None:
    with transaction.atomic(using=DIRECTORY):
        Listing.objects.bulk_create(listings, batch_size=CHUNK)
        Edit.objects.bulk_create(edits, batch_size=CHUNK)
    listings.clear()
    edits.clear()


def _changes(
    edition: int, batches: Sequence[Batch], progress: Progress | None, found: Difference
) -> Iterator[tuple[str, Listing, str]]:
    """Every listing of the new edition beside the shown one, by key: (new, changed, gone or same; row; fields)."""
    old = _pages(Listing.objects.filter(edition=shown()), "key")
    before = next(old, None)
    for row in _composed(edition, batches):
        found.listings += 1
        if progress and found.listings % EVERY == 0:
            progress(found.listings)
        while before is not None and before.key < row.key:
            yield "gone", before, ""
            before = next(old, None)
        if before is None or before.key != row.key:
            yield "new", row, ""
            continue
        what = differences(before, row)
        yield ("changed" if what else "same"), row, " ".join(what)
        before = next(old, None)
    while before is not None:
        yield "gone", before, ""
        before = next(old, None)


def _composed(edition: int, batches: Sequence[Batch]) -> Iterator[Listing]:
    """The listings of an edition in the order of their keys."""
    by_id = {batch.pk: batch for batch in batches}
    # Not filtered by batch in SQL: the index on `listing` alone gives the pages without sorting.
    statements = (each for each in _pages(Statement.objects.all(), "listing") if each.batch_id in by_id)
    claims = _pages(Claim.objects.select_related("source"), "listing")
    statement, claim = next(statements, None), next(claims, None)
    while statement is not None or claim is not None:
        key = min(each.listing for each in (statement, claim) if each is not None)
        said: list[Said] = []
        claimed: list[Claim] = []
        while statement is not None and statement.listing == key:
            said.append(_said(statement, by_id[statement.batch_id]))
            statement = next(statements, None)
        while claim is not None and claim.listing == key:
            claimed.append(claim)
            claim = next(claims, None)
        if row := compose(key, said, claimed, edition):
            yield row


def _said(statement: Statement, batch: Batch) -> Said:
    source: Source = batch.source
    return Said(statement, batch.as_of, source.key, source.scheme, source.confidence, source.invented)


def _pages(rows: QuerySet[_Row], order: str) -> Iterator[_Row]:
    """All rows by (order, primary key), a chunk at a time. No cursor stays open, so writing goes on in between."""
    by: tuple[Any, ...] = ()
    while True:
        page = rows.order_by(order, "pk")
        if by:
            page = page.filter(**{f"{order}__gte": by[0]}).exclude(**{order: by[0], "pk__lte": by[1]})
        chunk = list(page[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        by = (getattr(chunk[-1], order), chunk[-1].pk)


def _lock() -> Shown:
    """The one row, held to the end of the transaction: a flip and a single change never pass each other."""
    Shown.objects.get_or_create(pk=1)
    return Shown.objects.select_for_update().get(pk=1)


def _live(batches: Sequence[Batch]) -> None:
    kept = [batch.pk for batch in batches]
    Batch.objects.filter(state=State.LIVE).exclude(pk__in=kept).update(state=State.PAST)
    Batch.objects.filter(pk__in=kept).update(state=State.LIVE)


def _recompose(key: str, day: date, edition: int) -> None:
    statements = Statement.objects.filter(listing=key, batch__state=State.LIVE).select_related("batch__source")
    said = [_said(statement, statement.batch) for statement in statements]
    row = compose(key, said, list(Claim.objects.filter(listing=key).select_related("source")), edition)
    old = Listing.objects.filter(edition=edition, key=key).first()
    what = differences(old, row) if old and row else ()
    if (row is None and old is None) or (old and row and not what):
        return
    if row is not None:
        row.number = old.number if old else None
        row.save(force_update=bool(old))
    elif old is not None:
        old.delete()
    kind = "gone" if row is None else "changed" if old else "new"
    Edit.objects.create(edition=edition, listing=key, kind=kind, what=" ".join(what)[:120], day=day)


def _snapshot(edition: int) -> None:
    """The index of the new edition, made before it is shown."""
    from .index import snapshot

    snapshot.build(edition)


def _sweep_files(edition: int) -> None:
    from .index import snapshot

    snapshot.sweep(edition)


def _drop(rows: QuerySet[Any]) -> None:
    """Delete in chunks, so that nobody waits long for the writer."""
    while keys := list(rows.values_list("pk", flat=True)[:CHUNK]):
        rows.model.objects.filter(pk__in=keys).delete()
