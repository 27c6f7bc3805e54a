"""T26: a start that would not be safe refuses, with exit code 2 and one line that says what to change."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from hearken.lib import env
from hearken.ops import safety
from tests.conftest import ROOT
from tests.live.server import Server, _planted

WITHIN = 2400
"""Twentieths of a second that a start may take to refuse or to greet."""
ADDRESS = "talk.example.org"
BY_SETTING = [
    ("HEARKEN_ORIGIN", f"http://{ADDRESS}"),
    ("HEARKEN_ORIGIN", f"https://{ADDRESS}/us"),
    ("HOST", "0.0.0.0"),
    ("DATABASE_URL", f"mysql://{ADDRESS}/hearken"),
    ("HEARKEN_KEY_BACKUP_DAYS", "3651"),
]
# An operator's own settings module, with one line too many.
BY_MODULE = [
    ("DEBUG", "DEBUG = True"),
    ("SECRET_KEY", "SECRET_KEY = 'django-insecure-' + '0123456789' * 5"),
    ("SECRET_KEY", "SECRET_KEY = 'k7m2q9x4'"),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS = ['*']"),
    ("journal_mode", "SQLITE['init_command'] += '; PRAGMA journal_mode=DELETE'"),
    ("synchronous", "SQLITE['init_command'] += '; PRAGMA synchronous=NORMAL'"),
    ("secure_delete", "SQLITE['init_command'] += '; PRAGMA secure_delete=OFF'"),
    ("trusted_schema", "SQLITE['init_command'] += '; PRAGMA trusted_schema=ON'"),
    ("foreign_keys", "SQLITE['init_command'] += '; PRAGMA foreign_keys=OFF'"),
]


def refusal(server: Server) -> str:
    """Start for real. The one line of a refusal; fails where it served, or said more, or with another exit code."""
    out, err = server.home / "out", server.home / "err"
    command = [sys.executable, "-m", *_planted(), "hearken", "serve"]
    with out.open("w") as said, err.open("w") as refused:
        process = subprocess.Popen(command, env=server.env, cwd=ROOT, stdout=said, stderr=refused)
    try:
        for _ in range(WITHIN):
            if process.poll() is not None or "Stop with" in out.read_text():
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        assert "Hearken is at" not in out.read_text(), "it serves"
        assert process.poll() == 2, err.read_text()[-500:]
    finally:
        process.terminate()
        process.wait(30)
    (line,) = err.read_text().splitlines()
    return line


@pytest.mark.parametrize(("name", "value"), BY_SETTING)
def test_t26_an_unsafe_setting_is_named_and_its_value_is_not(name: str, value: str) -> None:
    line = refusal(Server(env={name: value}))
    assert name in line
    assert value.removeprefix("http://") not in line


@pytest.mark.parametrize(("name", "line"), BY_MODULE)
def test_t26_a_settings_module_that_loosens_something_is_refused(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / "loose.py").write_text(f"from hearken.config.settings import *\n{line}\n")
    server = Server(env={"DJANGO_SETTINGS_MODULE": "loose", "PYTHONPATH": str(tmp_path)})
    assert name in refusal(server)


def test_t26_a_home_that_others_may_look_into_is_refused() -> None:
    server = Server()
    server.home.chmod(0o750)
    assert f"chmod 700 {server.home}" in refusal(server)


def test_t26_words_and_keys_in_one_file_are_refused() -> None:
    server = Server(env={"DATABASE_URL": ""})
    (server.home / "keys.sqlite3").symlink_to(server.home / "hearken.sqlite3")
    assert "one database" in refusal(server)
    assert not (server.home / "hearken.sqlite3").exists(), "it was opened before it was refused"


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="two names for one server; run again by tests.postgres")
@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_t26_words_and_keys_in_one_database_are_refused_by_whatever_name(name: str) -> None:
    server = Server()
    server.env["KEYS_DATABASE_URL"] = server.env["DATABASE_URL"].replace("127.0.0.1", name)
    assert "one database" in refusal(server)


def test_t26_a_root_key_that_opens_none_of_the_stored_keys_is_refused() -> None:
    """Somebody lost the file and made another: nothing that is stored would open, and nobody would notice."""
    server = Server()
    server.python(
        "from hearken.ops.serve import migrate; migrate()\n"
        "from hearken.vault import keys; from hearken.vault.models import Kind; keys.make(Kind.SEAT)"
    )
    (server.home / "root.key").write_text("A" * 43 + "=\n")
    assert "root key" in refusal(server)


SOUND = SimpleNamespace(DEBUG=False, SECRET_KEY="0123456789abcdef" * 4, ALLOWED_HOSTS=["localhost"], ORIGIN="")
SOUND.SECURE = SOUND.PHONE = False


def found(check: str, **changed: object) -> bool:
    return bool(safety.CHECKS[check](SimpleNamespace(**{**vars(SOUND), **changed})))


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        ("signing_key", {"SECRET_KEY": ""}),
        ("signing_key", {"SECRET_KEY": "a" * 64}),
        ("hosts", {"ALLOWED_HOSTS": ["localhost", ".example.org"]}),
        ("bare_origin", {"ORIGIN": "https://talk.example.org?x"}),
        ("encrypted_origin", {"ORIGIN": "http://192.168.1.20:8000"}),
        ("encrypted_origin", {"ORIGIN": "http://localhost.example.org"}),
    ],
)
def test_t26_each_check_finds_what_it_is_for(check: str, changed: dict[str, object]) -> None:
    assert found(check, **changed)
    assert not found(check)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_t26_this_machine_alone_needs_no_encryption(origin: str) -> None:
    assert not found("encrypted_origin", ORIGIN=origin)
    assert not found("bare_origin", ORIGIN=origin)


@pytest.mark.parametrize(
    ("host", "changed", "unsafe"),
    [
        ("192.168.1.20", {}, True),
        ("::", {}, True),
        ("server.example.org", {}, True),
        ("0.0.0.0", {"ORIGIN": "http://localhost:8000"}, True),
        ("0.0.0.0", {"ORIGIN": "https://talk.example.org", "SECURE": True}, False),
        ("192.168.1.20", {"ORIGIN": "http://192.168.1.20:8000", "PHONE": True}, False),
        ("127.0.0.1", {}, False),
        ("::1", {}, False),
        ("localhost", {}, False),
    ],
)
def test_t26_beyond_this_machine_only_encrypted_or_for_phones(
    monkeypatch: pytest.MonkeyPatch, host: str, changed: dict[str, object], unsafe: bool
) -> None:
    monkeypatch.setenv("HOST", host)
    assert found("near", **changed) is unsafe


@pytest.mark.parametrize(("mode", "unsafe"), [(0o700, False), (0o711, False), (0o740, True), (0o702, True)])
def test_t26_others_may_pass_by_a_home_and_not_look_in(tmp_path: Path, mode: int, unsafe: bool) -> None:
    tmp_path.chmod(mode)
    assert found("home", HOME=tmp_path) is unsafe


@pytest.mark.parametrize(
    "value",
    [
        "talk.example.org",
        "ftp://talk.example.org",
        "https://",
        "https://ana@talk.example.org",
        "https://talk.example.org#x",
        "https://talk example.org",
        "https://talk.example.org:80000000",
        "https://[::1",
        "https://talk.example.org,https://other.example.org",
    ],
)
def test_t26_an_origin_is_a_bare_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HEARKEN_ORIGIN", value)
    with pytest.raises(env.BadSetting, match="HEARKEN_ORIGIN"):
        env.origin("HEARKEN_ORIGIN")


def test_t26_an_origin_is_read_as_browsers_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARKEN_ORIGIN", "HTTPS://Talk.example.org:8443/")
    assert env.origin("HEARKEN_ORIGIN") == "https://talk.example.org:8443"
