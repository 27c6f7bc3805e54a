"""T27: the file itself: valid by its schema, whole by its hashes, and a page that is words and nothing else."""

import hashlib
import json
import re
import zipfile

import jsonschema
import pytest
from django.test import Client

from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.drawer.models import Release
from hearken.export import bundle, readable
from hearken.lib import clock
from tests.conftest import ROOT

from .household import File, Household, taken

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
KINDS = ("mine", "ours", "checks")
MARKUP = "<script>alert(1)</script><img src=//evil.example onerror=x>&\"'</div></style>"


def file_of(home: Household, kind: str) -> File:
    ana = home.browser(home.ana, open_=True)
    if kind != "checks":
        return taken(ana, kind)
    ana.post("/along/checks", {"do": "ask"})
    Release.objects.update(asked_at=clock.now() - 25 * 60 * 60)
    return File(ana.post(str(ana.post("/along/checks", {"do": "take"}).headers["Location"])))


@pytest.mark.parametrize("kind", KINDS)
def test_t27_it_is_valid_by_the_schema_inside_and_by_the_published_one(home: Household, kind: str) -> None:
    file = file_of(home, kind)
    schema = json.loads(file.files["schema.json"])
    assert schema == json.loads((ROOT / "docs/reference/export.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(file.notes)
    assert (file.notes["kind"], file.notes["version"]) == (kind, 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(file.notes | {"more": 1}, schema)


@pytest.mark.parametrize("kind", KINDS)
def test_t27_the_hashes_are_those_of_the_files(home: Household, kind: str) -> None:
    file = file_of(home, kind)
    told = json.loads(file.files.pop("hashes.json"))
    assert told == {"sha256": {each: hashlib.sha256(body).hexdigest() for each, body in file.files.items()}}
    assert set(file.files) == {"notes.json", "notes.html", "schema.json"}


@pytest.mark.parametrize("kind", KINDS)
def test_t27_nothing_of_the_file_names_the_house_or_the_hour(home: Household, kind: str) -> None:
    file = file_of(home, kind)
    day = clock.day(clock.now())
    for each in file.packed.infolist():
        assert each.date_time == (day.year, day.month, day.day, 0, 0, 0)
        assert (each.comment, each.extra, each.create_system) == (b"", b"", 3)
        assert each.compress_type == zipfile.ZIP_DEFLATED
    assert file.packed.comment == b""
    assert not re.search(r"hearken|imago", b"".join(file.files.values()).decode(), re.I)
    assert re.findall(r"<title>(.*?)</title>", file.page) == ["Notes"]


@pytest.mark.parametrize("kind", KINDS)
def test_t27_the_page_has_no_script_and_asks_nothing_of_anybody(home: Household, kind: str) -> None:
    page = file_of(home, kind).page
    assert not re.search(r"<script|<link|<img|<iframe|<form|<object|@import|url\(|javascript:|\son\w+\s*=", page, re.I)
    assert not re.search(r"(https?:)?//", page)
    assert re.findall(r'(?:href|src)="([^#"][^"]*)"', page) == []
    assert "default-src 'none'" in page


def test_t27_markup_in_words_and_names_stays_words(home: Household) -> None:
    now = clock.now()
    note = items.write(home.ana, Words(MARKUP, MARKUP), now)
    sharing.share(note, Audience.US, now, solo=True)
    ana: Client = home.browser(home.ana)
    for kind in ("mine", "ours"):
        file = taken(ana, kind)
        assert "<script" not in file.page
        assert "<img" not in file.page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in file.page
        assert file.page.count("</style>") == 1
        assert MARKUP in json.dumps(file.notes, ensure_ascii=False).replace('\\"', '"')


def test_t27_what_people_wrote_runs_in_its_own_direction(home: Household) -> None:
    items.write(home.ana, Words("שלום", "مرحبا"), clock.now())
    page = taken(home.browser(home.ana), "mine").page
    assert '<h3 dir="auto">שלום</h3>' in page
    assert re.search(r'<div class="words" dir="auto">مرحبا</div>', page)


def test_t27_the_page_says_in_plain_words_what_may_come_of_it(home: Household) -> None:
    ours, mine = (file_of(home, each).page for each in ("ours", "mine"))
    assert "a court, in a separation for example, can ask either of you for a shared transcript" in ours
    assert "may not be protected with the next reader" in mine


def test_t27_the_page_is_in_days() -> None:
    assert not re.search(r"\d\d:\d\d", readable.style())
    assert bundle.name(clock.day(0)) == "notes-1970-01-01.zip"


def test_t27_no_hour_is_in_it(home: Household) -> None:
    file = file_of(home, "mine")
    assert not re.search(r"\b\d\d:\d\d\b", file.page + file.files["notes.json"].decode())
    assert not re.search(rf"\b{str(clock.now())[:6]}\d+\b", file.files["notes.json"].decode())
