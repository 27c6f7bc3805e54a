"""One server for all who need no other, and rooms from a shelf: making them takes a process, so they come in tens."""

from collections.abc import Callable, Iterator

import pytest

from tests.live.server import Doors, Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def fresh(server: Server) -> Callable[[], Doors]:
    """A fresh room of that server each time."""
    shelf: list[Doors] = []

    def one() -> Doors:
        if not shelf:
            shelf.extend(server.doors(30))
        return shelf.pop()

    return one
