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

START_WITHIN = 30.0


class Server:
    """`hearken serve` as an operator would run it. `env` adds settings; `wrap` is put before the command line."""

    def __init__(self, env: dict[str, str] | None = None, wrap: tuple[str, ...] = ()) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="hearken-live-"))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {"HEARKEN_HOME": str(self.home), "PORT": str(self.port)} | (env or {})
        self.wrap = wrap
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.home / "server.log"

    def start(self) -> "Server":
        """Start (or start again) on the same home and port, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.wrap, sys.executable, "-m", "hearken", "serve"], env=self.env, stdout=log, stderr=log
            )
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended at start: {self.log.read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(self.address + "/health", timeout=1) as answer:
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
        code = (
            "import django, sys; django.setup()\n"
            "from hearken.rooms import access, actions, demo\n"
            "from hearken.lib import clock\n"
            f"for _ in range({count}):\n"
            "    seats = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats\n"
            "    print(*(access.return_secret(seat) for seat in seats.values()))\n"
        )
        env = self.env | {"DJANGO_SETTINGS_MODULE": "hearken.config.settings"}
        out = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True).stdout
        return [dict(zip("AB", line.split(), strict=True)) for line in out.splitlines()]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
