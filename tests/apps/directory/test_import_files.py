"""Reading files: both workbooks and the locator's export, and everything that can be wrong with a file or a row."""

import gzip
import zipfile
from datetime import date

import pytest

from hearken.directory.importing import csvmap, samhsa, tables
from hearken.directory.importing.cleaning import clean, plain
from hearken.directory.importing.rows import Kind, Unusable
from tests.apps.directory.files import line, locator, workbook

DAY = date(2022, 1, 1)


def kinds(problems) -> set[Kind]:
    return {problem.kind for problem in problems}


def cleaned(**raw: str):
    given = {"name": "Elm House", "street": "1 Elm Street", "city": "Cambridge", "state": "MA", "zip": "02138"}
    return clean("su 2", given | raw, ())


def test_a_workbook_is_read_into_rows(tmp_path):
    path = workbook(tmp_path / "su_2022.xlsx", [line(phone="617-555-0100 x301", intake1="617-555-0101", name2="Day ")])
    [item] = samhsa.read(path, samhsa.as_of(path))
    assert item.origin.key == "samhsa-su-2022"
    assert item.origin.as_of == DAY
    assert (item.row.unit, item.row.codes, item.problems) == ("Day", ("SA", "OP", "MCO"), [])
    assert item.row.phones == [
        {"kind": "main", "number": "617-555-0100", "ext": "301"},
        {"kind": "intake", "number": "617-555-0101", "ext": ""},
    ]


@pytest.mark.parametrize("book", [True, False])
def test_which_directory_it_is_is_read_from_its_codes(tmp_path, book):
    path = workbook(tmp_path / "a.xlsx", [line(codes="MH * OP"), line(codes="MH * CFT")], "mh", book)
    assert {item.origin.key for item in samhsa.read(path, DAY)} == {"samhsa-mh-2022"}


def test_the_locator_says_codes_in_small_columns_and_leaves_prescribers_out(tmp_path):
    rows = [
        "Elm House,,1 Elm Street,,Cambridge,MA,2138,,Middlesex,617-555-0100,,,,http://,42.37,-71.12,MH,1,",
        "A. Person,,2 Elm Street,,Cambridge,MA,2138,,Middlesex,617-555-0100,,,,http://,42.37,-71.12,BUPREN,1,1",
        "Oak House,,3 Elm Street,,Cambridge,MA,2138,,Middlesex,617-555-0100,,,,oak.example,42.37,-71.12,SA,,1",
    ]
    one, left, other = samhsa.read(locator(tmp_path / "a.csv", rows, ",cft,mco"), DAY)
    assert (one.origin.key, one.row.codes, one.row.website) == ("samhsa-locator-mh", ("CFT",), "")
    assert left.row is None
    assert kinds(left.problems) == {Kind.PERSON}
    assert (other.origin.key, other.row.codes, other.row.website) == (
        "samhsa-locator-su",
        ("MCO",),
        "http://oak.example",
    )


@pytest.mark.parametrize("zip5", ["2138", "2138.0", "02138-1234", "021381234", "021381234.0", "02138"])
def test_a_zip_is_made_whole(zip5):
    row, problems = cleaned(zip=zip5)
    assert row.zip == "02138"
    assert (Kind.ZIP_PADDED in kinds(problems)) == zip5.startswith("2")


def test_zips_of_three_digits_are_padded_and_nonsense_is_left_out():
    assert cleaned(zip="501", state="NY")[0].zip == "00501"
    row, problems = cleaned(zip="ABC12")
    assert row.zip == ""
    assert kinds(problems) == {Kind.ZIP_DROPPED}


@pytest.mark.parametrize(
    ("lat", "lon"), [("0", "0"), ("0.000", "-0.0"), ("north", "1"), ("nan", "1"), ("91", "1"), ("42", "")]
)
def test_coordinates_that_are_none_are_left_out(lat, lon):
    row, problems = cleaned(lat=lat, lon=lon)
    assert row.lat is None
    assert kinds(problems) == {Kind.COORDINATES_NONE}


def test_coordinates_791_miles_off_are_left_out_and_say_how_far():
    row, problems = cleaned(lat="30.92", lon="-71.12")
    assert row.lat is None
    assert [(problem.kind, problem.note) for problem in problems] == [
        (Kind.COORDINATES_FAR, "792 miles from 02138"),
    ]
    assert cleaned(lat="42.37", lon="-71.12")[0].lat == 42.37


def test_markup_is_taken_out_and_its_text_kept():
    row, problems = cleaned(summary="<p>Warm &amp; <b>plain</b></p><script>alert('x')</script>", name="<i>Elm</i>")
    assert (row.name, row.summary) == ("Elm", "Warm & plain")
    assert kinds(problems) == {Kind.MARKUP}
    assert plain("&lt;img src=x onerror=y&gt; 3 < 4") == "3 4"


def test_control_signs_go_and_long_values_are_cut_and_named():
    row, problems = cleaned(name="Elm\x1b[31m\u202eHouse\x00", hours="x" * 9000)
    assert row.name == "Elm [31m House"
    assert len(row.hours) == 500
    assert kinds(problems) == {Kind.CUT}
    assert all(len(problem.note) < 80 and problem.note.isprintable() for problem in problems)


