"""Leaving in a real browser (T20): hidden at once, other tabs too, Back shows nothing, network or not."""

import re
from collections.abc import Callable, Iterator

import pytest
import web_urls
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.people import AT_HAND

pytestmark = pytest.mark.browser
PLAIN = re.compile(r"/notes$")


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        # Playwright turns the back/forward cache off; a Back test without it passes for the wrong reason.
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, site) -> Iterator[BrowserContext]:
    web_urls.locked.clear()
    web_urls.locked_two.clear()
    context = chromium.new_context(base_url=site)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def settled(page: Page) -> None:
    """Wait until exit.js runs and has fetched the plain page once."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(AT_HAND)


def cookies(context: BrowserContext) -> set[str]:
    return {cookie["name"] for cookie in context.cookies()}


def without_seats(page: Page) -> bool:
    """The server's answer takes the last cookies, after the plain page has come."""
    return comes_true(page, lambda: not [n for n in cookies(page.context) if n.startswith(("open-", "seat-"))])


def comes_true(page: Page, what: Callable[[], bool]) -> bool:
    """Ten seconds at most: what a page sends while it goes arrives when it may, and in any order."""
    for _ in range(200):
        if what():
            return True
        page.wait_for_timeout(50)
    return False


def with_worker(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.close()


def in_room(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/help")
    page.goto("/stub/room")
    settled(page)
    assert {"open-k7m", "seat-k7m"} <= cookies(context)
    return page


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", ["click", "shift"])
def test_t20_leaving(context, way):
    page = in_room(context)
    if way == "click":
        page.get_by_role("link", name="Leave now").click()
    else:
        press_shift(page, 3)
    page.wait_for_url(PLAIN)
    assert page.title() == "Notes"
    assert web_urls.CANARY not in page.content()
    assert without_seats(page)
    assert comes_true(page, lambda: web_urls.locked == ["POST"]), web_urls.locked


def test_t20_hidden_before_anything_else(context):
    page = in_room(context)
    page.route("**/notes", lambda route: None)  # the plain page never comes
    hidden, cookie, title, display = page.evaluate(
        """() => {
          document.querySelector(".leave").click();
          return [document.documentElement.hidden, document.cookie, document.title,
            getComputedStyle(document.documentElement).display];
        }"""
    )
    assert hidden is True
    assert display == "none"
    assert "open-" not in cookie
    assert title == "Notes"


def test_t20_a_page_from_memory_looks_at_its_cookie_first(context):
    page = in_room(context)
    page.goto("/stub/room?again=1")
    settled(page)
    page.evaluate("() => { window.kept = true; }")
    page.goto("/help")
    settled(page)
    page.evaluate("history.back()")
    page.wait_for_function("() => location.search === '?again=1'")  # such a return has no load to wait for
    assert page.evaluate("window.kept") is True  # it did come back from memory, and its seat is still open
    assert page.evaluate("document.documentElement.hidden") is False
    page.goto("/help")
    settled(page)
    context.clear_cookies()
    page.evaluate("history.back()")
    page.wait_for_url(PLAIN)
    assert web_urls.CANARY not in page.content()


def on_one_device(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/help")
    page.goto("/stub/both")
    settled(page)
    assert {"open-k7m", "seat-k7m", "open-two", "seat-two"} <= cookies(context)
    return page


def test_t20_leaving_one_device_locks_both_seats(context):
    page = on_one_device(context)
    press_shift(page, 3)
    page.wait_for_url(PLAIN)
    assert without_seats(page)
    assert comes_true(page, lambda: (web_urls.locked, web_urls.locked_two) == (["POST"], ["POST"]))


@pytest.mark.parametrize("missing", ["open-k7m", "open-two"])
def test_t20_a_page_from_memory_needs_every_seat_it_holds(context, missing):
    page = on_one_device(context)
    page.evaluate("() => { window.kept = true; }")
    page.goto("/help")
    settled(page)
    page.evaluate("history.back()")
    page.wait_for_function("() => location.pathname === '/stub/both'")
    assert page.evaluate("window.kept") is True
    assert page.evaluate("document.documentElement.hidden") is False
    page.goto("/help")
    settled(page)
    context.clear_cookies(name=missing)
    page.evaluate("history.back()")
    page.wait_for_url(PLAIN)
    assert web_urls.CANARY not in page.content()


@pytest.mark.parametrize("steps", [1, 2])
def test_t20_back_shows_nothing(context, steps):
    page = in_room(context)
    page.goto("/stub/room?again=1")
    settled(page)
    press_shift(page, 3)
    page.wait_for_url(PLAIN)
    for _ in range(steps):
        page.evaluate("() => { window.before = true; history.back(); }")
        page.wait_for_function("() => window.before === undefined && document.readyState === 'complete'")
        # A page that hides itself before it is replaced shows nothing, and still has its text.
        shown = page.evaluate("() => document.documentElement.hidden ? '' : document.body.innerText")
        assert web_urls.CANARY not in shown


def test_t20_the_other_tab_leaves_too(context):
    first, second = in_room(context), in_room(context)
    press_shift(first, 3)
    second.wait_for_url(PLAIN)
    assert web_urls.CANARY not in second.content()


def test_t20_network_cut_with_the_worker(context):
    with_worker(context)
    page = in_room(context)
    # The browser's ordinary cache holds the plain page too; without it only the worker is left.
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    context.set_offline(True)
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url(PLAIN)
    expect(page.get_by_role("heading", name="Shopping")).to_be_visible()
    assert "open-k7m" not in cookies(context)


def test_t20_network_cut_without_a_worker(chromium, site):
    context = chromium.new_context(base_url=site, service_workers="block")
    page = in_room(context)
    context.set_offline(True)
    press_shift(page, 3)
    page.wait_for_url(PLAIN)
    expect(page.get_by_role("heading", name="Shopping")).to_be_visible()
    context.close()


def test_t20_the_link_itself_works_offline(context):
    with_worker(context)
    context.set_offline(True)
    page = context.new_page()
    page.goto("/leave")
    expect(page.get_by_role("heading", name="Shopping")).to_be_visible()


def test_help_opens_without_network(context):
    with_worker(context)
    context.set_offline(True)
    page = context.new_page()
    for address, number in [("/help", "911"), ("/help?country=UK", "999"), ("/help?country=zz", "911")]:
        page.goto(address)
        expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.leave')).position") != ""
    assert page.evaluate("document.styleSheets.length") == 4


def test_the_store_holds_no_dialogue(context):
    with_worker(context)
    in_room(context)
    page = context.new_page()
    page.goto("/")
    stored = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
          return found;
        }"""
    )
    assert "/notes" in stored
    assert not [path for path in stored if path.startswith(("/stub", "/start", "/join", "/r/", "/return"))]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_shift_for_capitals_is_not_leaving(context):
    page = in_room(context)
    line = page.locator("#line")
    line.press_sequentially("ANA BEN")
    for _ in range(4):
        page.keyboard.down("Shift")
        page.keyboard.press("KeyA")
        page.keyboard.up("Shift")
    press_shift(page, 2)
    page.keyboard.press("b")
    press_shift(page, 1)
    assert page.url.endswith("/stub/room")
    status = page.locator("[data-leave-status]")
    expect(status).to_have_text("To leave, press Shift two more times.")
    press_shift(page, 1)
    expect(status).to_have_text("To leave, press Shift once more.")
    press_shift(page, 1)
    page.wait_for_url(PLAIN)


def test_shift_is_forgotten_after_five_seconds(context):
    page = context.new_page()
    page.clock.install()
    page.goto("/stub/room")
    page.wait_for_load_state("networkidle")  # under a clock of ours a page does not say what it has fetched
    press_shift(page, 2)
    page.clock.run_for(5_100)
    expect(page.locator("[data-leave-status]")).to_have_text("")
    press_shift(page, 2)
    assert page.url.endswith("/stub/room")


def test_t20_leave_works_without_scripts(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/stub/room")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(PLAIN)
    assert not cookies(context) & {"open-k7m", "seat-k7m"}
    context.close()


@pytest.mark.parametrize("size", [(320, 640), (640, 360), (320, 180)])
def test_t20_leave_is_never_covered_or_scrolled_away(context, size):
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in ("/", "/help", "/who-can-see-what", "/nothing"):
        page.goto(address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        on_top = page.evaluate(
            """() => {
              const box = document.querySelector(".leave").getBoundingClientRect();
              const inside = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
              const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return inside && hit?.closest(".leave") !== null;
            }"""
        )
        assert on_top, (address, size)
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not sideways, (address, size)


def test_no_console_complaint_and_nothing_from_elsewhere(context, site):
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/help", "/who-can-see-what", "/notes", "/stub/room"):
        page.goto(address)
        settled(page)
    assert said == []
    assert asked
    assert not [url for url in asked if not url.startswith((site, "data:"))]
