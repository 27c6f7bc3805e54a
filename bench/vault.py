"""What sealing costs: texts, wraps, loading keys, and a live turn between two accounts. One core, no network.

    .venv/bin/python bench/vault.py [--quick] [--json]

Bars are ratios of two things measured in turn within one run, since a busy machine slows both. Rates are for one core
of this machine and have none. It works in a fresh home folder, and must never touch one that somebody uses.
"""

import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HOME = tempfile.mkdtemp(prefix="hearken-vault-")
os.environ |= {"HEARKEN_HOME": HOME, "DATABASE_URL": "", "KEYS_DATABASE_URL": "", "HEARKEN_ROOT_KEY_FILE": ""}
os.environ["DJANGO_SETTINGS_MODULE"] = "hearken.config.settings"

import django  # noqa: E402

django.setup()

from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: E402
from django.db import connections  # noqa: E402
from report import Report, arguments  # noqa: E402

from hearken.accounts.models import Person  # noqa: E402
from hearken.core.dialogue import Seat  # noqa: E402
from hearken.lib import clock, ids  # noqa: E402
from hearken.ops.serve import migrate  # noqa: E402
from hearken.rooms import actions, demo, frames  # noqa: E402
from hearken.rooms.live_room import LiveRoom, Waiting  # noqa: E402
from hearken.rooms.member import Member  # noqa: E402
from hearken.rooms.models import Claim  # noqa: E402
from hearken.rooms.queries import Loaded, open_room  # noqa: E402
from hearken.vault import envelope, keys  # noqa: E402
from hearken.vault.models import Kind  # noqa: E402
from tests.live.story import SMALL  # noqa: E402

TEXT = 600
"""Bytes: a long line said back."""
QUICK = {"rounds": 7, "texts": 4_000, "loads": 1_500, "rooms": 25}
FULL = {"rounds": 15, "texts": 20_000, "loads": 10_000, "rooms": 100}


def seconds(work: Callable[[], object], times: int) -> float:
    """Processor seconds of this thread for `times` calls."""
    began = time.thread_time()
    for _ in range(times):
        work()
    return time.thread_time() - began


def against(ways: list[Callable[[], object]], rounds: int, times: int) -> tuple[float, list[float]]:
    """(calls per second of the first way, its rate as a share of each other's). Rounds take turns."""
    runs = [[seconds(each, times) for each in ways] for _ in range(rounds)]
    shares = [median(run[other] / run[0] for run in runs) for other in range(1, len(ways))]
    return times / median(run[0] for run in runs), shares


def sealing(report: Report, size: dict[str, int]) -> None:
    """Seal and open texts, beside the bare cipher with the same associated data: made for each text, and made once."""
    key, plain, bound = envelope.new_key(), secrets.token_bytes(TEXT), envelope.binding("t", "body", "r" * 22, "A")
    cipher, once, nonce = envelope.Cipher(key, "A"), AESGCM(key), secrets.token_bytes(12)
    blob, box = cipher.seal(plain, bound), once.encrypt(nonce, plain, bound)
    if cipher.open(blob, bound) != plain:
        raise RuntimeError("what was sealed does not open")
    ways: dict[str, list[Callable[[], object]]] = {
        "seal": [
            lambda: cipher.seal(plain, bound),
            lambda: AESGCM(key).encrypt(os.urandom(12), plain, bound),
            lambda: once.encrypt(os.urandom(12), plain, bound),
        ],
        "open": [
            lambda: cipher.open(blob, bound),
            lambda: AESGCM(key).decrypt(nonce, box, bound),
            lambda: once.decrypt(nonce, box, bound),
        ],
    }
    for name, each in ways.items():
        rate, (anew, prepared) = against(each, size["rounds"], size["texts"])
        report.note(f"{name}s_per_s", rate)
        report.judge(f"{name}_ratio", anew)
        report.judge(f"{name}_prepared_ratio", prepared)
    kek = envelope.new_key()
    report.note("wraps_per_s", size["texts"] / seconds(lambda: envelope.wrap(kek, key, bound), size["texts"]))
    wrapped = envelope.wrap(kek, key, bound)
    report.note("unwraps_per_s", size["texts"] / seconds(lambda: envelope.unwrap(kek, wrapped, bound), size["texts"]))


