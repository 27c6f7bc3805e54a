"""Opening what an operator hands over: workbooks and CSV files as rows of text, with limits, never whole in memory.

Whatever is wrong with a file as a whole is `Unusable`, in words for the operator. It must never write anything, and
never unpack more than it was told it may.
"""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO

import openpyxl

from .rows import Unusable

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
"""Of one file as it lies there."""
MOST_UNPACKED = 600 * MEGABYTE
"""Of all parts of a workbook, or of an unpacked CSV."""
MOST_PARTS = 2000
MOST_CELL = 1_000_000
"""Characters of one cell that a CSV may hold before it is no CSV."""
_DOCTYPE_LOOK = 4096


def check_size(path: Path) -> None:
    """Raises Unusable where the file is missing, empty or too big."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unusable(f"{path.name}: cannot be opened ({type(error).__name__}).") from None
    if not path.is_file():
        raise Unusable(f"{path.name}: is no file.")
    if not size:
        raise Unusable(f"{path.name}: is empty.")
    if size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Unusable(f"{path.name}: has {size / MEGABYTE:.0f} MB, at most {most} MB are read. Split it into parts.")


def is_workbook(path: Path) -> bool:
    """A workbook is a zip whatever it is called."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04" or path.suffix.lower() == ".xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows(): its rows as texts, as often as it is called."""

    title: str
    rows: Callable[[], Iterator[list[str]]]


@contextmanager
def workbook(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, while it is open. Raises Unusable for anything that is no sound workbook."""
    _check_parts(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the reader raises whatever a broken part makes it stumble over
        raise _damaged(path, error) from None
    try:
        yield [Sheet(sheet.title, partial(_rows, path, sheet)) for sheet in book.worksheets]
    finally:
        book.close()


def _rows(path: Path, sheet: object) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(values_only=True):  # type: ignore[attr-defined]
            yield ["" if value is None else str(value).strip() for value in row]
    except Exception as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> Unusable:
    return Unusable(f"{path.name}: is damaged, or no workbook ({type(error).__name__}). Fetch it once more.")


def _check_parts(path: Path) -> None:
    """The sizes a workbook says of itself, and no document types: before a reader unpacks anything."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unusable(
                    f"{path.name}: unpacks to more than {MOST_UNPACKED // MEGABYTE} MB, so it was not opened."
                )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as inside:
                        if b"<!doctype" in inside.read(_DOCTYPE_LOOK).replace(b"\0", b"").lower():
                            raise Unusable(f"{path.name}: declares a document type, which no workbook does.")
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _damaged(path, error) from None


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of a CSV file in UTF-8, also a gzipped one; the header comes first. Raises Unusable."""
    csv.field_size_limit(MOST_CELL)
    reader = None
    try:
        with _opened(path) as file:
            reader = csv.reader(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
            for cells in reader:
                if any(cells):
                    yield reader.line_num, [cell.strip() for cell in cells]
    except UnicodeDecodeError:
        raise Unusable(f"{path.name}: is not UTF-8{_after(reader)}. Save it as CSV in UTF-8.") from None
    except csv.Error as error:
        raise Unusable(f"{path.name}: is no sound CSV{_after(reader)} ({error}).") from None
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(f"{path.name}: ends early or is damaged{_after(reader)} ({type(error).__name__}).") from None


def _after(reader: object) -> str:
    line = getattr(reader, "line_num", 0)
    return f" after line {line}" if line else ""


class _Limited(gzip.GzipFile):
    """A gzip file that stops at MOST_UNPACKED."""

    def read1(self, size: int | None = -1) -> bytes:
        if self.tell() > MOST_UNPACKED:
            raise Unusable(f"It unpacks to more than {MOST_UNPACKED // MEGABYTE} MB, so it was not read to the end.")
        return super().read1(-1 if size is None else size)


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return _Limited(path) if packed else path.open("rb")  # type: ignore[return-value]
