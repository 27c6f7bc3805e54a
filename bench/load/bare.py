"""The floor to compare with: group commits of 64 rows into the same table, and nothing else.

The same schema, durability settings, number of rooms and blob size as under load, one statement per commit, written
from one thread that does nothing but write. It never opens a home folder that somebody uses: it is given a fresh one.
"""

import json
import os
import secrets
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
django.setup()

import psycopg  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from load import script  # noqa: E402

from hearken.core.dialogue import Event, Name, Seat, Step  # noqa: E402
from hearken.lib import clock  # noqa: E402
from hearken.lib.sqlite import writer_connection  # noqa: E402
from hearken.ops.serve import migrate  # noqa: E402
from hearken.rooms import actions, demo, log  # noqa: E402
from hearken.rooms.models import Room  # noqa: E402
from hearken.rooms.queries import ciphers_of  # noqa: E402

BATCH = 64
ROOMS = 200
Row = tuple[str, str, int, str, str, bytes]
COLUMNS = "room_id, stream, seq, key, op, body"


def sizes(room_id: str) -> list[int]:
    """Bytes of the sealed row of each turn of the loop, sealed by the product itself."""
    ciphers = ciphers_of(room_id)
    found = []
    for number in range(len(script.OPENING), len(script.OPENING) + len(script.LOOP)):
        say = script.turn(number)
        text = script.text_of(0, number) if say.text else ""
        event = Event(Name(say.event), by=(Seat.A, Seat.B)[say.who], to=Step.MIRRORING, text=text)
        found.append(len(log.seal(room_id, number, event, "op", bytes(16), ciphers).body))
    return found


def rows(rooms: list[str], blobs: list[bytes], run: str) -> Iterator[Row]:
    """Rows without end, room after room, as the couples would write them."""
    number = 0
    while True:
        for room_id in rooms:
            yield room_id, "us", number + 1, "AB"[number % 2], f"{run}-{room_id[:8]}-{number:09d}", blobs[number % 5]
        number += 1


def sqlite_writer() -> tuple[Callable[[list[Row]], object], Callable[[], None]]:
    db: sqlite3.Connection = writer_connection(connections["default"].settings_dict["NAME"])
    marks = ",".join(["(?,?,?,?,?,?)"] * BATCH)
    sql = f"INSERT INTO rooms_entry ({COLUMNS}) VALUES {marks}"
    return lambda batch: db.execute(sql, [value for row in batch for value in row]), db.close


def postgres_writer() -> tuple[Callable[[list[Row]], object], Callable[[], None]]:
    params = connections["default"].get_connection_params()
    known = {name: params[name] for name in ("host", "port", "user", "password", "dbname") if params.get(name)}
    db: psycopg.Connection[Any] = psycopg.connect(**known, autocommit=True)
    kinds = ("text", "text", "int", "text", "text", "bytea")
    sql = f"INSERT INTO rooms_entry ({COLUMNS}) SELECT * FROM unnest({','.join(f'%b::{kind}[]' for kind in kinds)})"
    return lambda batch: db.execute(sql, [list(one) for one in zip(*batch, strict=True)], prepare=True), db.close


def run(seconds: float) -> dict[str, float]:
    """Commit batches for so long, in rooms of this run's own. Rows are made outside the measured time."""
    with transaction.atomic(using="keys"), transaction.atomic():
        rooms = [actions.begin(demo.NAMES, clock.now(), both_seats=True).room_id for _ in range(ROOMS)]
    blobs = [secrets.token_bytes(size) for size in sizes(rooms[0])]
    write, close = (sqlite_writer if connections["default"].vendor == "sqlite" else postgres_writer)()
    source = rows(rooms, blobs, secrets.token_hex(3))
    spent = written = 0.0
    while spent < seconds:
        batches = [[next(source) for _ in range(BATCH)] for _ in range(50)]
        began = time.perf_counter()
        for batch in batches:
            write(batch)
        spent += time.perf_counter() - began
        written += BATCH * len(batches)
    close()
    Room.objects.all().delete()
    return {"rate": written / spent, "blob": sum(map(len, blobs)) / len(blobs)}


if __name__ == "__main__":
    migrate()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line)["seconds"])), flush=True)
