"""The root key: one small file, outside every database and backup, from which all other secrets are derived.

It must never import Django (the settings call it), never log or name key bytes in an error, and never replace
a key file that is already there: without the old key everything sealed under it is lost.
"""

import base64
import binascii
import contextlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_MOST_FILE_BYTES = 128  # a key in base64 is 44 characters; anything much longer is some other file
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_roots: dict[Path, bytes] = {}
_subkeys: dict[tuple[Path, str], bytes] = {}


class BadRootKey(Exception):
    """The root key file cannot be trusted or read. The message names the file and the cause, never a byte of it."""


def ensure_root_key(path: Path) -> None:
    """Make the key file if there is none, then check it and hold it in memory.

    Reads the file afresh, so a changed file also drops the subkeys derived from the earlier one.
    Raises BadRootKey where the file is unsafe, damaged or cannot be written.
    """
    try:
        if not os.path.lexists(path):
            _create(path)
        fresh = _read(path)
    except OSError as error:
        raise BadRootKey(f"{path}: {error.strerror or type(error).__name__}") from None
    if _roots.get(path) != fresh:
        forget(path)
    _roots[path] = fresh


def root_key(path: Path) -> bytes:
    """The 32 bytes of an existing key file, read once per process. Raises BadRootKey; never makes a file."""
    if (held := _roots.get(path)) is not None:
        return held
    try:
        return _roots.setdefault(path, _read(path))
    except OSError as error:
        raise BadRootKey(f"{path}: {error.strerror or type(error).__name__}") from None


def subkey(path: Path, purpose: str) -> bytes:
    """32 bytes for one purpose: HKDF-SHA256 (RFC 5869) of the root key, held in memory per file and purpose."""
    held = _subkeys.get((path, purpose))
    if held is None:
        held = derive(root_key(path), purpose)
        _subkeys[path, purpose] = held
    return held


def derive(root: bytes, purpose: str) -> bytes:
    """HKDF-SHA256 with no salt (the root is uniform already) and the purpose as info. Returns 32 bytes."""
    info = b"hearken/1/" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(root)


def forget(path: Path) -> None:
    """Drop what this process holds of one key file; the next use reads the file again."""
    _roots.pop(path, None)
    for name in [name for name in list(_subkeys) if name[0] == path]:
        _subkeys.pop(name, None)


def _create(path: Path) -> None:
    """Write under a passing name, then link: a crash or a second starter never meets half a key."""
    passing = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the key
            os.link(passing, path)
    finally:
        os.unlink(passing)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened, and the file itself is synced already
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> bytes:
    # Checks and read share one descriptor, so the file cannot be exchanged between them.
    # O_NONBLOCK: a pipe under this name is refused instead of waited on.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise BadRootKey(f"{path}: not a file")
        if os.name == "posix" and facts.st_mode & _FOR_OTHERS:
            raise BadRootKey(f"{path}: others on this machine may open it; run: chmod 600 {path}")
        text = os.read(handle, _MOST_FILE_BYTES + 1)
    finally:
        os.close(handle)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        raise BadRootKey(f"{path}: not a key in base64") from None
    if len(text) > _MOST_FILE_BYTES or len(key) != KEY_BYTES:
        raise BadRootKey(f"{path}: wrong size, {KEY_BYTES} bytes in base64 are expected")
    return key


def version(path: Path) -> int:
    """A number from 0 to 32767 that names this root key beside every wrap made under it.

    Derived from the key, so it needs no place of its own; it gives nothing back about the key.
    """
    return int.from_bytes(subkey(path, "root-version")[:2], "big") >> 1


def incoming(path: Path) -> Path:
    """Where the next root key waits while a rotation runs; servers that meet new wraps look here too."""
    return path.with_name(path.name + ".next")
