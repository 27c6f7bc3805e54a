"""Nobody else is asked for anything (T18): every page and a dialogue, in a browser whose only way out is a sink."""

import re
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Playwright

from tests.browser.conftest import FLAGS, program
from tests.browser.people import Town, play_before
from tests.browser.watch import NOT_FOUND, Watch
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION

THE_BROWSERS_OWN = re.compile(
    r"(update\.googleapis|accounts\.google|clients[0-9]\.google|clientservices\.googleapis|safebrowsing\.googleapis"
    r"|optimizationguide-pa\.googleapis|android\.clients\.google|mtalk\.google|(redirector|edgedl\.me)\.gvt1)\.com"
)
"""What this browser asks its maker for before any page is open, whatever it is told. No page can cause or stop it."""
NO_FORM_REPORTS = "--disable-features=AutofillServerCommunication,OptimizationHints"
"""Chromium tells its maker the shape of forms and asks for hints, unless told not to: between people and browsers."""
PAGES = ("/", "/start", "/join", "/return", "/help", "/help?country=UK", "/who-can-see-what", "/who-runs-this")
PAGES += ("/notes", "/nothing", "/account/new", "/account/in", "/account/reset", "/guide", "/guide/imago")
OUTWARD = """() => [...document.querySelectorAll("a[href], form[action], link[href]")]
  .map((each) => ({ url: each.href || each.action, rel: each.rel, html: each.outerHTML.slice(0, 120) }))
  .filter(({ url }) => /^https?:/.test(url) && !url.startsWith(location.origin))"""


class Sink:
    """Where every request that is not for this machine ends: a proxy that answers nothing and notes who was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line:
                line.settimeout(2)
                try:
                    self.asked.append(line.recv(300).decode("latin-1").partition("\r\n")[0])
                except OSError:
                    self.asked.append("somebody")

    @property
    def of_pages(self) -> list[str]:
        """Without what the browser asks for itself."""
        return [line for line in self.asked if not THE_BROWSERS_OWN.search(line)]

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    open_sink = Sink()
    yield open_sink
    open_sink.close()


@pytest.fixture
def sealed_town(playwright: Playwright, server: Server, watch: Watch, sink: Sink) -> Iterator[Town]:
    """A browser that reaches this machine, and for everything else only the sink. No name is looked up elsewhere."""
    browser = playwright.chromium.launch(
        executable_path=program(), args=[*FLAGS, NO_FORM_REPORTS, f"--proxy-server=http://127.0.0.1:{sink.port}"]
    )
    town = Town(browser, server.address, watch)
    yield town
    town.leave()
    browser.close()
    assert watch.complaints() == []


def test_t18_the_sink_hears_what_goes_out(sealed_town: Town, sink: Sink) -> None:
    """The measure itself: a request that does go out is seen. The page's own policy forbids it, so it is a journey."""
    ana = sealed_town.ana()
    sealed_town.watch.expect("ERR_EMPTY_RESPONSE", "ERR_PROXY", "ERR_TUNNEL")
    with pytest.raises(Exception, match="net::ERR"):
        ana.page.goto("http://tracker.example/pixel")
    assert any("tracker.example" in line for line in sink.of_pages)
    assert sealed_town.watch.elsewhere() == ["http://tracker.example/pixel"]


def test_t18_no_page_and_no_dialogue_asks_anybody_else(
    sealed_town: Town, sink: Sink, fresh: Callable[[], Doors]
) -> None:
    # given: every page there is
    town = sealed_town
    town.watch.expect(NOT_FOUND)
    ana, ben = town.ana(), town.ben()
    for path in PAGES:
        ana.opens(path)
        ana.page.wait_for_load_state("networkidle")
        links = ana.page.evaluate(OUTWARD)
        # then: ways out are links that tell nobody where they were pressed
        assert not [each for each in links if "noreferrer" not in each["rel"]], path
        assert bool(links) == path.startswith(("/help", "/guide/")), path
    # when: a dialogue is held
    doors = fresh()
    play_before(town.address, doors, APPRECIATION[:3])
    town.sits(ana, doors["A"]).is_told("You asked Ben.")
    town.sits(ben, doors["B"]).presses("Yes, now").is_told("Ana is finding words.")
    ana.writes("You came with me.").presses("Send to Ben")
    ben.reads("You came with me.").writes("I came with you.").presses("Give it back to Ana")
    ana.reads("I came with you.").presses("Yes, you got it").is_told("You have the floor.")
    ben.presses("Stop").presses("Yes, end it here").reads("What was said, and heard")
    ben.picks("Let go").presses("Finish").reads("The lines are gone, for both of you.")
    ana.opens("/").presses("Leave now", "link").page.wait_for_url(re.compile("/notes$"))
    # then
    assert town.watch.asked
    assert town.watch.elsewhere() == []
    assert sink.of_pages == []


def test_t18_an_outbound_link_carries_no_referrer(sealed_town: Town, sink: Sink) -> None:
    # given: the help page, and a link to somebody else on it
    ana = sealed_town.ana().opens("/help?country=US")
    heads: list[dict[str, str]] = []
    ana.context.route(
        re.compile("^https://findahelpline"),
        lambda route: (heads.append(route.request.headers), route.fulfill(status=200, body="elsewhere")),
    )
    # when
    ana.presses("findahelpline.com", "link")
    ana.page.wait_for_url(re.compile("findahelpline"))
    # then
    assert len(heads) == 1
    assert "referer" not in heads[0]
    assert ana.page.evaluate("document.referrer") == ""
    assert not [line for line in sink.of_pages if "findahelpline.com" not in line]
