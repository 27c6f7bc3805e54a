"""The consent ledger in the database: adding facts, and reading what holds now. The only writer of couples_consent.

It must never change or delete a row (triggers refuse it), and never be written outside the transaction that makes or
deletes the wraps the fact is about.
"""

import hashlib

from django.db import connection
from django.db.models import Q

from hearken.lib import clock

from . import wording
from .consent import Allowed, Fact, Purpose, What, fold
from .models import Audience, Consent, Share


def granted(share: Share, reader: str, purpose: Purpose, *, solo: bool, until: int | None) -> None:
    """The author allows one reader one snapshot."""
    _add(share.author_id, What.GRANTED, share, reader, purpose, solo=solo, until=until)


def revoked(share: Share, reader: str) -> None:
    """The author takes it back. No purpose, no reason."""
    _add(share.author_id, What.REVOKED, share, reader)


def left(subject: str, reader: str) -> None:
    """Everything this reader had ends. `subject`: whose step it was."""
    _append(Consent(subject=subject, event=What.LEFT, reader=reader, solo=True, at=clock.now()))


def erased(subject: str) -> None:
    """Everything this person gave ends."""
    _append(Consent(subject=subject, event=What.ERASED, solo=True, at=clock.now()))


def allowed(shares: list[str], now: int) -> Allowed:
    """Who may read these snapshots now."""
    rows = list(Consent.objects.filter(share__in=shares).order_by("id"))
    # What ended everything a reader had, or a person gave, names no snapshot.
    readers, subjects = {row.reader for row in rows}, {row.subject for row in rows}
    wide = Q(event=What.LEFT, reader__in=readers) | Q(event=What.ERASED, subject__in=subjects)
    rows += Consent.objects.filter(wide)
    return fold((fact(row) for row in sorted(rows, key=lambda row: row.pk)), now)


def fact(row: Consent) -> Fact:
    return Fact(row.subject, What(row.event), row.share, row.reader, row.solo, row.until)


def _add(
    subject: str,
    what: What,
    share: Share,
    reader: str,
    purpose: Purpose | None = None,
    *,
    solo: bool = True,
    until: int | None = None,
) -> None:
    text = wording.agreed_to(Audience(share.audience)) if what is What.GRANTED else ""
    _append(
        Consent(
            subject=subject,
            event=what,
            item=share.item_id,
            share=share.pk,
            reader=reader,
            purpose=purpose or "",
            text=hashlib.sha256(text.encode()).hexdigest() if text else "",
            solo=solo,
            until=until,
            at=clock.now(),
        )
    )


def _append(row: Consent) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a fact belongs into the transaction of what it is about")
    row.save(force_insert=True)
