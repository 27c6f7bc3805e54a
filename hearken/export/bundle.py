"""The file itself: notes to read by machine and by hand, the schema, and a hash of each, in one zip. In memory only.

Nothing in it names the product, the server or a time of day. It must never be written to a disk of ours, and never grow
past MOST_BYTES.
"""

import hashlib
import io
import json
import zipfile
from datetime import date

from . import readable, shapes
from .queries import TooMuch

MOST_BYTES = 50 * 1024 * 1024
"""Of everything in one file together, before it is packed."""


def name(made_on: date) -> str:
    """What a download is called: the same for every kind."""
    return f"notes-{made_on.isoformat()}.zip"


def packed(notes: shapes.Notes) -> bytes:
    """The zip. Raises TooMuch."""
    files = {
        "notes.json": shapes.encode(notes),
        "notes.html": readable.page(notes).encode(),
        "schema.json": schema(),
    }
    files["hashes.json"] = _json({"sha256": {each: hashlib.sha256(body).hexdigest() for each, body in files.items()}})
    if sum(map(len, files.values())) > MOST_BYTES:
        raise TooMuch
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each, body in files.items():
            made.writestr(_entry(each, notes.made_on), body)
    return out.getvalue()


def schema() -> bytes:
    """The schema as it lies in the file, and in docs/reference."""
    return _json(shapes.schema())


def _entry(called: str, on: date) -> zipfile.ZipInfo:
    """The day and no time; readable by its owner; the same whatever machine packs it."""
    entry = zipfile.ZipInfo(called, (on.year, on.month, on.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    return entry


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()
