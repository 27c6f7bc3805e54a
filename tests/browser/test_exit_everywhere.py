"""Leaving from every kind of private page (T20): hidden at once, somewhere plain, Back shows nothing.

PAGES is a table: a new kind of private page is a row with the steps that lead to it. Each is left by click and by
Shift, with the back/forward cache on and off, with and without a network.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Error, Playwright, Route, expect

from tests.browser.checks import leave_covered
from tests.browser.conftest import FLAGS, program
from tests.browser.people import AT_HAND, Person, Town
from tests.browser.test_leave import SMALL_WINDOWS, back, goes, is_away
from tests.browser.watch import CUT, NOT_FOUND
from tests.figures import told_again_if_late, within
from tests.live.server import Server

CANARY = "canary-2e81"
PLAIN = re.compile("/notes$")
_THINGS = """
import json
from hearken.accounts import sessions
from hearken.accounts.models import Method
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.drawer import access as drawers, actions as drawer
from hearken.drawer.sealing import Sort, Thing
from tests.apps.couples import cast
now, words = clock.now(), {words!r}
ana, ben = cast.person("ana"), cast.person("ben")
cast.couple(ana, ben, now, (words, words))
note = items.write(ana, Words(words, words), now)
share = sharing.share(items.write(ben, Words(words, words), now), Audience.US, now, solo=True)
made, code = drawer.make(ana, "a passphrase for this drawer", now)
kept = drawer.keep(made, Thing(Sort.DIARY, title=words, text=words), now)
found = drawer.open_with_code(ana, code)
browsers = []
for _ in range({browsers}):
    sign_in, secret = sessions.begin(ana, Method.PASSPHRASE, words, now, shared=False)
    browsers.append({{"session": secret, "open-account": "1", drawers.OPEN: "1",
                      drawers.cookie_name(): drawer.open_here(found, sign_in, now)}})
print(json.dumps({{"note": note.pk, "share": share.pk, "kept": kept.pk, "browsers": browsers}}))
"""


@dataclass
class Things:
    """What Ana has, by id, and sign-ins for as many browsers as are needed; the drawer is open on each."""

    ids: dict[str, str]
    browsers: list[dict[str, str]]

    def signed_in(self, ana: Person) -> Person:
        held = self.browsers.pop()
        ana.context.add_cookies([{"name": name, "value": held[name], "url": ana.address} for name in held])
        return ana


def at(path: str) -> Callable[[Person, Things], object]:
    """A page that is there for the asking, with the canary on it."""
    return lambda ana, things: ana.opens(path.format(**things.ids)).reads(CANARY)


def writing(path: str) -> Callable[[Person, Things], object]:
    """A page on which the canary is being written."""
    return lambda ana, things: ana.opens(path.format(**things.ids)).writes(CANARY, "Your words")


def heading(path: str, words: str) -> Callable[[Person, Things], object]:
    """A page that holds nothing of Ana's, and tells by itself what she is doing."""
    return lambda ana, things: ana.opens(path).reads(words)


def first_question(ana: Person, things: Things) -> None:
    ana.opens("/check").presses("Begin")
    ana.page.wait_for_url(lambda url: not url.endswith("/check"))


PAGES: dict[str, Callable[[Person, Things], object]] = {
    "mine": at("/mine"),
    "note": at("/mine/{note}"),
    "note being changed": at("/mine/{note}/edit"),
    "note being written": writing("/mine/new"),
    "who can read it": at("/mine/{note}/audience"),
    "ours": at("/ours"),
    "what is shared": at("/ours/{share}"),
    "account": at("/account"),
    "drawer": at("/drawer"),
    "thing in the drawer": at("/drawer/{kept}"),
    "before the check": heading("/check", "Your own part in this"),
    "question of the check": first_question,
    "taking along": heading("/along", "Take your things along"),
}
"""Kind of page -> the steps that lead to it, for somebody who is signed in with an open drawer."""
TELLING = (CANARY, "Your own part in this", "Take your things along")
WAYS = [
    [("click", "kept in memory", "network"), ("shift", "not kept", "cut")],
    [("click", "not kept", "cut"), ("shift", "kept in memory", "network")],
    [("click", "kept in memory", "cut"), ("shift", "not kept", "network")],
    [("click", "not kept", "network"), ("shift", "kept in memory", "cut")],
]
"""How, with the back/forward cache, with a network. Each page takes the next two: it meets both of everything, and
all pages together meet every mixture.
"""
CASES = [
    pytest.param(page, *way, id=f"{page}-{'-'.join(way)}") for each, page in enumerate(PAGES) for way in WAYS[each % 4]
]


