"""From the landing page to the first mirrored sentence, in two real browsers: bytes, screens, taps, first paint.

    .venv/bin/python bench/first_dialogue.py [--quick] [--json]

It finds everything by its accessible name, as a person would. It must never skip a step a person has to take.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright  # noqa: E402
from report import Report, arguments  # noqa: E402

from tests.live.server import Server  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
PHONE = {"width": 360, "height": 740}
WAIT_MS = 10_000
SETTLE_MS = 250
"""Between two taps of one person: time for a waiting screen to be drawn, so that it is counted too."""
SLOW_BYTES = 400_000 / 8
SLOW_LATENCY_MS = 100
LINE = "When you came to the clinic with me, I felt less alone."
BACK = "When I came to the clinic with you, you felt less alone. Did I get that?"
SCREENS = """
(() => {
  const tell = () => {
    const plain = (each) => (each ? each.innerText.trim().replace(/\\s+/g, " ") : "");
    const title = plain(document.querySelector("h1"));
    const button = [...document.querySelectorAll("main .btn--fill")].find((each) => each.offsetParent);
    const strong = document.querySelector("[data-region=status] strong");
    if (title) window.benchScreen([title, plain(strong), plain(button)].join(" | "));
  };
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(tell, 60); };
  new MutationObserver(soon).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("load", soon);
})();
"""
PAINT = """() => new Promise((done) => {
  let at = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) at = each.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(at), 1500);
})"""


class Person:
    """One person on one phone: counts taps and screens, and weighs what comes over the network."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.taps = 0
        self.screens: list[str] = []
        self.weights: dict[str, int] = {}
        self.transfer = 0
        self.frames = 0
        self.context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
        self.context.set_default_timeout(WAIT_MS)
        self.context.expose_function("benchScreen", self._saw)
        self.context.add_init_script(SCREENS)
        self.page = self.context.new_page()
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        self._asked: dict[str, str] = {}
        line = self.context.new_cdp_session(self.page)
        line.on("Network.requestWillBeSent", self._asks)
        line.on("Network.requestServedFromCache", lambda each: self._asked.pop(each["requestId"], None))
        line.on("Network.responseReceived", self._answered)
        line.on("Network.dataReceived", self._weigh)
        line.on("Network.loadingFinished", self._came)
        line.send("Network.enable")
        self.page.goto(address)

    def _saw(self, screen: str) -> None:
        if not self.screens or self.screens[-1] != screen:
            self.screens.append(screen)

    def _frame(self, payload: Any) -> None:
        self.frames += len(payload)

    def tap(self, role: Any, name: str) -> None:
        """Press what is called so."""
        self._one(role, name).click()
        self.taps += 1
        self.page.wait_for_timeout(SETTLE_MS)

    def fill(self, name: str, text: str, nth: int = 0) -> None:
        """Touch a field and write. The keyboard's own taps are the person's words, not ours."""
        self.page.get_by_label(re.compile(name)).nth(nth).fill(text)
        self.taps += 1

    def write(self, text: str) -> None:
        """The one line this step asks for."""
        field = self.page.get_by_role("textbox").and_(self.page.locator("textarea:visible")).first
        field.fill(text)
        self.taps += 1

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def _one(self, role: Any, name: str) -> Locator:
        return self.page.get_by_role(role, name=re.compile(name)).first

    def _asks(self, each: Any) -> None:
        self._asked[each["requestId"]] = each["request"]["url"]

    def _answered(self, each: Any) -> None:
        if each["response"].get("fromDiskCache") or each["response"].get("fromServiceWorker"):
            self._asked.pop(each["requestId"], None)

    def _came(self, each: Any) -> None:
        """Bytes on the wire, headers and compression included."""
        if each["requestId"] in self._asked:
            self.transfer += int(each["encodedDataLength"])

    def _weigh(self, each: Any) -> None:
        """Bytes as the page gets them, so before any compression; what came from the cache weighs nothing."""
        if url := self._asked.get(each["requestId"]):
            key = f"{re.sub(r'^https?://[^/]+|[A-Za-z0-9_-]{20,}', '', url) or '/'} {each['requestId']}"
            self.weights[key] = self.weights.get(key, 0) + each["dataLength"]