@pytest.mark.parametrize(
    "site", ["javascript:alert(1)", "ftp://a.example", "http://a b", 'https://a.example/"x', "data:x"]
)
def test_only_web_addresses_are_kept(site):
    row, problems = cleaned(website=site)
    assert row.website == ""
    assert kinds(problems) == {Kind.WEBSITE_DROPPED}


def test_a_number_that_cannot_be_dialled_and_a_state_that_is_none_are_left_out():
    row, problems = cleaned(phone="call us", state="ZZ")
    assert (row.phones, row.state) == ([], "")
    assert kinds(problems) == {Kind.PHONE_DROPPED, Kind.STATE_DROPPED}


def test_a_row_without_name_or_place_is_left_out():
    assert cleaned(name=" ")[0] is None
    assert cleaned(zip="", city="")[0] is None


def damaged(tmp_path, how: str):
    path = workbook(tmp_path / "su_2022.xlsx", [line()])
    whole = path.read_bytes()
    if how == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif how == "no zip":
        path.write_bytes(b"PK\x03\x04" + b"nothing" * 100)
    elif how == "text":
        path.write_text("this is no workbook", encoding="utf-8")
    elif how == "doctype":
        with zipfile.ZipFile(path, "a") as packed:
            packed.writestr("xl/more.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    elif how == "broken sheet":
        parts = {part.filename: zipfile.ZipFile(path).read(part) for part in zipfile.ZipFile(path).infolist()}
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in parts.items():
                packed.writestr(name, text[: len(text) // 2] if name.endswith("sheet1.xml") else text)
    return path


@pytest.mark.parametrize("how", ["cut", "no zip", "text", "doctype", "broken sheet"])
def test_a_damaged_workbook_says_its_name_and_what_is_wrong(tmp_path, how):
    path = damaged(tmp_path, how)
    with pytest.raises(Unusable, match=r"su_2022\.xlsx"):
        list(samhsa.read(path, DAY))


def test_what_unpacks_to_too_much_is_not_opened(tmp_path, monkeypatch):
    path = workbook(tmp_path / "su.xlsx", [line() for _row in range(200)])
    monkeypatch.setattr(tables, "MOST_UNPACKED", 4000)
    with pytest.raises(Unusable, match="unpacks to more"):
        list(samhsa.read(path, DAY))
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(b"name1,type_facility\n" + b"x,MH\n" * 200_000))
    with pytest.raises(Unusable, match="unpacks to more"):
        list(samhsa.read(packed, DAY))


def test_a_file_that_is_too_big_empty_or_missing_is_not_read(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(tables.MOST_BYTES + 1)
    with pytest.raises(Unusable, match="at most 200 MB"):
        tables.check_size(path)
    (tmp_path / "none.csv").touch()
    for name in ("none.csv", "gone.csv"):
        with pytest.raises(Unusable, match=name):
            tables.check_size(tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [b"name1,type_facility\n\xff\xfe\xfa,MH\n", b"name,other\na,b\n", b'name1,type_facility\n"' + b"x" * 2_000_000],
)
def test_a_csv_that_is_none_says_where(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=r"a\.csv"):
        list(samhsa.read(path, DAY))


def test_a_gzip_that_ends_early_is_refused(tmp_path):
    path = tmp_path / "a.csv.gz"
    whole = gzip.compress(b"".join(b"name1,type_facility,%d\n" % n for n in range(20_000)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unusable, match="ends early"):
        list(tables.csv_rows(path))


MAP = """
[source]
key = "county"
name = "County list"
publisher = "The county"
licence = "CC0"
credit = "County"
confidence = "operator"
as_of = 2026-01-02
[columns]
name = "Who"
zip = "ZIP"
[terms]
columns = ["Offers"]
separator = "|"
[terms.values]
"marriage talks" = "couples-therapy"
"parking" = []
[flags]
"Ramp" = ["wheelchair"]
"""


def test_any_csv_is_read_with_a_map(tmp_path):
    (tmp_path / "m.toml").write_text(MAP)
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeffWho,ZIP,Offers,Ramp\nElm,2138,Marriage Talks| imago |parking|odd thing,YES\n", encoding="utf-8"
    )
    [item] = csvmap.read(path, csvmap.read_map(tmp_path / "m.toml"))
    assert item.row.codes == ("couples-therapy", "imago", "odd_thing", "wheelchair")
    assert (item.origin.scheme, item.origin.invented, item.row.zip) == ("terms", False, "02138")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"couples-therapy"', '"nothing-known"'),
        ('name = "Who"', 'colour = "Who"'),
        ("as_of = 2026-01-02", ""),
        ('confidence = "operator"', 'confidence = "rumour"'),
        ("[flags]", "[flags"),
    ],
)
def test_a_map_with_a_slip_is_refused(tmp_path, old, new):
    (tmp_path / "m.toml").write_text(MAP.replace(old, new))
    with pytest.raises(Unusable, match="map"):
        csvmap.read_map(tmp_path / "m.toml")


def test_a_column_the_map_names_has_to_be_there(tmp_path):
    (tmp_path / "m.toml").write_text(MAP)
    (tmp_path / "a.csv").write_text("Who,ZIP\nElm,02138\n")
    with pytest.raises(Unusable, match="Offers, Ramp"):
        list(csvmap.read(tmp_path / "a.csv", csvmap.read_map(tmp_path / "m.toml")))
