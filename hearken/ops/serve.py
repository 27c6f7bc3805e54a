"""`hearken serve`: migrate, take the lock of the home folder, find a free port, serve, print the doors.

One serving process per home: rooms are decided in memory, so a second one would split them. It must never listen on
more than the configured address, and never print anything a person wrote.
"""

import fcntl
import os
import resource
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from hearken.lib import env
from hearken.vault.root import BadRootKey

PORTS_TO_TRY = 50


class Stop(Exception):
    """A reason not to start, in words for the operator."""


def lock_home(home: Path) -> IO[str]:
    """Hold the home folder as long as the returned file is open. Raises Stop, naming who holds it."""
    lock = open(home / "lock", "a+", encoding="ascii")  # noqa: SIM115 (held for the life of the process)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise Stop(f"Hearken already serves this home folder (process {holder}). One at a time.") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def listen(host: str, first: int) -> socket.socket:
    """A listening socket on `first`, or on the next free port. Raises Stop."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + PORTS_TO_TRY, 65536)):
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen()  # two starting at once could both bind; only one can listen
        except OSError:
            door.close()
            continue
        return door
    raise Stop(f"No free port from {first} on at {host}.")


def lock_database() -> object | None:
    """The same for a PostgreSQL database that two home folders share: held as long as what is returned. Raises Stop."""
    from django.db import connections

    if connections["default"].vendor != "postgresql":
        return None
    import psycopg

    from hearken.rooms.serving import postgres_params

    held = psycopg.connect(**postgres_params(), autocommit=True)
    held.execute("SET lock_timeout = '5s'")  # one that was killed a moment ago may not be let go of yet
    try:
        held.execute("SELECT pg_advisory_lock(hashtext('hearken serve'))")
    except psycopg.errors.LockNotAvailable:
        held.close()
        raise Stop("Another Hearken already serves this database. One at a time.") from None
    return held


def raise_file_limit() -> None:
    """As many open connections as the system allows this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with suppress(ValueError, OSError):  # some systems name a limit they do not grant
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def migrate() -> None:
    """Bring all databases up to date. Quiet when there is nothing to do."""
    from django.core.management import call_command
    from django.db import connections

    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS directory")
    for database in ("keys", "default", "directory"):
        call_command("migrate", database=database, verbosity=0, interactive=False)


def serve() -> None:
    """Serve until told to stop. Raises Stop where it cannot start."""
    import django
    import uvicorn

    home = env.home()
    lock = lock_home(home)
    phones = _door_for_phones() if env.switch("HEARKEN_PHONE") else None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
    django.setup()
    from django.conf import settings

    from hearken.web.headers import security_headers

    from . import wire
    from .safety import assert_safe

    assert_safe(settings)
    door = phones or listen(env.text("HOST"), env.number("PORT", 1, 65535))
    shared = lock_database()
    migrate()
    raise_file_limit()
    _fill_directory()
    _greet(door)
    config = uvicorn.Config(
        "hearken.config.asgi:application",
        http=wire.http_protocol(security_headers()),
        ws=wire.socket_protocol(security_headers()),
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        lifespan="on",
        log_level="warning",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=bool(settings.ORIGIN) and not settings.PHONE,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[door])
    del shared
    lock.close()


def _door_for_phones() -> socket.socket:
    """A private address to serve on. Settles what this server is called, before settings are read."""
    from . import phone

    port = env.number("PORT", 1, 65535)
    door = listen(phone.choose(), port)
    host, taken = door.getsockname()
    env.settle("HEARKEN_ORIGIN", phone.origin(host, port, taken))
    return door


def _fill_directory() -> None:
    """Invented listings, where the directory is empty and a demonstration is asked for."""
    if not env.switch("HEARKEN_DEMO"):
        return
    from hearken.directory.importing import demo
    from hearken.directory.importing.rows import Unusable
    from hearken.lib import clock

    now = clock.now()
    with suppress(Unusable):  # another import is under way: then it will not be empty
        demo.load(clock.day(now), now)


def _greet(door: socket.socket) -> None:
    from django.conf import settings

    host, taken = door.getsockname()[:2]
    if settings.PHONE:
        from . import phone

        phone.say(settings.ORIGIN, host, settings.HOME)
    else:
        _say(settings.ORIGIN or f"http://{env.text('HOST')}:{taken}", env.number("PORT", 1, 65535), taken)


def _say(address: str, asked: int, taken: int) -> None:
    if asked != taken:
        print(f"Port {asked} is busy, so this is on {taken}.")
    print(f"Hearken is at {address}")
    if env.switch("HEARKEN_DEMO"):
        from hearken.lib import clock
        from hearken.rooms.demo import doors

        print("\nA demonstration dialogue, in two windows of one browser, and one to hold alone:")
        for label, link in doors(address, clock.now()):
            print(f"  {label}  {link}")
    print("\nStop with Ctrl-C.", flush=True)


def main() -> int:
    """Exit code: 0 after a normal end, 2 where it could not start."""
    os.umask(0o077)
    try:
        serve()
    except (Stop, env.BadSetting, BadRootKey) as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0  # Ctrl-C is how it ends, and has been tidied up after
    return 0
