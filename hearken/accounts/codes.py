"""Codes: from an app (RFC 6238) and printed ones. The only writer of accounts_codeapp and accounts_recoverycode.

Each works once, two at the same moment included. It must never show a code or a secret a second time, nor store a
printed code readably.
"""

from datetime import UTC, datetime

import pyotp
from django.conf import settings
from django.db import transaction

from hearken.audit import trouble
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib import ids
from hearken.lib.clock import day
from hearken.vault import fields
from hearken.vault.envelope import Tampered
from hearken.vault.keys import NoKey

from . import leaving
from .models import CodeApp, Person, RecoveryCode

PRINTED = 10
PRINTED_CHARS = 12  # 58 bits: with limited tries beyond guessing
SKEW = 1  # steps of 30 seconds, each way: phones are seldom right to the second
_DIGITS = 6


def app_of(person: Person, now: int) -> CodeApp | None:
    """The app that is asked for a code when this person signs in, or None."""
    return CodeApp.objects.filter(leaving.here(now), person=person, confirmed=True).first()


def asks(person: Person, now: int) -> bool:
    """A passphrase alone does not sign this person in."""
    return app_of(person, now) is not None


def begin_app(person: Person, now: int) -> str:
    """A fresh secret for an app, which counts for nothing until a first code was right. "" where one is on already."""
    secret = pyotp.random_base32()
    sealed = fields.seal(person.key_id, _place(person), secret.encode())
    with transaction.atomic():
        leaving.one_at_a_time(person)
        leaving.let_go(person, now)
        if CodeApp.objects.filter(person=person, confirmed=True).exists():
            return ""
        CodeApp.objects.update_or_create(person=person, defaults={"secret": sealed, "last_step": 0})
    return secret


def begun(person: Person) -> str:
    """The secret that waits for its first code, or ""."""
    app = CodeApp.objects.filter(person=person, confirmed=False).first()
    return _secret(app, person) if app else ""


def link(secret: str) -> str:
    """The address an app reads from the square. It names the neutral title twice and nobody."""
    name = settings.NEUTRAL_NAME
    return str(pyotp.TOTP(secret, name=name, issuer=name).provisioning_uri())


def confirm_app(person: Person, text: str, now: int) -> bool:
    """A first code was right: from now on the app is asked. That code is used up."""
    with transaction.atomic():
        leaving.one_at_a_time(person)
        secret = begun(person)
        step = _step(secret, text, now) if secret else None
        if step is None:
            return False
        CodeApp.objects.filter(person=person, confirmed=False).update(confirmed=True, last_step=step)
        record(person.pk, Event.FACTOR_ADDED, detail="code_app")
    return True


def check(person: Person, text: str, now: int) -> bool:
    """The second step of signing in: a code of the app, or a printed one. Either is used up."""
    return _use_app(person, text, now) or use_recovery(person, text, now)


def _use_app(person: Person, text: str, now: int) -> bool:
    app = app_of(person, now)
    secret = _secret(app, person) if app else ""
    step = _step(secret, text, now) if secret else None
    return step is not None and _spend(person, step)


def _spend(person: Person, step: int) -> bool:
    """Use a step up. The database decides which of two at once was first."""
    return CodeApp.objects.filter(person=person, last_step__lt=step).update(last_step=step) == 1


def _step(secret: str, text: str, now: int) -> int | None:
    """The 30-second step whose code this is, one off at most."""
    digits = "".join(text.split())
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    app = pyotp.TOTP(secret)
    middle = app.timecode(datetime.fromtimestamp(now, UTC))
    right = [step for step in range(middle - SKEW, middle + SKEW + 1) if _same(app, step, digits)]
    return right[-1] if right else None


def _same(app: pyotp.TOTP, step: int, digits: str) -> bool:
    return bool(pyotp.utils.strings_equal(app.generate_otp(step), digits))


def make_printed(person: Person, now: int) -> list[str]:
    """Ten new codes to print, shown by nobody again. They take the place of those before."""
    made = [ids.code(PRINTED_CHARS) for _ in range(PRINTED)]
    with transaction.atomic():
        leaving.one_at_a_time(person)
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(person, code)) for code in made)
        record(person.pk, Event.CODES_MADE)
    return made


def left(person: Person) -> int:
    """How many printed codes are good."""
    return RecoveryCode.objects.filter(person=person, used_on=None).count()


def were_made(person: Person) -> bool:
    """They have printed codes, used or not."""
    return RecoveryCode.objects.filter(person=person).exists()


def use_recovery(person: Person, text: str, now: int) -> bool:
    """Use a printed code up. False for one that is wrong or was used: the caller tells nobody which."""
    code = ids.clean_code(text, PRINTED_CHARS)
    if code is None:
        return False
    good = RecoveryCode.objects.filter(person=person, digest=_digest(person, code), used_on=None)
    return good.update(used_on=day(now)) == 1


def _digest(person: Person, code: str) -> str:
    return fields.index("recovery", person.pk, code)


def _secret(app: CodeApp, person: Person) -> str:
    """The secret, or "" where it was moved or changed: then no code is right, and the audit knows."""
    try:
        return fields.unseal(person.key_id, _place(person), app.secret).decode()
    except (NoKey, Tampered):
        trouble.not_opened(person.pk)
        return ""


def _place(person: Person) -> fields.Place:
    return fields.Place("accounts_codeapp", "secret", person.pk)
