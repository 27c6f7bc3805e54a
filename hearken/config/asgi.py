"""The one ASGI application: sockets to the door, everything else to Django, and the hub's life with the server's.

Static files are served by WhiteNoise inside Django's stack, from memory, with the same headers as every page.
"""

import gc
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from hearken.config.intake import take_in  # noqa: E402
from hearken.rooms.serving import door, hub, store_maker, tidier  # noqa: E402  (models need Django first)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket" and scope["path"] == "/live":
        await door(scope, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await door.refuse(scope, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await django_application(*await take_in(scope, receive), send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub.start(store_maker(), tidier())
            _settle_memory()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _settle_memory() -> None:
    """Long collections and long thread slices are what a live turn would wait for (measured in bench/live.py)."""
    sys.setswitchinterval(0.0002)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
