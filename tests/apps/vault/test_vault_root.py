"""The root key file: made once, safely, and refused when anyone else could have read it."""

import base64
import hashlib
import hmac
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hearken.vault import root


def _write(path: Path, text: bytes, mode: int = 0o600) -> None:
    path.write_bytes(text)
    path.chmod(mode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root.key"


def test_a_first_start_makes_a_key_only_the_owner_can_open(path: Path) -> None:
    earlier = os.umask(0)
    try:
        root.ensure_root_key(path)
    finally:
        os.umask(earlier)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(base64.b64decode(path.read_bytes(), validate=False)) == 32
    assert os.listdir(path.parent) == ["root.key"]


def test_a_second_start_keeps_the_key(path: Path) -> None:
    root.ensure_root_key(path)
    first = path.read_bytes()
    root.ensure_root_key(path)
    assert path.read_bytes() == first


def test_who_comes_second_keeps_the_key_of_who_came_first(path: Path) -> None:
    root.ensure_root_key(path)
    first = path.read_bytes()
    root._create(path)
    assert path.read_bytes() == first
    assert os.listdir(path.parent) == ["root.key"]


def test_starting_many_at_once_makes_one_key(path: Path) -> None:
    code = "import sys; from pathlib import Path; from hearken.vault import root; p = Path(sys.argv[1]); "
    code += "root.ensure_root_key(p); print(root.root_key(p).hex())"

    def start(_: int) -> str:
        run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        return run.stdout

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601])
def test_t26_a_key_others_may_open_is_refused(path: Path, mode: int) -> None:
    root.ensure_root_key(path)
    path.chmod(mode)
    with pytest.raises(root.BadRootKey, match="chmod 600"):
        root.ensure_root_key(path)
    root.forget(path)
    with pytest.raises(root.BadRootKey):
        root.root_key(path)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        base64.b64encode(bytes(31)),
        base64.b64encode(bytes(33)),
        base64.b64encode(bytes(32)) + b"\n" * 200,
        bytes(32),
        b"not base64 at all, not at all, not at all!!",
    ],
    ids=["empty", "short", "long", "padded", "raw", "noise"],
)
def test_t26_a_file_that_holds_no_key_is_refused(path: Path, text: bytes) -> None:
    _write(path, text)
    with pytest.raises(root.BadRootKey) as caught:
        root.ensure_root_key(path)
    assert path.read_bytes() == text
    assert str(path) in str(caught.value)
    if text.strip():
        assert text.strip().decode("latin-1") not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_t26_a_folder_pipe_or_dangling_link_is_refused(tmp_path: Path) -> None:
    folder, pipe, link = tmp_path / "folder", tmp_path / "pipe", tmp_path / "link"
    folder.mkdir(mode=0o700)
    os.mkfifo(pipe, 0o600)
    link.symlink_to(tmp_path / "gone")
    for path, cause in ((folder, "not a file"), (pipe, "not a file"), (link, "No such file")):
        with pytest.raises(root.BadRootKey, match=cause):
            root.ensure_root_key(path)
    assert not (tmp_path / "gone").exists()


def test_t26_a_missing_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(root.BadRootKey, match="nowhere"):
        root.ensure_root_key(tmp_path / "nowhere" / "root.key")


def test_asking_for_a_key_never_makes_one(path: Path) -> None:
    with pytest.raises(root.BadRootKey):
        root.root_key(path)
    with pytest.raises(root.BadRootKey):
        root.subkey(path, "anything")
    assert not path.exists()


def test_subkeys_are_hkdf_sha256_of_the_root(path: Path) -> None:
    """RFC 5869 done by hand: extract with an empty salt, one block of expand."""
    _write(path, base64.b64encode(bytes(range(32))))
    extracted = hmac.digest(bytes(32), bytes(range(32)), hashlib.sha256)
    expected = hmac.digest(extracted, b"hearken/1/key-store\x01", hashlib.sha256)
    assert root.subkey(path, "key-store") == expected


def test_subkeys_are_frozen(path: Path) -> None:
    _write(path, base64.b64encode(bytes(range(32))) + b"\n")
    assert root.subkey(path, "key-store").hex() == "3d86241a9f7dc6ee3d9d2c4d5e9d11cb98136a0b515573ec6705f272cec33a19"
    assert root.version(path) == 12185


def test_each_purpose_and_each_file_has_its_own_subkey(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    root.ensure_root_key(one)
    root.ensure_root_key(other)
    made = {root.subkey(file, purpose) for file in (one, other) for purpose in ("a", "b")}
    assert len(made) == 4
    assert root.subkey(one, "a") == root.subkey(one, "a")


def test_a_changed_file_changes_everything_at_the_next_check(path: Path) -> None:
    root.ensure_root_key(path)
    before = root.subkey(path, "a")
    path.unlink()
    assert root.subkey(path, "a") == before
    root.ensure_root_key(path)
    assert root.subkey(path, "a") != before


def test_the_settings_can_use_it_without_django() -> None:
    code = "import sys, hearken.vault.root; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
