"""From the landing page to the first mirrored sentence, in every shape: bytes, screens, taps, letters, first paint.

    .venv/bin/python bench/first_dialogue.py [--quick] [--json]

It finds everything by its accessible name, as a person would. It must never skip a step a person has to take. Minutes
are modelled, not measured: reading every line that comes into view for the
first time, a pause for each tap, and time to speak each line.
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
  const inView = (main) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement: held } = node;
      if (!held.checkVisibility() || held.closest(".vh, template, script, .past__log")) continue;
      range.selectNodeContents(node);
      const { top, bottom } = range.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) lines.push(node.textContent.trim());
    }
    return lines;
  };
  const tell = () => {
    const plain = (each) => (each ? each.innerText.trim().replace(/\\s+/g, " ") : "");
    const title = plain(document.querySelector("h1"));
    const button = [...document.querySelectorAll("main .btn--fill")].find((each) => each.offsetParent);
    const strong = document.querySelector("[data-region=status] strong");
    const lines = inView(document.querySelector("main"));
    if (title) window.benchScreen([title, plain(strong), plain(button)].join(" | "), lines);
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


READ_WORDS_A_MINUTE = 200  # slower than the 238 of silent readers (Brysbaert 2019): this is a tired evening
TAP_S = 2.0
LINE_S = 20.0  # to find and say one line; practitioners ask for about 15 (Rock Solid Relationships)


class Person:
    """One person on one phone: counts taps, letters and screens, and weighs what comes over the network.

    On a phone for two, `whose` says who looks at it: both of them, or one alone.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.taps = 0
        self.letters = 0
        self.spoken = 0
        self.whose = "both"
        self.screens: list[str] = []
        self.seen: dict[str, int] = {"both": 0}
        self.words = 0
        self.read: set[str] = set()
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

    def _saw(self, screen: str, lines: list[str]) -> None:
        if not self.screens or self.screens[-1] != screen:
            self.screens.append(screen)
            self.seen[self.whose] = self.seen.get(self.whose, 0) + 1
            self.words += sum(len(line.split()) for line in set(lines) - self.read)
            self.read |= set(lines)

    def minutes(self) -> float:
        """Modelled: reading, tapping, and the lines that were said."""
        return self.words / READ_WORDS_A_MINUTE + (self.taps * TAP_S + self.spoken * LINE_S) / 60

    def most_screens(self) -> int:
        """Of one person: those for both, and those for that person alone."""
        return self.seen["both"] + max((count for who, count in self.seen.items() if who != "both"), default=0)

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
        self.letters += len(text)

    def pick(self, name: str) -> None:
        self.page.get_by_role("radio", name=re.compile(name)).first.check(force=True)
        self.taps += 1

    def says(self, name: str) -> None:
        """A line said aloud, and the one tap after it."""
        self.spoken += 1
        self.tap("button", name)

    def write(self, text: str) -> None:
        """The one line this step asks for."""
        field = self.page.get_by_role("textbox").and_(self.page.locator("textarea:visible")).first
        field.fill(text)
        self.taps += 1
        self.letters += len(text)

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


def begin(ana: Person, ben: Person, how: str) -> None:
    """From the landing page to both in the room."""
    ana.tap("link", "Try a first dialogue")
    ana.fill("name|Name|call", "Ana", 0)
    ana.fill("name|Name|call", "Ben", 1)
    ana.pick(how)
    ana.tap("button", "Go on")
    ana.sees("type")
    code = "".join(ana.page.locator(".code [aria-hidden]").all_inner_texts()).replace(" ", "")
    ben.tap("link", "I have a code")
    ben.fill("code|Code", code)
    ben.tap("button", "Come in")
    ana.tap("button", "Yes, the same")
    for person in (ana, ben):
        person.tap("button", "I am all right to begin")
    ana.tap("button", "^Ask Ben")
    ben.tap("button", "Yes, now")


def written(ana: Person, ben: Person) -> None:
    """The first line, and the line said back."""
    ana.write(LINE)
    ana.tap("button", "Send to Ben")
    ben.sees(LINE)
    ben.write(BACK)
    ben.tap("button", "Give it back to Ana")
    ana.sees(BACK)


def aloud(ana: Person, ben: Person) -> None:
    ana.says("I have said it")
    ben.says("I have said it back")
    ana.sees("Did")


def sofa(two: Person) -> None:
    """One phone, not a letter typed: to the first line said back."""
    two.tap("link", "Try a first dialogue")
    two.tap("button", "Go on")
    two.tap("button", "A begins")
    for who, asks in (("A", "^Ask B"), ("B", "Yes, now")):
        two.whose = who
        two.tap("button", f"I am {who}")
        two.tap("button", "I am all right to begin")
        if who == "B":
            two.page.wait_for_timeout(SETTLE_MS)
            two.whose = "both"
        two.tap("button", asks)
    two.says("A has said it")
    two.says("B has said it back")
    two.sees("A, did B get that")


def rest_of_the_evening(two: Person) -> None:
    """The appreciation to its end, in both turns, and let go."""
    for sender, receiver in (("A", "B"), ("B", "A")):
        for _ in range(2):
            two.tap("button", "Yes, you got it")
            two.says(f"{sender} has said it")
            two.says(f"{receiver} has said it back")
        two.tap("button", "Yes, you got it")
        two.says(f"{receiver} has said it")
        two.tap("button", "Yes, that is it")
        two.says(f"{sender} has thanked {receiver}")
        two.says(f"{receiver} has thanked {sender}")
        if sender == "A":
            two.tap("button", "Change places now")
            two.says("B has said it")
            two.says("A has said it back")
    two.tap("button", "Enough for today")
    for who in ("A", "B"):
        two.tap("button", f"I am {who}")
        two.pick("Let go")
        two.tap("button", "Finish")
    two.sees("It was said and heard")


def one_phone(report: Report, browser: Browser, address: str) -> None:
    two = Person(browser, address)
    sofa(two)
    two.page.wait_for_timeout(SETTLE_MS)
    for screen in two.screens:
        print(f"         {screen}")
    report.judge("one_aloud_screens", two.most_screens())
    report.judge("one_aloud_taps", two.taps)
    report.judge("one_aloud_letters", two.letters)
    report.judge("one_aloud_first_mirror_min", two.minutes())
    rest_of_the_evening(two)
    report.judge("one_aloud_whole_min", two.minutes())
    two.context.close()


def two_phones(report: Report, browser: Browser, address: str) -> None:
    ana, ben = Person(browser, address), Person(browser, address)
    begin(ana, ben, "Two phones")
    names = ana.letters
    aloud(ana, ben)
    report.judge("two_aloud_letters", ana.letters - names + ben.letters - 6)  # names may be left out, a code scanned
    for person, who in ((ana, "first"), (ben, "second")):
        report.judge(f"two_aloud_screens_{who}", len(person.screens))
        report.judge(f"two_aloud_taps_{who}", person.taps)
        person.context.close()


def drive(report: Report, browser: Browser, address: str) -> tuple[Person, Person]:
    """Two places, in writing: the heaviest way."""
    began = time.perf_counter()
    ana, ben = Person(browser, address), Person(browser, address)
    begin(ana, ben, "Two places")
    written(ana, ben)
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
        report.note(f"letters_{who}", person.letters)
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
            one_phone(report, browser, server.address)
            two_phones(report, browser, server.address)
            paints(report, browser, server.address, ana)
            browser.close()
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
    return report.close(as_json=asked.json)


if __name__ == "__main__":
    sys.exit(main())
