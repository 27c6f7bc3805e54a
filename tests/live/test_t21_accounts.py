"""T21, accounts and spaces: nothing a person types or is given as theirs can be read on the disk or in the logs."""

import re
import secrets
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.page import Browser, token
from tests.live.server import Server
from tests.live.test_t21_raw_files import found

TYPED = ("passphrase", "device", "name", "title", "text", "gone", "later")
WRONG = ("wrong_name", "wrong_passphrase", "wrong_code")


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "tmp").mkdir()
    server = Server(env={"TMPDIR": str(tmp_path / "tmp")}).start()
    yield server
    server.stop()


def hidden(html: str) -> dict[str, str]:
    """The fields a form brings along, and what it offers."""
    return dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', html))


def signs_up(browser: Browser, c: dict[str, str]) -> str:
    _, html = browser.get("/account/new")
    fields = hidden(html) | {"passphrase": c["passphrase"], "device": c["device"]}
    status, _ = browser.post("/account/new", fields)
    assert status == 200
    assert "/account/passkeys/new" in browser.url
    return fields["name"]


def writes(browser: Browser, c: dict[str, str]) -> None:
    """A note that stays and is changed, one that is deleted, and a code for somebody else."""
    assert browser.submit("/mine/new", {"title": c["title"], "text": c["text"]})[0] == 200
    note = urllib.parse.urlsplit(browser.url).path
    assert browser.submit(f"{note}/edit", {"title": c["title"], "text": c["later"]})[0] == 200
    assert browser.submit("/mine/new", {"title": "", "text": c["gone"]})[0] == 200
    gone = urllib.parse.urlsplit(browser.url).path
    assert browser.submit(f"{gone}/delete", {})[0] == 200
    assert browser.submit("/ours/ask", {"name": c["name"]})[0] == 200


def goes_wrong(browser: Browser, c: dict[str, str]) -> None:
    """Forms that are not taken, with somebody's words in them."""
    wrong = {"name": c["wrong_name"], "passphrase": c["wrong_passphrase"]}
    assert browser.submit("/account/in", wrong)[0] == 422
    assert browser.submit("/account/reset", wrong | {"code": c["wrong_code"]})[0] == 422
    assert browser.post("/account/in", wrong)[0] == 403
    assert browser.get(f"/mine/{c['wrong_name']}?q={c['wrong_code']}")[0] in (200, 404)


def test_t21_nothing_of_an_account_is_readable_on_the_disk(own_server: Server, tmp_path: Path) -> None:
    canaries = {name: "Q" + secrets.token_hex(8) for name in TYPED + WRONG}
    ana, places = Browser(own_server.address), [own_server.home, tmp_path / "tmp"]
    canaries["sign_in_name"] = signs_up(ana, canaries)
    writes(ana, canaries)
    _, shown = ana.get(ana.url.removeprefix(own_server.address))
    code = re.search(r'<p class="code"><span class="vh">([^<]+)</span>', shown)
    assert code
    given = code.group(1).replace(" ", "").encode()
    session = next(each.value for each in ana.cookies if each.name == "session")
    canaries["session"] = session or ""
    goes_wrong(Browser(own_server.address), canaries)
    assert found(places, canaries) == []
    assert token(ana.get("/account")[1])
    assert "status=" in own_server.log.read_text(), "nothing was logged at all, so this proves nothing"
    own_server.kill()
    assert found(places, canaries) == []
    assert not [file.name for file in own_server.home.rglob("*") if file.is_file() and given in file.read_bytes()]
