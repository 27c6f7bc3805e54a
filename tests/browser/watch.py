"""What the pages of a story asked for and complained of. Every story ends with a look at it.

It must never forgive by itself: a story that breaks something on purpose says which complaint it expects.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

REPORTS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content policy: ${event.effectiveDirective} ${event.blockedURI}`);
});
"""
CUT = (
    r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|NETWORK_CHANGED|ABORTED)"
    r"|WebSocket is closed before the connection is established"
)
"""What a browser says when the network is gone, or comes back while a page is trying by itself. Chromium says it by
itself; no script can keep it quiet."""
NOT_FOUND = "status of 404"
REFUSED_FORM = "status of 422"


@dataclass
class Watch:
    """Follows contexts. `expected`: patterns of complaints a story causes on purpose."""

    origin: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(REPORTS)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.said.append(f"script error: {error.error}"))
        context.on("page", self._opened)

    def expect(self, *patterns: str) -> None:
        self.expected.extend(patterns)

    def elsewhere(self) -> list[str]:
        """Addresses outside the own origin."""
        own = urlsplit(self.origin).netloc
        return [url for url in self.asked if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))]

    def complaints(self) -> list[str]:
        return [each for each in self.said if not any(re.search(pattern, each) for pattern in self.expected)]

    def _opened(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.asked.append(socket.url))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
