"""Small made-up directories: their terms, their listings in the table, and an index of them that no process holds."""

from dataclasses import asdict, dataclass
from datetime import date

from hearken.directory.index import holder, snapshot
from hearken.directory.index.columns import Columns, build
from hearken.directory.index.layout import Layout, facts_of_edition
from hearken.directory.index.tail import Tail
from hearken.directory.index.whole import Index
from hearken.directory.models import Edit, Listing, Shown
from hearken.directory.reference import Terms

TERMS = {
    "couple": "who",
    "family": "who",
    "one": "who",
    "imago": "approach",
    "gottman": "approach",
    **{f"other-{number}": "approach" for number in range(60)},
    "video": "format",  # bit 65: in the second number
    "phone": "format",
    "medicaid": "pay",
    "free": "pay",
    "court-only": "only",
}
LAYOUT = Layout(tuple(TERMS), tuple(TERMS.values()))
REFERENCE = Terms(TERMS)
TODAY = "2026-03-01"
EDITION = 7


@dataclass(frozen=True)
class Row:
    """One listing, with what a test does not care for filled in."""

    key: str
    lat: float | None = 42.37
    lon: float | None = -71.11
    state: str = "MA"
    terms: str = ""
    words: str = ""
    checked: date = date(2026, 1, 1)
    completeness: int = 50
    org: str = "org"

    def listing(self, edition: int = EDITION) -> Listing:
        told = asdict(self) | {"terms": _spaced(self.terms), "words": _spaced(self.words)}
        return Listing(edition=edition, name=self.key, precision="zip", **told)


def publish(rows: list[Row], edition: int = EDITION) -> None:
    """These are what is shown, and nothing else is there."""
    Listing.objects.filter(edition=edition).delete()
    Listing.objects.bulk_create([row.listing(edition) for row in rows])
    Shown.objects.update_or_create(id=1, defaults={"edition": edition})


def change(row: Row | None, key: str = "", edition: int = EDITION) -> Edit:
    """One accepted change: the listing as it is now (None: it is gone), and the edit that says so."""
    key = row.key if row else key
    gone = Listing.objects.filter(edition=edition, key=key).delete()[0]
    if row:
        row.listing(edition).save()
    kind = "gone" if not row else "changed" if gone else "new"
    return Edit.objects.create(edition=edition, listing=key, kind=kind, day=date(2026, 3, 1))


def index(few: int = 20_000) -> Index:
    """Of the edition shown, without a file."""
    return Index(EDITION, Columns.of(LAYOUT, *build(LAYOUT, facts_of_edition(EDITION))), Tail(), few=few)


def applied(held: Index, keys: set[str]) -> Index:
    return holder.applied(held, keys, frozenset())


def built() -> snapshot.Opened:
    return snapshot.build(EDITION, LAYOUT)


def _spaced(text: str) -> str:
    return f" {' '.join(text.split())} "
