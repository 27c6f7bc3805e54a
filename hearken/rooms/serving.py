"""The one hub of this process, its tickets and its socket door. Started and stopped by config/asgi."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from hearken.lib.sqlite import passive, writer_connection
from hearken.live.socket import SocketDoor, allowed_origins
from hearken.web.headers import security_headers

from .guest import HubHouse
from .hub import Hub
from .store import PostgresStore, SqliteStore, Store
from .tickets import Tickets

hub = Hub(settings.ABSENCE_SECONDS)
tickets = Tickets()
door = SocketDoor(
    HubHouse(hub, tickets),
    allowed_origins(settings.ORIGIN, frozenset(settings.ALLOWED_HOSTS)),
    security_headers,
)


def store_maker() -> Callable[[], Store]:
    """Makes the writer's own connection to the main database; called in the writer's thread."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        file = connection.settings_dict["NAME"]
        return lambda: SqliteStore(writer_connection(file))
    params = postgres_params()
    return lambda: PostgresStore(params)


def postgres_params() -> dict[str, Any]:
    """What a connection of our own to the main database needs, where that is PostgreSQL."""
    wanted = {"host", "port", "user", "password", "dbname", "sslmode", "service", "options"}
    params = connections["default"].get_connection_params()
    return {name: value for name, value in params.items() if name in wanted}


def tidier() -> Callable[[], object] | None:
    """Moves SQLite's log into its file beside the writer, a little at a time, so that no commit has to. Else None."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return None
    file = Path(connection.settings_dict["NAME"])
    return lambda: passive(file)