def begin(ana: Person, ben: Person) -> None:
    """From the landing page to both in the room."""
    ana.tap("link", "Try a first dialogue")
    ana.fill("name|Name|call", "Ana", 0)
    ana.fill("name|Name|call", "Ben", 1)
    ana.tap("button", "Go on")
    ana.sees("type")
    code = "".join(ana.page.locator(".code [aria-hidden]").all_inner_texts()).replace(" ", "")
    ben.tap("link", "I have a code")
    ben.fill("code|Code", code)
    ben.tap("button", "Come in")
    ana.tap("button", "Yes, the same")


def speak(ana: Person, ben: Person) -> None:
    """From the private card to the first mirrored sentence on Ana's screen."""
    for person in (ana, ben):
        person.tap("button", "I am all right to begin")
    ana.tap("button", "^Ask Ben")
    ben.tap("button", "Yes, now")
    ana.write(LINE)
    ana.tap("button", "Send to Ben")
    ben.sees(LINE)
    ben.write(BACK)
    ben.tap("button", "Give it back to Ana")
    ana.sees(BACK)


def drive(report: Report, browser: Browser, address: str) -> tuple[Person, Person]:
    began = time.perf_counter()
    ana, ben = Person(browser, address), Person(browser, address)
    begin(ana, ben)
    speak(ana, ben)
    for person in (ana, ben):
        person.page.wait_for_timeout(SETTLE_MS)
    weights = [sum(person.weights.values()) for person in (ana, ben)]
    report.note("drive_seconds", time.perf_counter() - began)
    report.note("path_kb_first", weights[0] / 1000)
    report.note("path_kb_second", weights[1] / 1000)
    report.note("socket_kb_first", ana.frames / 1000)
    for key, size in sorted(ana.weights.items(), key=lambda each: -each[1]):
        print(f"         {size / 1000:7.1f} kB  {key.partition(' ')[0]}")
    report.judge("path_kb", max(ana.transfer, ben.transfer) / 1000)
    for person, who in ((ana, "first"), (ben, "second")):
        report.judge(f"screens_{who}", len(person.screens))
        report.judge(f"taps_{who}", person.taps)
        for screen in person.screens:
            print(f"         {screen}")
    return ana, ben


@contextmanager
def fresh(browser: Browser, cookies: Any = None) -> Iterator[Page]:
    """A page with nothing cached."""
    context: BrowserContext = browser.new_context(viewport=PHONE, storage_state=cookies)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def slow_down(page: Page) -> None:
    """400 kbit/s from here on."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"downloadThroughput": SLOW_BYTES, "uploadThroughput": SLOW_BYTES, "latency": SLOW_LATENCY_MS}
    line.send("Network.emulateNetworkConditions", {"offline": False} | speed)


def paints(report: Report, browser: Browser, address: str, ana: Person) -> None:
    with fresh(browser) as page:
        slow_down(page)
        page.goto(address, wait_until="load")
        report.judge("landing_lcp_s", page.evaluate(PAINT) / 1000)
    room, cookies = ana.page.url, ana.context.storage_state()
    ana.context.close()
    with fresh(browser, cookies) as page:
        page.goto(f"{address}/start", wait_until="load")  # who comes to the room has been here: its styles are cached
        slow_down(page)
        page.goto(room, wait_until="load")
        page.get_by_text(BACK).first.wait_for()
        report.judge("room_lcp_s", page.evaluate(PAINT) / 1000)


def main() -> int:
    asked = arguments("From landing to the first mirrored sentence.").parse_args()
    if not os.path.exists(CHROMIUM):
        print("Chromium is not installed, so there is nothing to measure.")
        return 1 if os.environ.get("CI") == "true" else 0
    report = Report("first_dialogue")
    server = Server({"DATABASE_URL": "", "PYTHONPATH": str(ROOT)}).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            ana, ben = drive(report, browser, server.address)
            ben.context.close()
            paints(report, browser, server.address, ana)
            browser.close()
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
    return report.close(as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
