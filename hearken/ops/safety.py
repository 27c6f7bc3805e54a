"""What would make a start unsafe: one table of checks, asked before anything is migrated or served.

A finding is one line for whoever runs the server: it names what to change. It must never repair anything, and never
repeat a value: an address or a key in a log outlives the mistake.
"""

import os
import stat
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hearken.lib import env, sqlite
from hearken.lib.content import BadContent, crisis_cards
from hearken.vault import root
from hearken.vault.models import Key
from hearken.vault.router import KEY_STORE, MAIN

KEY_CHARS, KEY_KINDS = 50, 10
"""A signing key has at least so many characters, and so many different ones: ours has 64 of 16."""
_OTHERS = stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH

Check = Callable[[Any], str]
"""Takes the settings. Returns what is wrong, in a line, or ""."""


class Unsafe(env.BadSetting):
    """A start that would not be safe. The message says what to change."""


def assert_safe(settings: Any) -> None:
    """Go through every check, in order. Raises Unsafe for the first that finds something."""
    for check in CHECKS.values():
        if found := check(settings):
            raise Unsafe(found)


def _debug(settings: Any) -> str:
    return "DEBUG is on: pages of errors would show what people wrote. Turn it off." if settings.DEBUG else ""


def _signing_key(settings: Any) -> str:
    key = settings.SECRET_KEY
    weak = len(key) < KEY_CHARS or len(set(key)) < KEY_KINDS or key.startswith("django-insecure-")
    return "SECRET_KEY is short or a default: leave it out, and it is made from the root key." if weak else ""


def _hosts(settings: Any) -> str:
    wild = [each for each in settings.ALLOWED_HOSTS if "*" in each or each.startswith(".")]
    return "ALLOWED_HOSTS takes any name: name each address of this server in full." if wild else ""


def _bare_origin(settings: Any) -> str:
    bare = not settings.ORIGIN or env.BARE_ORIGIN.fullmatch(settings.ORIGIN)
    return "" if bare else "HEARKEN_ORIGIN is more than an address: https://, a name, perhaps a port, and no more."


def _encrypted_origin(settings: Any) -> str:
    safe = settings.SECURE or settings.PHONE or not settings.ORIGIN
    if safe or _loopback(urlsplit(settings.ORIGIN).hostname or ""):
        return ""
    return (
        "HEARKEN_ORIGIN begins with http://, so everything would go over the network unencrypted. Put https in front "
        "(docs/how-to/run.md), or try it out with phones at home: make phone"
    )


def _near(settings: Any) -> str:
    """Without https in front, only this machine is answered. Phone mode looks after its own address."""
    if settings.SECURE or settings.PHONE or _loopback(env.text("HOST")):
        return ""
    return (
        "HOST reaches beyond this machine, and HEARKEN_ORIGIN names no https:// address, so people could only come "
        "unencrypted. Put https in front (docs/how-to/run.md), or leave HOST out."
    )


def _home(settings: Any) -> str:
    home: Path = settings.HOME
    if os.name != "posix" or not home.stat().st_mode & _OTHERS:
        return ""
    return f"Others on this machine may look into the home folder. Run: chmod 700 {home}"


def _help_cards(settings: Any) -> str:
    """A card of help numbers that whoever runs the server has written, and that would show a gap."""
    try:
        crisis_cards()
    except BadContent as trouble:
        return f"A help card in the home folder will not do: {trouble}. What it may hold: docs/how-to/help-numbers.md"
    return ""


def _two_databases(settings: Any) -> str:
    main, keys = connections[MAIN], connections[KEY_STORE]
    if main.vendor != keys.vendor or _where(main) != _where(keys):
        return ""
    return "KEYS_DATABASE_URL and DATABASE_URL lead to one database. Keys have one of their own, with its own backups."


def _where(connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
    """Which database this is, whatever it is called in its address."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"]).resolve()
        found = file.stat() if file.exists() else None
        return (found.st_dev, found.st_ino) if found else (str(file),)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_postmaster_start_time(), inet_server_port()")
        return tuple(cursor.fetchone())


def _durable(settings: Any) -> str:
    """Django's own connections: what the promises rest on, read back from the database itself (TRUST 3.4)."""
    for alias in (MAIN, KEY_STORE):
        connection = connections[alias]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            try:
                sqlite.assert_held(connection.connection, sqlite.PROMISED)
            except sqlite.NotDurable as trouble:
                return f"SQLite did not take a setting that what people write rests on ({alias}): {trouble}."
    return ""


def _root_key(settings: Any) -> str:
    """Keys are stored, and the root key that is here opens none of them: it was lost, and another one made."""
    connection = connections[KEY_STORE]
    if Key._meta.db_table not in connection.introspection.table_names():
        return ""
    file: Path = settings.ROOT_KEY_FILE
    ours = [root.version(each) for each in (file, root.incoming(file)) if each.exists()]
    if not Key.objects.exists() or Key.objects.filter(root_version__in=ours).exists():
        return ""
    return "The root key is not the one that the stored keys were locked with. Put the right file in its place."


def _loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


CHECKS: dict[str, Check] = {
    "debug": _debug,
    "signing_key": _signing_key,
    "hosts": _hosts,
    "bare_origin": _bare_origin,
    "encrypted_origin": _encrypted_origin,
    "near": _near,
    "home": _home,
    "help_cards": _help_cards,
    "two_databases": _two_databases,
    "durable": _durable,
    "root_key": _root_key,
}
"""Settings first, then the disk, then the databases: nothing is opened by a start that is refused before."""
