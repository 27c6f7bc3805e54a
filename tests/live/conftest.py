"""One server per module, rooms from a shelf: making one takes a process of its own, so they are made in tens."""

from collections.abc import Callable, Iterator

import pytest

from tests.live.server import Doors, Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def fresh(server: Server) -> Callable[[], Doors]:
    """A fresh room of the module's server each time."""
    shelf: list[Doors] = []

    def one() -> Doors:
        if not shelf:
            shelf.extend(server.doors(12))
        return shelf.pop()

    return one
