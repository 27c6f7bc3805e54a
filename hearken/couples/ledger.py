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
from .models import Audience, Consent, Couple, Member, Share

_ID_CHARS = 22
"""Of what lib.ids.opaque gives: nothing that short is the id of a snapshot."""


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


def let_along(member: Member, *, solo: bool) -> None:
    """A member lets the other one take their words along. Leaving the space, or erasing, ends it."""
    _append(
        Consent(
            subject=member.person_id,
            event=What.GRANTED,
            share=_along(member),
            reader=f"couple:{member.couple_id}",
            purpose=Purpose.ALONG,
            text=_digest(wording.agreed_to_along()),
            solo=solo,
            at=clock.now(),
        )
    )


def kept_back(member: Member) -> None:
    """They end it. No reason."""
    _append(
        Consent(
            subject=member.person_id,
            event=What.REVOKED,
            share=_along(member),
            reader=f"couple:{member.couple_id}",
            solo=True,
            at=clock.now(),
        )
    )


def letting_along(couple: Couple, now: int) -> frozenset[str]:
    """Ids of the members of a space who let their words be taken along at this moment."""
    members = {_along(each): each.person_id for each in Member.objects.filter(couple=couple, open=True)}
    held = allowed(list(members), now)
    return frozenset(who for share, who in members.items() if (share, f"couple:{couple.pk}") in held)


def is_along(share: str) -> bool:
    """A row with this in the place of a snapshot is about taking along."""
    return share.startswith("m") and share[1:].isdigit() and len(share) < _ID_CHARS


def _along(member: Member) -> str:
    """What stands in the place of a snapshot."""
    return f"m{member.pk}"


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
            text=_digest(text) if text else "",
            solo=solo,
            until=until,
            at=clock.now(),
        )
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _append(row: Consent) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a fact belongs into the transaction of what it is about")
    row.save(force_insert=True)
