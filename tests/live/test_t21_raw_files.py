"""T21: every file of the home folder and the server's log, searched raw for what two people wrote."""

import asyncio
import base64
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.page import Browser, pair
from tests.live.server import Server
from tests.live.story import Move, play

FIELDS = ["topic", "intention", "welcome", "send", "mirror", "park", "draft"]
FIELDS += ["start_name", "join_code", "return_secret", "url", "query"]


@pytest.fixture
def canaries() -> dict[str, str]:
    """128 random bits for each thing that is written."""
    return {name: "Q" + secrets.token_hex(16) for name in FIELDS}


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "tmp").mkdir()
    server = Server(env={"TMPDIR": str(tmp_path / "tmp")}).start()
    yield server
    server.stop()


def forms(canary: str) -> list[bytes]:
    """A canary as it might lie on a disk: plain, in UTF-16, in base64 at each of its three offsets, reversed hex."""
    plain = canary.encode()
    shifted = [base64.b64encode(b"\0" * n + plain)[4 * (n > 0) + 4 : -8] for n in range(3)]
    return [plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), plain.hex().encode(), *shifted]


def found(folders: list[Path], canaries: dict[str, str]) -> list[str]:
    hits = []
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            body = file.read_bytes()
            hits += [f"{name} in {file.name}" for name, c in canaries.items() if any(f in body for f in forms(c))]
    return hits


def test_the_search_itself_finds_what_is_there(tmp_path: Path, canaries: dict[str, str]) -> None:
    one = {"send": canaries["send"]}
    for text in forms(canaries["send"]):
        (tmp_path / "file").write_bytes(b"before " + text + b" after")
        assert found([tmp_path], one) == ["send in file"]
    for n in range(3):
        (tmp_path / "file").write_bytes(base64.b64encode(b"x" * n + canaries["send"].encode() + b"tail"))
        assert found([tmp_path], one) == ["send in file"]


def told(c: dict[str, str]) -> list[Move]:
    return [
        ("A", "read_card", {}),
        ("B", "read_card", {}),
        ("A", "request", {"kind": "small", "text": c["topic"], "number": 1}),
        ("B", "accept", {"number": 1}),
        ("A", "ready", {}),
        ("B", "ready", {}),
        ("A", "intend", {"text": c["intention"]}),
        ("B", "intend", {"text": c["welcome"]}),
        ("A", "park", {"text": c["park"]}),
        ("A", "send", {"text": c["send"]}),
        ("B", "mirror", {"text": c["mirror"]}),
    ]


def test_t21_words_are_sealed_while_it_goes_on_and_gone_after(
    own_server: Server, tmp_path: Path, canaries: dict[str, str]
) -> None:
    places = [own_server.home, tmp_path / "tmp"]

    async def story() -> None:
        a, b = await pair(own_server.address, own_server.doors(1)[0])
        await play({"A": a, "B": b}, told(canaries))
        await a.put({"t": "draft", "slot": "s", "text": canaries["draft"]})
        await a.put({"t": "ping"})
        await a.until("pong")
        await asyncio.to_thread(stir_errors, Browser(own_server.address), canaries)
        await asyncio.to_thread(refuses_a_flood, a.browser, canaries["return_secret"])
        assert found(places, canaries) == []
        if not os.environ.get("DATABASE_URL"):
            sealed = sqlite3.connect(own_server.home / "hearken.sqlite3")
            assert sealed.execute("SELECT count(*) FROM rooms_entry").fetchone()[0] > 10
            sealed.close()
        bodies = await asyncio.to_thread(own_server.python, DUMP)
        rows = bytes.fromhex(bodies.strip())
        assert len(rows) > 1000
        assert not [name for name, c in canaries.items() if any(f in rows for f in forms(c))]
        await a.do("end")
        await b.step("ended")
        await b.do("let_go")
        await asyncio.gather(a.ended(), b.ended())

    asyncio.run(story())
    if not os.environ.get("DATABASE_URL"):
        wal = own_server.home / "hearken.sqlite3-wal"
        assert wal.stat().st_size == 0, "the log was not cut after the erasure"
        with sqlite3.connect(own_server.home / "hearken.sqlite3") as left:
            assert left.execute("SELECT count(*) FROM rooms_entry").fetchone() == (0,)
    assert found(places, canaries) == []
    log = own_server.log.read_text()
    assert "status=" in log, "nothing was logged at all, so this proves nothing"
    own_server.kill()
    assert found(places, canaries) == []


DUMP = """
from hearken.rooms.models import Draft, Entry, RoomKey, Seat
rows = [*Entry.objects.values_list("body", flat=True), *Draft.objects.values_list("body", flat=True),
        *Seat.objects.values_list("name", flat=True), *RoomKey.objects.values_list("wrapped", flat=True)]
rows += [repr(row).encode() for row in Entry.objects.defer("body").values_list("op", "key", "stream")]
print(b"|".join(bytes(row) for row in rows).hex())
"""


def refuses_a_flood(browser: Browser, canary: str) -> None:
    """Six megabytes: a spooled body would lie in a file. The answer may be lost with the line, since it comes early."""
    try:
        status, _ = browser.submit("/return", {"secret": canary * 200_000})
    except OSError as cut:
        hung_up = isinstance(getattr(cut, "reason", cut), BrokenPipeError | ConnectionResetError)
        status = 413 if hung_up else 0
    assert status == 413


def stir_errors(browser: Browser, c: dict[str, str]) -> None:
    """Requests that fail in every way there is, each with somebody's words in it."""
    assert browser.submit("/join", {"code": c["join_code"]})[0] == 422
    assert browser.submit("/return", {"secret": c["return_secret"]})[0] == 404
    assert browser.submit("/start", {"mine": c["start_name"] * 3, "other": ""})[0] == 422
    assert browser.get(f"/{c['url']}?q={c['query']}")[0] == 404
    assert browser.get(f"/r/{c['url']}?q={c['query']}")[0] == 404
    assert browser.post("/return", {"secret": c["return_secret"]})[0] == 403
    assert browser.json(f"/r/{c['url']}/frames", {"hello": c["send"]}, "wrong")[0] == 403
