"""Phone mode without a network: the server stays on loopback, and Chromium finds it under another name.

To a browser 127.0.0.1 is as good as https. A name over plain http is not, so pages at it miss what a phone on the home
network misses.
"""

from tests.live.server import Server

NAME = "hearken.lan"
FINDS_NAME = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
IGNORED = "Cross-Origin-Opener-Policy header has been ignored"
"""Chromium's own remark at an unencrypted address. The header stays: it is one table for every answer."""
MISSING = """() => ({
  secure: isSecureContext,
  there: ["serviceWorker", "clipboard", "wakeLock", "locks"].filter((name) => name in navigator)
    .concat(["randomUUID", "subtle"].filter((name) => crypto[name])),
})"""


def phone_server() -> Server:
    """`make phone` as far as a machine with nothing but loopback can have it."""
    server = Server({"HEARKEN_PHONE": "1", "HOST": "127.0.0.1"}, name=NAME)
    server.env["HEARKEN_ORIGIN"] = server.address
    return server
