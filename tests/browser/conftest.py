"""One server and one browser for all stories; people come and go. A story ends only if no page complained.

The fixtures live as long as this folder's tests and no longer: Playwright keeps an event loop running in this thread,
and the tests after these start loops of their own.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.people import Town
from tests.browser.watch import Watch
from tests.live.server import Doors, Server

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
DEADLINE_MS = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


def program() -> str:
    """Where Chromium is. Without it the stories are left out, except where nothing may be."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and here the browser stories may not be left out.")
    pytest.skip("Chromium is not installed: the browser stories are left out.")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    program()
    with sync_playwright() as running:
        expect.set_options(timeout=DEADLINE_MS)
        yield running


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """With the back/forward cache on: Playwright turns it off, and Back tests would pass for the wrong reason."""
    browser = playwright.chromium.launch(
        executable_path=program(), args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    running = Server(module=("tests.live.one_address",)).start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def fresh(server: Server) -> Callable[[], Doors]:
    """A fresh room each time. Making one takes a process of its own, so they are made in tens."""
    shelf: list[Doors] = []

    def one() -> Doors:
        if not shelf:
            shelf.extend(server.doors(16))
        return shelf.pop()

    return one


@pytest.fixture
def watch(server: Server) -> Watch:
    return Watch(server.address)


@pytest.fixture
def town(chromium: Browser, server: Server, watch: Watch) -> Iterator[Town]:
    """People for one story. At its end nothing was asked of anybody else, and no page complained."""
    made = Town(chromium, server.address, watch)
    yield made
    made.leave()
    assert watch.elsewhere() == []
    assert watch.complaints() == []
