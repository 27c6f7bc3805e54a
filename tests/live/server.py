"""A real server in a process of its own, on loopback, with a home folder that outlives a crash."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 120.0
_ROOMS = """
from hearken.rooms import access, actions, demo
from hearken.vault import tokens
for _ in range({count}):
    for seat in actions.begin(demo.NAMES, clock.now(), both_seats=True, aloud={aloud}).seats.values():
        print(seat.pk, access.return_secret(seat), "1." + tokens.sign("seat", seat.pk, "1"), seat.room_id)
"""


class Door(NamedTuple):
    """A way into a taken seat: its return secret, and the cookie of its first device."""

    handle: str
    secret: str
    cookie: str
    room_id: str


Doors = dict[str, Door]


class Server:
    """`hearken serve` as an operator would run it. `env` adds settings; `wrap` is put before the command line.

    `module` and its arguments: what Python runs. `name`: what it is called, where that is not its address.
    """

    def __init__(
        self,
        env: dict[str, str] | None = None,
        wrap: tuple[str, ...] = (),
        module: tuple[str, ...] = ("hearken", "serve"),
        name: str = "127.0.0.1",
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="hearken-live-"))
        self.port = free_port()
        self.address = f"http://{name}:{self.port}"
        self.health = urllib.request.Request(f"http://127.0.0.1:{self.port}/health", headers={"Host": name})
        here = {"HEARKEN_HOME": str(self.home), "PORT": str(self.port)}
        if shared := os.environ.get("DATABASE_URL"):
            here["DATABASE_URL"] = _own_database(shared, f"home_{self.home.name[-8:].lower()}_{self.port}")
        self.env = os.environ | here | (env or {})
        self.wrap = wrap
        self.module = module
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.home / "server.log"

    def start(self) -> "Server":
        """Start (or start again) on the same home and port, and wait until it answers."""
        with self.log.open("ab") as log:
            command = [*self.wrap, sys.executable, "-m", *_planted(), *self.module]
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, cwd=ROOT)
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended at start: {self.log.read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(self.health, timeout=1) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"no answer within {START_WITHIN} s: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9, as a crash would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def stop(self) -> None:
        """An orderly end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def room(self) -> dict[str, str]:
        """A fresh room with both seats taken: {"A": return secret, "B": return secret}."""
        return self.rooms(1)[0]

    def rooms(self, count: int) -> list[dict[str, str]]:
        """`count` fresh rooms, made beside the running server."""
        return [{seat: door.secret for seat, door in doors.items()} for doors in self.doors(count)]

    def doors(self, count: int, *, aloud: bool = False) -> list[Doors]:
        """`count` fresh rooms as {"A": Door, "B": Door}: a cookie needs no guess at a return link, so no limit.

        `aloud`: rooms whose two talk.
        """
        made = self.python(_ROOMS.format(count=count, aloud=aloud))
        lines = [Door(*line.split()) for line in made.splitlines()]
        return [{"A": a, "B": b} for a, b in zip(lines[::2], lines[1::2], strict=True)]

    def python(self, code: str) -> str:
        """Run code beside the server, on the same home, with Django set up and `clock` at hand. Returns its output."""
        head = "import django; django.setup()\nfrom hearken.lib import clock\n"
        env = self.env | {"DJANGO_SETTINGS_MODULE": "hearken.config.settings"}
        tail = "\nfrom django.db import connections\nfor each in connections.all(): each.close()\n"
        tail += "for each in connections.all(): getattr(each, 'close_pool', int)()\n"  # else it is waited for
        done = subprocess.run(
            [sys.executable, "-c", head + code + tail], env=env, capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout


def _own_database(shared: str, name: str) -> str:
    """A fresh database in the same cluster, so that no server meets another's rooms."""
    import psycopg

    with psycopg.connect(shared, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{shared.rpartition('/')[0]}/{name}"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _planted() -> tuple[str, ...]:
    """Where this test run has a fault planted on purpose (tests/defects), the server has it too."""
    if "--defect" not in sys.argv:
        return ()
    return ("tests.live.planted", sys.argv[sys.argv.index("--defect") + 1])
