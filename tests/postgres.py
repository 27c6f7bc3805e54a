"""Run a command beside a PostgreSQL cluster of its own: `python -m tests.postgres -- COMMAND ...`.

The cluster lives in a temporary folder and listens on loopback only. initdb refuses to run as root, so a root caller
hands it to the `postgres` (or `nobody`) account. Durability settings stay as installed: acknowledged means on disk.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.live.server import free_port


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the newest server there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its address, and the command that controls it."""

    address: str
    account: pwd.struct_passwd | None
    control: tuple[str, ...]
    options: str

    def start(self) -> None:
        _run(self.account, *self.control, "-o", self.options, "start")

    def crash(self) -> None:
        """Stop as after a power cut: no farewell to anybody, recovery at the next start."""
        _run(self.account, *self.control, "-m", "immediate", "stop")


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a fresh, empty database."""
    with running_cluster() as running:
        yield running.address


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """The same, to be stopped and started."""
    bin_folder = binaries()
    if bin_folder is None:
        raise FileNotFoundError("no PostgreSQL server here")
    folder = Path(tempfile.mkdtemp(prefix="hearken-pg-"))
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = free_port()
    _run(account, str(bin_folder / "initdb"), "-D", str(folder / "data"), "-U", "hearken", "-A", "trust", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=60"
    control = (str(bin_folder / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", str(folder / "log"))
    running = Cluster(f"postgres://hearken@127.0.0.1:{port}/postgres", account, control, options)
    running.start()
    with psycopg.connect(running.address.replace("/postgres", "/template1"), autocommit=True) as template:
        template.execute("CREATE SCHEMA directory")  # every database made in this cluster has it
    try:
        yield running
    finally:
        running.crash()
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no account to run PostgreSQL as")


def _run(account: pwd.struct_passwd | None, *command: str) -> None:
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **who)


def main() -> int:
    if binaries() is None:
        print("No PostgreSQL server is installed, so the PostgreSQL half of the tests is left out.")
        return 1 if os.environ.get("CI") == "true" else 0
    command = sys.argv[2:]
    with cluster() as address:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
