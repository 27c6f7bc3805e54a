"""`make phone`: which address it takes, what it refuses, what it says, and that it answers to one name alone."""

import http.client
import io
import signal
import socket
from collections.abc import Iterator
from contextlib import redirect_stdout
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from hearken.lib import env
from hearken.ops import phone
from hearken.ops.serve import Stop
from tests.browser.named import phone_server
from tests.live.page import Browser
from tests.live.server import Server
from tests.live.test_operator import hearken

WLAN, DOCKER, FAR = IPv4Address("192.168.1.20"), IPv4Address("172.17.0.1"), IPv4Address("8.8.4.4")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine in a home network, with nothing set."""
    for name in ("HOST", "HEARKEN_ORIGIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(phone, "_routed", lambda: WLAN)
    monkeypatch.setattr(phone, "_interfaces", lambda: {IPv4Address("127.0.0.1"): "lo", WLAN: "wlan0", DOCKER: "br0"})
    return monkeypatch


def refused() -> str:
    with pytest.raises((Stop, env.BadSetting)) as said:
        phone.choose()
    return str(said.value)


def test_the_address_that_leads_out_is_taken(network: pytest.MonkeyPatch) -> None:
    assert phone.choose() == "192.168.1.20"


def test_without_a_way_out_the_only_private_address_is_taken(network: pytest.MonkeyPatch) -> None:
    network.setattr(phone, "_routed", lambda: None)
    network.setattr(phone, "_interfaces", lambda: {IPv4Address("127.0.0.1"): "lo", FAR: "eth0", DOCKER: "br0"})
    assert phone.choose() == "172.17.0.1"


def test_of_several_without_a_way_out_one_has_to_be_named(network: pytest.MonkeyPatch) -> None:
    network.setattr(phone, "_routed", lambda: None)
    said = refused()
    assert "192.168.1.20, 172.17.0.1" in said
    assert "HOST=" in said


def test_asking_for_the_way_out_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = []

    class Probe(socket.socket):
        def __init__(self, family: int, kind: int) -> None:
            kinds.append(kind)
            super().__init__(family, kind)

        def send(self, *_: object) -> int:
            raise AssertionError("something was sent")

        sendto = sendmsg = sendall = send  # type: ignore[assignment]

    monkeypatch.setattr(socket, "socket", Probe)
    found = phone._routed()
    assert kinds == [socket.SOCK_DGRAM]  # connecting one only asks the routing table
    assert found is None or not found.is_loopback


@pytest.mark.parametrize("found", [{}, {IPv4Address("127.0.0.1"): "lo"}, {FAR: "eth0"}])
def test_with_nothing_but_loopback_it_says_so(network: pytest.MonkeyPatch, found: dict[IPv4Address, str]) -> None:
    network.setattr(phone, "_routed", lambda: None)
    network.setattr(phone, "_interfaces", lambda: found)
    assert refused() == "No network found. Connect to your Wi-Fi, or use make run."


@pytest.mark.parametrize("far", ["8.8.4.4", "100.64.0.7", "224.0.0.1", "240.0.0.1"])
def test_t26_a_public_address_is_refused(network: pytest.MonkeyPatch, far: str) -> None:
    network.setattr(phone, "_routed", lambda: IPv4Address(far))
    said = refused()
    assert f"{far} is not a private address" in said
    assert "not encrypted" in said


@pytest.mark.parametrize("near", ["10.1.2.3", "172.16.0.9", "192.168.178.4", "169.254.3.4"])
def test_a_home_address_is_taken(network: pytest.MonkeyPatch, near: str) -> None:
    network.setattr(phone, "_routed", lambda: IPv4Address(near))
    assert phone.choose() == near


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1", "No network found"),
        ("0.0.0.0", "not all of them"),
        ("laptop", "in numbers"),
        ("::", "in numbers"),
        ("192.168.203.77", "not an address of this machine"),
    ],
)
def test_t26_a_host_that_cannot_serve_phones_is_refused(network: pytest.MonkeyPatch, host: str, words: str) -> None:
    network.setenv("HOST", host)
    assert words in refused()


@pytest.mark.parametrize("origin", ["https://talk.example.org", "HTTPS://talk.example.org", "talk.example.org"])
def test_t26_an_encrypted_address_contradicts_it(network: pytest.MonkeyPatch, origin: str) -> None:
    network.setenv("HEARKEN_ORIGIN", origin)
    assert "HEARKEN_ORIGIN" in refused()
    assert origin not in refused()


def test_a_named_address_has_to_keep_its_port(network: pytest.MonkeyPatch) -> None:
    assert phone.origin("192.168.1.20", 8000, 8001) == "http://192.168.1.20:8001"
    network.setenv("HEARKEN_ORIGIN", "http://laptop.local:8000")
    assert phone.origin("192.168.1.20", 8000, 8000) == "http://laptop.local:8000"
    with pytest.raises(Stop, match="8000 is busy"):
        phone.origin("192.168.1.20", 8000, 8001)


def said(encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(raw, encoding=encoding)) as out:
        phone.say("http://192.168.1.20:8000", "192.168.1.20", Path("/srv/hearken"))
        out.flush()
        return raw.getvalue().decode(encoding)


def test_it_says_what_to_know(network: pytest.MonkeyPatch) -> None:
    words = said()
    for each in (
        "Hearken is at http://192.168.1.20:8000\n",
        phone.square("http://192.168.1.20:8000", coloured=False),
        "This is not encrypted: anyone on the same Wi-Fi could read along.",
        "behind https",
        "Auto-Lock",
        "Screen timeout",
        "Rooms are kept in /srv/hearken.",
        "172.17.0.1 (br0)",
        "Stop with Ctrl-C.",
    ):
        assert each in words
    assert "(wlan0)" not in words
    assert "127.0.0.1" not in words


def test_the_square_keeps_its_colours_on_a_terminal() -> None:
    lines = phone.square("http://192.168.1.20:8000", coloured=True).splitlines()
    assert len(lines) > 10
    assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in lines)


def test_a_terminal_without_block_characters_gets_the_address(network: pytest.MonkeyPatch) -> None:
    words = said("ascii")
    assert "Hearken is at http://192.168.1.20:8000\n" in words
    assert "Stop with Ctrl-C." in words


@pytest.fixture(scope="module")
def named() -> Iterator[Server]:
    running = phone_server().start()
    yield running
    running.stop()


def ask(server: Server, method: str, path: str, host: str, **headers: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request(method, path, headers={"Host": host} | headers)
    with line.getresponse() as answer:
        return answer.status


def test_t17_it_answers_to_its_name_alone(named: Server) -> None:
    own = named.address.removeprefix("http://")
    assert ask(named, "GET", "/", own) == 200
    for other in (f"127.0.0.1:{named.port}", f"localhost:{named.port}", f"[::1]:{named.port}", "far.example", "*"):
        assert ask(named, "GET", "/", other) == 400, other


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
TICKET = """
from hearken.rooms.hub import Holder
from hearken.rooms.tickets import issue
print(issue(Holder("{room}", "{handle}", 1), clock.now()))
"""


def test_t17_sockets_and_leaving_are_for_its_own_pages_alone(named: Server) -> None:
    own, door = named.address.removeprefix("http://"), named.doors(1)[0]["A"]
    cookies = f"seat-{door.handle}={door.cookie}; open-{door.handle}=1"
    ticket = named.python(TICKET.format(room=door.room_id, handle=door.handle)).strip()
    live = f"/live?ticket={ticket}"
    for other in (f"http://127.0.0.1:{named.port}", f"https://{own}", "http://hearken.lan", "http://far.example"):
        assert ask(named, "GET", live, own, Origin=other, **UPGRADE) == 403, other
        assert ask(named, "POST", f"/r/{door.handle}/lock", own, Origin=other, Cookie=cookies) == 403, other
    assert ask(named, "GET", live, own, Origin=named.address, **UPGRADE) == 101
    assert ask(named, "POST", f"/r/{door.handle}/lock", own, Origin=named.address, Cookie=cookies) == 204


def test_its_cookies_are_what_an_unencrypted_page_can_hold(named: Server) -> None:
    line = http.client.HTTPConnection("127.0.0.1", named.port, timeout=30)
    line.request("GET", "/start", headers={"Host": named.address.removeprefix("http://")})
    cookie = line.getresponse().headers["Set-Cookie"]
    assert cookie.startswith("csrf=")
    assert "Secure" not in cookie


def test_a_forwarded_address_is_not_believed(named: Server) -> None:
    own = named.address.removeprefix("http://")
    form = {"Cookie": f"csrf={'a' * 32}", "X-CSRFToken": "a" * 32, "Origin": named.address}
    form["Content-Type"] = "application/x-www-form-urlencoded"

    def guess(count: int) -> int:
        line = http.client.HTTPConnection("127.0.0.1", named.port, timeout=30)
        line.request("POST", "/join", "code=K7M2P4", {"Host": own, "X-Forwarded-For": f"10.0.0.{count}"} | form)
        return line.getresponse().status

    assert [guess(count) for count in range(12)][-1] == 429


def test_t21_what_it_prints_holds_no_secret(named: Server) -> None:
    named.doors(1)
    printed = named.log.read_text().partition("Stop with Ctrl-C.")[0]
    square = phone.square(named.address, coloured=False)
    assert f"Hearken is at {named.address}\n\n{square}\n" in printed
    assert "This is not encrypted" in printed
    known = [*phone.WORDS.format(home=named.home).splitlines(), *square.splitlines()]
    more = ("Hearken is at http://hearken.lan:", "If a phone does not find it", "To use another one")
    assert [line for line in printed.splitlines() if line not in known and not line.startswith(more)] == []


def test_ctrl_c_ends_it_quietly() -> None:
    server = phone_server().start()
    assert server.process
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(30) == 0
    assert server.log.read_text().endswith("Stop with Ctrl-C.\n")


def test_the_demonstration_stays_out_of_it() -> None:
    server = phone_server()
    server.env["HEARKEN_DEMO"] = "1"
    server.start()
    try:
        assert "door" not in server.log.read_text()
    finally:
        server.stop()


@pytest.mark.parametrize("setting", [{"HEARKEN_ORIGIN": "https://talk.example.org"}, {"HOST": "127.0.0.1"}])
def test_t26_a_refusal_is_said_and_nothing_is_served(setting: dict[str, str]) -> None:
    server = Server({"HEARKEN_PHONE": "1", "HEARKEN_ORIGIN": ""} | setting)
    said = hearken(server, "serve")
    assert said.returncode == 2
    assert said.stdout == ""
    assert "Traceback" not in said.stderr
    assert not (server.home / "root.key").exists()


def test_pages_say_that_they_are_not_encrypted(named: Server) -> None:
    warning = "This address is not encrypted."
    own = named.address.removeprefix("http://")
    for path in ("/", "/start", "/join", "/who-can-see-what"):
        line = http.client.HTTPConnection("127.0.0.1", named.port, timeout=30)
        line.request("GET", path, headers={"Host": own})
        assert warning in line.getresponse().read().decode(), path
    plain = Server().start()
    try:
        for path in ("/", "/start", "/join", "/who-can-see-what"):
            assert warning not in Browser(plain.address).get(path)[1], path
    finally:
        plain.stop()
