"""T15: every answer wears the full set of headers: pages, files, every kind of refusal, and the server's own words."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from hearken.web.headers import security_headers
from tests.live.page import Browser, Page
from tests.live.server import Server

from .conftest import routes

BANNER = re.compile(rb"uvicorn|python|django|whitenoise|websockets|httptools|hearken/", re.IGNORECASE)
FILES = ("css/base.css", "css/tokens.css", "js/exit.js", "img/icon.svg")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def page(server: Server) -> Page:
    return Page.at(server.address, server.doors(1)[0]["A"])


Answer = tuple[int, list[tuple[str, str]], bytes]


def ask(server: Server, raw: bytes) -> Answer:
    """What the server says to these very bytes: status, headers, body. It may say it before it has them all."""
    said = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(raw)
        with suppress(ConnectionResetError):
            while (b"\r\n\r\n" not in said or not _whole(said)) and (piece := line.recv(65536)):
                said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = [(name.strip().lower(), value.strip()) for name, _, value in (each.partition(":") for each in rest)]
    return int(first.split()[1]), headers, body


def _whole(said: bytes) -> bool:
    head, _, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n") or b" 204 " in head[:20]


def request(server: Server, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {headers.pop('Host', f'127.0.0.1:{server.port}')}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += ["Connection: close", f"Content-Length: {len(body)}", "", ""]
    return ask(server, "\r\n".join(lines).encode() + body)


def well_dressed(answer: Answer, status: int | None = None) -> None:
    code, headers, body = answer
    assert status is None or code == status, f"{code}, not {status}"
    for name, value in security_headers():
        assert [found for key, found in headers if key == name.lower()] == [value], f"{name} on a {code}"
    assert [key for key, _ in headers if key == "cache-control"], f"cache-control on a {code}"
    told = dict(headers)
    assert "unsafe-inline" not in told["content-security-policy"]
    assert "unsafe-eval" not in told["content-security-policy"]
    assert "server" not in told
    assert "x-powered-by" not in told
    for key, value in headers:
        assert not BANNER.search(f"{key}: {value}".encode()), f"{key}: {value}"
    if code >= 400:
        assert not re.search(rb"uvicorn|django|Traceback|python", body, re.IGNORECASE), body[:200]


def test_t15_the_table_is_the_one_we_promised() -> None:
    table = dict(security_headers())
    assert set(table) >= {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
    }
    directives = dict(each.strip().split(" ", 1) for each in table["Content-Security-Policy"].split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT", "BREW"])
def test_t15_every_route(server: Server, page: Page, method: str) -> None:
    cookies = "; ".join(f"{each.name}={each.value}" for each in page.browser.cookies)
    for route in routes():
        for handle in (page.handle, "nobody"):
            well_dressed(request(server, route.path(handle), method, Cookie=cookies))


@pytest.mark.parametrize("file", FILES)
def test_t15_files(server: Server, file: str) -> None:
    well_dressed(request(server, f"/static/{file}"), 200)
    well_dressed(request(server, f"/static/{file}", "POST"))
    well_dressed(request(server, f"/static/{file}", If_Modified_Since="Wed, 01 Jan 2200 00:00:00 GMT"))
    well_dressed(request(server, f"/static/{file}.map"), 404)
    well_dressed(request(server, f"/static/{file}", Range="bytes=5-9"))
    well_dressed(request(server, "/static/../../etc/passwd"), 404)


def test_t15_refusals_of_every_kind(server: Server, page: Page) -> None:
    well_dressed(request(server, "/", Host="elsewhere.example"), 400)
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    well_dressed(request(server, "/return", "POST", b"secret=x", **form), 403)
    well_dressed(request(server, "/no-such-page"), 404)
    well_dressed(request(server, "/csp-report"), 405)
    cookie = "; ".join(f"{each.name}={each.value}" for each in page.browser.cookies)
    form["Cookie"] = cookie
    well_dressed(request(server, "/return", "POST", b"secret=" + b"x" * (100 << 10), **form), 413)
    well_dressed(request(server, "/return", "POST", b"secret=" + b"x" * (1 << 20), **form), 413)
    chunks = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(8)) + b"0\r\n\r\n"
    lines = ["POST /return HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Content-Type: {form['Content_Type']}"]
    lines += [f"Cookie: {cookie}", "Transfer-Encoding: chunked", "Connection: close", "", ""]
    well_dressed(ask(server, "\r\n".join(lines).encode() + chunks), 413)


def test_t15_a_huge_body_is_refused_before_it_has_come(server: Server, page: Page) -> None:
    """Taken in whole it would fill the memory, and lie in a temporary file in the clear."""
    cookie = "; ".join(f"{each.name}={each.value}" for each in page.browser.cookies)
    lines = ["POST /return HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Cookie: {cookie}"]
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {1 << 30}", "Connection: close"]
    well_dressed(ask(server, "\r\n".join([*lines, "", "secret=x"]).encode()), 413)


def test_t15_too_many_tries(server: Server) -> None:
    browser, status = Browser(server.address), 0
    for _ in range(12):
        status, _ = browser.submit("/join", {"code": "ABCDEF"})
    assert status == 429
    cookies = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', browser.get("/join")[1])
    assert token
    body = f"code=ABCDEF&csrfmiddlewaretoken={token[1]}".encode()
    kind = "application/x-www-form-urlencoded"
    well_dressed(request(server, "/join", "POST", body, Content_Type=kind, Cookie=cookies), 429)


def test_t15_an_error_of_ours() -> None:
    """The database has lost its tables: a page asks, and nobody finds out what with."""
    broken = Server().start()
    try:
        door = broken.doors(1)[0]["A"]
        page = Page.at(broken.address, door)
        broken.python(
            "from django.db import connection\n"
            "cursor = connection.cursor()\n"
            "cursor.execute('ALTER TABLE rooms_seat RENAME TO rooms_elsewhere')"
        )
        try:
            cookies = "; ".join(f"{each.name}={each.value}" for each in page.browser.cookies)
            well_dressed(request(broken, f"/r/{page.handle}", Cookie=cookies), 500)
        finally:
            broken.python(
                "from django.db import connection\n"
                "cursor = connection.cursor()\n"
                "cursor.execute('ALTER TABLE rooms_elsewhere RENAME TO rooms_seat')"
            )
    finally:
        broken.stop()


NOT_HTTP = [b"\x16\x03\x01\x02\x00\x01\x00\x01", b"HELLO", b"GET / HTTP/9.9", b"GET / HTTP/1.1\r\nA B: c"]


@pytest.mark.parametrize("raw", NOT_HTTP)
def test_t15_what_is_not_http(server: Server, raw: bytes) -> None:
    well_dressed(ask(server, raw + b"\r\n\r\n"), 400)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/live", {}),
        ("/live?ticket=x", {}),
        ("/elsewhere", {}),
        ("/live", {"Sec_WebSocket_Key": "short"}),
        ("/live", {"Sec_WebSocket_Version": "7"}),
        ("/live", {"Origin": "null"}),
    ],
)
def test_t15_refused_sockets(server: Server, path: str, change: dict[str, str]) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Origin": server.address,
    }
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in (headers | change).items()]
    answer = ask(server, "\r\n".join([*lines, "", ""]).encode())
    assert answer[0] in (400, 403, 426)
    well_dressed(answer)
