"""T26: no secret lies in the tree. A small scan of our own: key files, and long random text given to a telling name."""

import base64
import re
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AGE-SECRET-KEY-1|PuTTY-User-Key-File")
GIVEN = re.compile(
    r"""(?ix) (?: secret | passw(?:or)?d | passphrase | token | api_?key | \bkey | _key | credential ) \w* ["']?
    \s* (?: [:=] | => ) \s* b?["']? (?P<text> [A-Za-z0-9+/_=-]{24,} )"""
)
ADDRESS = re.compile(r"[a-z]+://[^\s:/@{]+:(?P<text>[^\s@/{]+)@")
KINDS = 12
"""Different characters in text that is random: words have fewer, or have only letters."""
PUBLISHED = {base64.b64encode(b"the sample nonce").decode()}
"""Of RFC 6455, 1.3: everybody knows it."""
HOME_FILES = {"root.key", "keys.sqlite3", "hearken.sqlite3", "audit-heads.log", ".env"}


def files() -> list[Path]:
    """What is tracked, and what would be with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [file for name in listed.split("\0") if name and (file := ROOT / name).is_file()]


def found(text: str) -> Iterator[str]:
    """Lines of `text` that hold a secret."""
    for line in text.splitlines():
        given = [each["text"] for each in GIVEN.finditer(line) if _random(each["text"])]
        if PRIVATE_KEY.search(line) or given or ADDRESS.search(line):
            yield line.strip()[:40]


def _random(text: str) -> bool:
    """Digits among many different characters, and neither short words joined by "_" or "-" nor a published sample."""
    mixed = bool(re.search(r"[0-9]", text)) and len(set(text)) >= KINDS
    return mixed and text not in PUBLISHED and not re.fullmatch(r"[a-z0-9]{1,16}([_-][a-z0-9]{1,16})*", text)


def test_t26_no_secret_lies_in_the_tree() -> None:
    own = Path(__file__)
    leaks = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in files()
        if file != own and file.suffix not in {".png", ".woff2"}
        for line in found(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not leaks, leaks
    assert not [file for file in files() if file.name in HOME_FILES]


def test_t26_the_scan_sees_the_whole_tree() -> None:
    names = {str(file.relative_to(ROOT)) for file in files()}
    assert {"hearken/config/settings.py", "deploy/hearken.service", "tests/conftest.py", "Makefile"} <= names


@pytest.mark.parametrize(
    "line",
    [
        f'SECRET_KEY = "{secrets.token_urlsafe(48)}1"',
        f"secret: {secrets.token_hex(32)}",
        "password = 'k7m2q9x4w8t3v6z1n5r0p2s8j4h6'",
        f'"api_key": "1{base64.b64encode(secrets.token_bytes(32)).decode()}"',
        f"HEARKEN_TOKEN={secrets.token_urlsafe(32)}1",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        f"DATABASE_URL=postgresql://hearken:{secrets.token_hex(8)}@db.example.org/hearken",
    ],
)
def test_t26_the_scan_finds_a_planted_secret(line: str) -> None:
    assert list(found(f"# before\n    {line}\n# after"))