def loading(report: Report, size: dict[str, int]) -> None:
    """Key-encryption keys out of the key store: a query and an unwrap each."""
    stored = cycle([keys.make(Kind.PERSON) for _ in range(100)])
    report.note("key_loads_per_s", size["loads"] / seconds(lambda: keys.load(next(stored)), size["loads"]))


@dataclass(frozen=True)
class Table:
    """A room as it is read from the database, and the sign-ins its two pages carry ("" without an account)."""

    loaded: Loaded
    sign_ins: dict[Seat, str]

    def dialogue(self) -> tuple[float, int]:
        """(processor seconds, turns) of one whole dialogue. Every commit is there at once."""
        queue: list[Waiting] = []
        heard: dict[Seat, list[bytes]] = {seat: [] for seat in Seat}
        room = LiveRoom(self.loaded, queue.append, lambda draft: None, clock.now())
        members = {seat: self._comes_in(room, seat, heard[seat]) for seat in Seat}
        blobs = [(Seat(who), _frame(what, words)) for who, what, words in SMALL]
        began = time.thread_time()
        for seat, blob in blobs:
            asked = frames.decode_in(blob)
            members[seat].acted = True  # as rooms/guest.py does for each operation
            room.take(members[seat], asked, clock.now())  # type: ignore[arg-type]
            while queue:
                room.committed(queue.pop(0))
        spent = time.thread_time() - began
        refused = [each for seat in Seat for each in heard[seat] if b'"t":"refused"' in each]
        if refused or not room.state.ours.step.value == "kept":
            raise RuntimeError(f"the dialogue did not go through: {room.state.ours.step} {refused[:1]}")
        return spent, len(blobs)

    def _comes_in(self, room: LiveRoom, seat: Seat, heard: list[bytes]) -> Member:
        facts, sign_in = self.loaded.seats[seat], self.sign_ins[seat]
        if room.opens(facts.id, facts.epoch, 0, signed_in=bool(sign_in)) is not seat:
            raise RuntimeError("the seat does not open")
        member = Member(facts.id, seat, facts.epoch, heard.append, lambda: None, sign_in=sign_in)
        room.members.append(member)
        room.greet(member, frames.Hello(0, 0, f"tab {seat}"), clock.now())
        return member


def _frame(what: str, words: dict[str, Any]) -> bytes:
    return json.dumps({"t": "op", "id": secrets.token_urlsafe(16), "do": what, **words}).encode()


def tables() -> tuple[Table, Table]:
    """A room nobody keeps in an account, and one that both do."""
    plain = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    kept = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    for seat in kept.seats.values():
        today = time.strftime("%Y-%m-%d", time.gmtime())
        person = Person.objects.create(name=b"", key_id=keys.make(Kind.PERSON), began_on=today)
        Claim.objects.create(seat=seat, person=person)
    with_accounts = open_room(kept.room_id)
    if not all(facts.claimed for facts in with_accounts.seats.values()):
        raise RuntimeError("the seats are not kept in accounts")
    nobody = Table(open_room(plain.room_id), dict.fromkeys(Seat, ""))
    return nobody, Table(with_accounts, {seat: ids.opaque() for seat in Seat})


def turns(report: Report, size: dict[str, int]) -> None:
    """Whole dialogues without and with accounts, in turn. Looking for ended sign-ins is no part of a turn."""
    nobody, both = tables()
    nobody.dialogue(), both.dialogue()
    pairs = [(nobody.dialogue(), both.dialogue()) for _ in range(size["rooms"])]
    for name, at in (("turn_us", 0), ("claimed_turn_us", 1)):
        report.note(name, 1e6 * median(pair[at][0] / pair[at][1] for pair in pairs))
    report.judge("claimed_ratio", median(two[0] / one[0] for one, two in pairs))


def main() -> int:
    asked = arguments("What sealing costs.").parse_args()
    size = QUICK if asked.quick else FULL
    report = Report("vault")
    began = time.perf_counter()
    try:
        migrate()
        sealing(report, size)
        loading(report, size)
        turns(report, size)
    finally:
        connections.close_all()
        shutil.rmtree(HOME, ignore_errors=True)
    report.note("took_seconds", time.perf_counter() - began)
    return report.close(as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
