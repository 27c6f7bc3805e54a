"""T26: a card of help numbers that would show a gap is refused at the start, with its file and key.

A whole one is served, and the worker's table changes with it, so that phones fetch it.
"""

from pathlib import Path

import pytest

from tests.live.page import Browser
from tests.live.server import Server
from tests.live.test_t26_boot import refusal

NEED = """
[[line]]
need = "{need}"
call = ["{number}"]
from = "a page"
confirmed = true
"""


def card(name: str, number: str = "0800 555 0100") -> str:
    needs = ("danger", "partner", "suicide", "substances")
    return f'name = "{name}"\ngathered = "2026-11"\n' + "".join(NEED.format(need=need, number=number) for need in needs)


def edited(server: Server, file: str, text: str) -> Path:
    folder = server.home / "crisis"
    folder.mkdir(exist_ok=True)
    (folder / file).write_text(text)
    return folder / file


@pytest.mark.parametrize(
    ("file", "text", "names"),
    [
        ("UK.toml", card("United Kingdom", "call us"), ("crisis/UK.toml", "line 1", "call")),
        ("UK.toml", card("United Kingdom").replace("gathered", "checked"), ("crisis/UK.toml", "checked")),
        ("DE.toml", card("Germany").replace('"2026-11"', '"soon"'), ("crisis/DE.toml", "gathered")),
        ("DE.toml", 'name = "Germany', ("DE.toml", "not TOML")),
        ("Germany.toml", card("Germany"), ("crisis/Germany.toml", "two capital letters")),
    ],
)
def test_t26_a_broken_help_card_is_refused_with_its_file_and_key(file: str, text: str, names: tuple[str, ...]) -> None:
    server = Server()
    edited(server, file, text)
    line = refusal(server)
    for name in (*names, "docs/how-to/help-numbers.md"):
        assert name in line
    assert not (server.home / "hearken.sqlite3").exists(), "it was opened before it was refused"


def test_a_whole_help_card_is_served_and_phones_are_given_it() -> None:
    server = Server({"HEARKEN_COUNTRY": "DE"}).start()
    try:
        before = Browser(server.address).get("/worker.js")[1]
        server.stop()
        edited(server, "DE.toml", card("Germany"))
        edited(server, "UK.toml", card("United Kingdom", "0800 555 0199"))
        server.start()
        browser = Browser(server.address)
        page = browser.get("/help")[1]
        assert '<option value="DE" selected>' in page
        assert "tel:08005550100" in page
        assert "by whoever runs this server" in page
        assert "tel:08005550199" in browser.get("/help?country=UK")[1]
        after = browser.get("/worker.js")[1]
        assert '"/help?country=DE"' in after
        assert after.partition('"version": ')[2][:14] != before.partition('"version": ')[2][:14]
    finally:
        server.stop()
