"""What an operator meets: the first start, a second start, a busy port, a lost root key, a new root key."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.live.server import Server

JOURNAL = """
from hearken.rooms.models import Room
from hearken.rooms.queries import NoRoom, open_room
for room in Room.objects.all():
    try:
        print(open_room(room.pk).seats["A"].name)
    except NoRoom:
        print("nothing")
"""


def hearken(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hearken", *words]
    return subprocess.run(command, env=server.env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture
def served() -> Iterator[Server]:
    server = Server().start()
    yield server
    server.stop()


def test_one_home_is_served_once(served: Server) -> None:
    second = hearken(served, "serve")
    assert second.returncode == 2
    assert f"process {served.process.pid if served.process else ''}" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite lives in one home; run again by tests.postgres")
def test_one_database_is_served_once(served: Server) -> None:
    elsewhere = Server()
    elsewhere.env["DATABASE_URL"] = served.env["DATABASE_URL"]
    second = hearken(elsewhere, "serve")
    assert second.returncode == 2
    assert "already serves this database" in second.stderr


def test_a_busy_port_is_said_and_the_next_free_one_taken() -> None:
    server = Server()
    with socket.create_server(("127.0.0.1", server.port)):
        log = server.home / "log"
        with log.open("w") as out:
            env = server.env | {"HEARKEN_DEMO": "1"}
            process = subprocess.Popen([sys.executable, "-m", "hearken", "serve"], env=env, cwd=ROOT, stdout=out)
        try:
            until = 0
            while "Stop with" not in log.read_text() and process.poll() is None and until < 2400:
                until += 1
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(0.05)
            said = log.read_text()
        finally:
            process.terminate()
            process.wait(30)
    assert f"Port {server.port} is busy" in said
    assert "Ana's door  http://127.0.0.1:" in said
    assert "Ben's door  http://127.0.0.1:" in said
    assert "On your own, with a scripted Ben  http://127.0.0.1:" in said


def test_a_lost_root_key_is_never_replaced_in_silence(served: Server) -> None:
    served.room()
    served.stop()
    (served.home / "root.key").unlink()
    again = hearken(served, "serve")
    assert again.returncode == 2
    assert "root key file is missing" in again.stderr
    assert not (served.home / "root.key").exists()


def test_t26_a_root_key_that_others_may_read_stops_the_start(served: Server) -> None:
    served.stop()
    os.chmod(served.home / "root.key", 0o644)
    assert hearken(served, "serve").returncode == 2


@pytest.mark.parametrize(("name", "value"), [("PORT", "none"), ("HEARKEN_ABSENCE_SECONDS", "0"), ("HEARKEN_DEMO", "?")])
def test_t26_a_bad_setting_is_named_and_its_value_is_not(name: str, value: str) -> None:
    server = Server(env={name: value})
    refused = hearken(server, "serve")
    assert refused.returncode == 2
    assert name in refused.stderr
    assert "Traceback" not in refused.stderr


def test_t23_a_new_root_key_opens_what_the_old_one_did(served: Server) -> None:
    served.room()
    served.stop()
    done = hearken(served, "rotate")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 left")
    old, new = served.home / "root.key", served.home / "root.key.next"
    old.rename(served.home / "offline.key")
    new.rename(old)
    assert served.python(JOURNAL).split() == ["Ana"]
    served.start()
