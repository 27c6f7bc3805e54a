"""One file per edition with all its columns, so that a process opens the index instead of making it.

A file begins with a version and ends with a checksum over everything before. One that is damaged, of another version or
for other terms is never trusted: whoever opens it gets None, and makes it anew from the table. It holds what is public
already, and must never hold anything else.
"""

import hashlib
import mmap
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

import msgspec
import numpy as np
import numpy.typing as npt
from django.db.models import Max

from hearken.lib import clock, env

from ..models import Edit
from ..vocabulary import vocabulary
from .columns import Columns
from .columns import build as columns_of
from .layout import Fact, Layout, facts_of_edition

FOLDER = "directory"
VERSION = 1
"""Raise it with every change of what a column means."""
_BEGIN = b"HEARKENX"
_SUM_BYTES = 32
_ALIGNED = 64
_BLOB = "_blob"
_CHUNK = 1 << 20
_LEFT_AFTER = 60 * 60
"""Seconds after which a half-written file is one that nobody writes any more."""


class Header(msgspec.Struct, frozen=True):
    """parts: name -> [where it begins after the header, type, shape]. seq: the last edit that is in it.

    mark: what that edit says. Where the table says otherwise the file is of another database.
    """

    version: int
    edition: int
    seq: int
    mark: str
    keys: tuple[str, ...]
    facets: tuple[str, ...]
    states: tuple[str, ...]
    parts: dict[str, tuple[int, str, tuple[int, ...]]]


class Blob:
    """Bytes of a file that are read when they are asked for, and stay in no memory of this process."""

    def __init__(self, file: BinaryIO, begin: int) -> None:
        self._file, self._begin, self._lock = file, begin, Lock()

    def __getitem__(self, part: slice) -> bytes:
        with self._lock:
            self._file.seek(self._begin + part.start)
            return self._file.read(part.stop - part.start)


class Opened(msgspec.Struct, frozen=True):
    """An edition's columns and the last edit that is in them."""

    edition: int
    seq: int
    columns: Columns


def path(edition: int) -> Path:
    """The file of an edition."""
    folder = env.home() / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"edition-{edition}.index"


def build(edition: int, layout: Layout | None = None, facts: Iterable[Fact] | None = None) -> Opened:
    """Read a whole edition, write its file, and return what `load` would. facts: in place of the table's."""
    layout = layout or Layout.of(vocabulary())
    seq = Edit.objects.aggregate(last=Max("seq"))["last"] or 0
    mark = _mark(seq)
    states, arrays = columns_of(layout, facts_of_edition(edition) if facts is None else facts)
    made = Opened(edition, seq, Columns.of(layout, states, arrays))
    with suppress(OSError):  # a full disk costs time at the next start, and nothing else
        write(path(edition), Header(VERSION, edition, seq, mark, layout.keys, layout.facets, states, {}), arrays)
    return load(edition, layout) or made


def write(file: Path, header: Header, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """To a name of its own first: nobody ever opens half a file under this one."""
    parts, at = {}, 0
    for name, values in arrays.items():
        parts[name] = (at, values.dtype.str, values.shape)
        at += values.nbytes + -values.nbytes % _ALIGNED
    head = msgspec.json.encode(msgspec.structs.replace(header, parts=parts))
    head += b" " * (-(len(_BEGIN) + 8 + len(head)) % _ALIGNED)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as out:
            check = hashlib.sha256()
            chunks = (values.tobytes() + bytes(-values.nbytes % _ALIGNED) for values in arrays.values())
            for chunk in (_BEGIN + len(head).to_bytes(8, "big") + head, *chunks):
                check.update(chunk)
                out.write(chunk)
            out.write(check.digest())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load(edition: int, layout: Layout) -> Opened | None:
    """Open an edition's file; None where there is none to be trusted."""
    with ExitStack() as opened:
        try:
            file = opened.enter_context(path(edition).open("rb"))
        except OSError:  # there is none
            return None
        found = _opened(file, edition, layout)
        if found:
            opened.pop_all()  # it stays open for the words
        return found


def _opened(file: BinaryIO, edition: int, layout: Layout) -> Opened | None:
    try:
        if not _is_whole(file):
            return None
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header, begin = _header(whole)
        if (header.version, header.edition, header.mark) != (VERSION, edition, _mark(header.seq)):
            return None
        if (header.keys, header.facets) != (layout.keys, layout.facets):
            return None
        arrays: dict[str, Any] = {name: _part(whole, begin, *part) for name, part in header.parts.items()}
        arrays |= {name: Blob(file, begin + at) for name, (at, *_) in header.parts.items() if name.endswith(_BLOB)}
        return Opened(edition, header.seq, Columns.of(layout, header.states, arrays))
    except (OSError, ValueError, TypeError, KeyError, msgspec.MsgspecError):
        return None


def sweep(edition: int) -> None:
    """Remove the files of editions before this one, and what a killed import left half written.

    A process that has one open keeps reading it.
    """
    for file in path(edition).parent.glob(".edition-*"):
        with suppress(OSError):
            if clock.now() - file.stat().st_mtime > _LEFT_AFTER:
                file.unlink()
    for file in path(edition).parent.glob("edition-*.index"):
        number = file.stem.removeprefix("edition-")
        if number.isdigit() and int(number) < edition:
            with suppress(OSError):
                file.unlink()


def _mark(seq: int) -> str:
    edit = Edit.objects.filter(seq=seq).first()
    return f"{edit.edition} {edit.listing} {edit.kind} {edit.day}" if edit else ""


def _is_whole(file: BinaryIO) -> bool:
    """Read once from end to end, and not through the map: what only the checksum needs is not to stay in memory."""
    left = os.fstat(file.fileno()).st_size - _SUM_BYTES
    check = hashlib.sha256()
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        check.update(chunk)
        left -= len(chunk)
    return left == 0 and file.read() == check.digest()


def _header(whole: mmap.mmap) -> tuple[Header, int]:
    """(header, where the parts begin). Raises ValueError where it is no file of ours."""
    begin = len(_BEGIN) + 8
    if whole[: len(_BEGIN)] != _BEGIN:
        raise ValueError
    size = int.from_bytes(whole[len(_BEGIN) : begin], "big")
    return msgspec.json.decode(whole[begin : begin + size], type=Header), begin + size


def _part(whole: mmap.mmap, begin: int, at: int, kind: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    size = int(np.prod(shape))
    return np.frombuffer(whole, dtype=np.dtype(kind), count=size, offset=begin + at).reshape(shape)
