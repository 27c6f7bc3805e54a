"""Facts of this installation that people may want before they write: who runs it, where it lies, what could be read.

Everything comes from the settings. It must never show a path, an address or a name
of a database, and never say more than the settings prove.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from .context import open_air

_NEAR = frozenset({"", "localhost", "127.0.0.1", "::1"})


class Way(Enum):
    """How pages come from the server to the person who reads them."""

    ENCRYPTED = "encrypted"
    HERE = "here"
    OPEN = "open"


class KeyFile(Enum):
    """Where the root key lies, seen from the two databases."""

    BESIDE = "beside"
    PARTLY = "partly"
    APART = "apart"


class Store(Enum):
    """What kind of database, and on whose machine."""

    FILES = "files"
    SAME_MACHINE = "same_machine"
    OTHER_MACHINE = "other_machine"


@dataclass(frozen=True, slots=True)
class Facts:
    """`name` and `contact` are "" where the keeper has not said. `backup_days`: 0 where there are no backups."""

    name: str
    contact: str
    way: str
    words: str
    keys: str
    key_file: str
    backup_days: int


def facts(request: HttpRequest) -> Facts:
    """What is true for this installation, and for the address this page was asked for at."""
    return Facts(
        settings.KEEPER,
        settings.KEEPER_CONTACT,
        _way(request).value,
        _store("default").value,
        _store("keys").value,
        _key_file().value,
        settings.KEY_BACKUP_DAYS,
    )


def _way(request: HttpRequest) -> Way:
    if request.is_secure():
        return Way.ENCRYPTED
    return Way.OPEN if open_air(request) else Way.HERE


def _store(alias: str) -> Store:
    database = settings.DATABASES[alias]
    if str(database["ENGINE"]).endswith("sqlite3"):
        return Store.FILES
    host = str(database.get("HOST") or "")
    return Store.SAME_MACHINE if host in _NEAR or host.startswith("/") else Store.OTHER_MACHINE


def _key_file() -> KeyFile:
    """Beside: one copied folder opens everything. Partly: it holds the key and one of the two databases."""
    folder = Path(settings.ROOT_KEY_FILE).resolve().parent
    near = [
        Path(str(settings.DATABASES[alias]["NAME"])).resolve().parent == folder
        for alias in ("default", "keys")
        if _store(alias) is Store.FILES
    ]
    if not any(near):
        return KeyFile.APART
    return KeyFile.BESIDE if near.count(True) == 2 else KeyFile.PARTLY