@pytest.fixture(scope="module")
def things(server: Server) -> Things:
    said = json.loads(server.python(_THINGS.format(words=CANARY, browsers=3 * (len(CASES) + 20))))
    return Things({key: said[key] for key in ("note", "share", "kept")}, said["browsers"])


@pytest.fixture(scope="module")
def without_cache(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose Back always asks the server."""
    browser = playwright.chromium.launch(executable_path=program(), args=[*FLAGS, "--disable-back-forward-cache"])
    yield browser
    browser.close()


def there(ana: Person, page: str, things: Things) -> str:
    """Ana on the page, with the page itself and another one before it in her history. Returns its heading."""
    for _ in range(2):
        ana.opens("/help")
        PAGES[page](ana, things)
    ana.page.wait_for_function(AT_HAND, timeout=30_000)
    return ana.page.get_by_role("heading", level=1).first.inner_text()


def shows_nothing(ana: Person, title: str) -> None:
    text = ana.everything() + ana.page.title()
    assert [each for each in (*TELLING, title) if each in text] == []


def two_steps_back(ana: Person, title: str, *, cut: bool) -> None:
    for _ in range(2):
        if cut:
            with suppress(Error):  # the browser's own page for a page it cannot reach
                ana.page.go_back(wait_until="commit", timeout=3000)
        else:
            back(ana)
        shows_nothing(ana, title)


@pytest.mark.parametrize(("page", "way", "cache", "network"), CASES)
@told_again_if_late
def test_t20_leaving(
    request: pytest.FixtureRequest, town: Town, things: Things, page: str, way: str, cache: str, network: str
) -> None:
    # given
    town.watch.expect(NOT_FOUND, CUT)
    if cache == "not kept":
        town.chromium = request.getfixturevalue("without_cache")
    ana = things.signed_in(town.ana())
    title = there(ana, page, things)
    address = ana.page.url
    cut = network == "cut"
    if cut:
        ana.context.set_offline(True)
    # when
    goes(ana, way)
    # then: a plain page within a second, hidden within a tenth
    is_away(ana)
    expect(ana.page).to_have_title("Notes")
    shows_nothing(ana, title)
    # and: Back shows nothing, twice, nor does asking for the page again
    two_steps_back(ana, title, cut=cut)
    ana.context.set_offline(False)
    ana.page.goto(address)
    shows_nothing(ana, title)


def test_t20_the_way_out_is_never_covered(town: Town, things: Things) -> None:
    ana = things.signed_in(town.ana())
    for page, steps in PAGES.items():
        steps(ana, things)
        for size in SMALL_WINDOWS:
            ana.page.set_viewport_size({"width": size[0], "height": size[1]})
            for move in ("scrollTo(0, 0)", "scrollTo(0, document.body.scrollHeight)"):
                ana.page.evaluate(move)
                assert leave_covered(ana.page) == [], (page, size, move)


@pytest.mark.parametrize("network", ["network", "cut"])
@told_again_if_late
def test_t20_leaving_to_the_plain_page_somebody_chose(town: Town, things: Things, network: str) -> None:
    # given
    town.watch.expect(NOT_FOUND, CUT)
    ana = things.signed_in(town.ana())
    ana.opens("/leaving").picks("A recipe").presses("Keep this choice").reads("Chosen now")
    assert ana.page.get_by_role("radio", name="A recipe").is_checked()
    title = there(ana, "mine", things)
    ana.context.set_offline(network == "cut")
    # when
    goes(ana, "shift")
    # then
    is_away(ana, re.compile("/recipe$"))
    ana.reads("Lentil soup")
    shows_nothing(ana, title)
    two_steps_back(ana, title, cut=network == "cut")


OUTSIDE = "https://weather.example/today"
ONLINE = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true });"
"""A browser may call itself online where nothing can be reached, and the other way round on a machine of its own."""
CUTS = ["the browser knows", "the browser does not know", "no answer comes"]


def chose_outside(ana: Person) -> Person:
    ana.opens("/leaving").picks("Another page, such as").writes(OUTSIDE, "Its address").presses("Keep this choice")
    assert ana.page.get_by_role("link", name="See it").get_attribute("href") == OUTSIDE
    return ana


@pytest.mark.parametrize("cut", CUTS)
@told_again_if_late
def test_t20_an_outside_page_strands_nobody_without_a_network(town: Town, things: Things, cut: str) -> None:
    # given: another site was chosen, and nothing can be reached
    town.watch.expect(NOT_FOUND, CUT)
    ana = chose_outside(things.signed_in(town.ana()))
    if cut != "the browser knows":
        ana.page.add_init_script(ONLINE)
    title = there(ana, "mine", things)
    if cut == "no answer comes":
        ana.page.route("**/leave", lambda route: None)
    else:
        ana.context.set_offline(True)
    # when
    goes(ana, "shift")
    # then: a plain page of ours, and the other site is not asked (town looks)
    is_away(ana)
    ana.reads("Shopping")
    two_steps_back(ana, title, cut=cut == "the browser knows")


@pytest.mark.parametrize("scripts", [True, False])
def test_t20_an_outside_page_opens_where_there_is_a_network(
    chromium: Browser, server: Server, things: Things, scripts: bool
) -> None:
    # given: another site, played by us
    context = chromium.new_context(java_script_enabled=scripts)
    context.add_init_script(ONLINE)
    asked: list[dict[str, str]] = []

    def answers(route: Route) -> None:
        asked.append(route.request.all_headers())
        route.fulfill(body="<title>Weather</title>Rain", content_type="text/html")

    context.route("https://weather.example/**", answers)
    ana = chose_outside(things.signed_in(Person(context.new_page(), "Ana", "Ben", server.address)))
    ana.opens("/mine").reads(CANARY)
    assert asked == [], "it was asked for before anybody left"
    # when
    ana.presses("Leave now", "link")
    # then
    ana.page.wait_for_url(OUTSIDE)
    assert ana.page.title() == "Weather"
    assert [name for headers in asked for name in headers if name in ("referer", "cookie", "origin")] == []
    ana.holds_no("open-", "ses")
    with suppress(Error):  # Back to a page that asks for a sign-in
        ana.page.go_back()
    assert CANARY not in ana.everything()
    context.close()


BLOCKED = """
const refuse = () => { throw new DOMException("blocked", "SecurityError"); };
Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
for (const name of ["serviceWorker", "sendBeacon"]) Object.defineProperty(Navigator.prototype, name, { get: refuse });
for (const name of ["localStorage", "caches"]) Object.defineProperty(globalThis, name, { get: refuse });
globalThis.BroadcastChannel = class { constructor() { refuse(); } };
"""


@pytest.mark.parametrize("way", ["click", "shift"])
@told_again_if_late
def test_t20_leaving_with_every_cookie_blocked(town: Town, way: str) -> None:
    """A browser that refuses cookies refuses channels and stores too, by an error in the middle of a script."""
    town.watch.expect("script error: blocked|Uncaught|SecurityError")
    context = town.context()
    context.add_init_script(BLOCKED)
    context.route("**/*", lambda route: route.continue_(headers={**route.request.headers, "cookie": ""}))
    ana = town.ana(context).opens("/start").writes(CANARY, "Your name")
    ana.page.wait_for_function(AT_HAND, timeout=30_000)
    goes(ana, way)
    with within(2.0):
        ana.page.wait_for_url(PLAIN, timeout=2000, wait_until="commit")
    assert CANARY not in ana.everything()
    context.unroute_all(behavior="ignoreErrors")


CARD = """
name = "Germany"
gathered = "2026-11"
"""
LINE = """
[[line]]
need = "{need}"
call = ["0800 555 0100"]
from = "a page"
confirmed = true
"""


def test_help_of_ones_country_is_one_press_away_with_the_network_cut(chromium: Browser) -> None:
    """Numbers that whoever runs the server has put in."""
    server = Server()
    (server.home / "crisis").mkdir()
    lines = (LINE.format(need=need) for need in ("danger", "partner", "suicide", "substances"))
    (server.home / "crisis" / "DE.toml").write_text(CARD + "".join(lines))
    server.start()
    context = chromium.new_context()
    try:
        ana = Person(context.new_page(), "Ana", "Ben", server.address).opens("/help")
        ana.page.get_by_role("combobox").select_option("Germany")
        ana.presses("Show these").reads("0800 555 0100")
        ana.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        ana.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        ana.opens("/start")
        context.set_offline(True)
        ana.presses("Help", "link")
        ana.reads("0800 555 0100").reads("by whoever runs this server")
    finally:
        context.close()
        server.stop()
