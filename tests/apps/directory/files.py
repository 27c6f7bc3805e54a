"""Files for tests of the import: small invented ones made here, and the real ones where they lie beside the project."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT

REAL = ROOT.parent / "shared" / "data" / "finder"
HEADER = [
    "name1",
    "name2",
    "street1",
    "street2",
    "city",
    "state",
    "zip",
    "phone",
    "intake1",
    "intake2",
    "intake1a",
    "intake2a",
    "service_code_info",
]
BOOK = {"su": ("SA", "OP", "MCO", "FCO", "TELE", "MD", "SP"), "mh": ("MH", "OP", "CFT", "CMHC", "TELE", "MD", "SP")}
BOTH = ("National_Directory_SA_Facilities_2022.xlsx", "National_Directory_MH_Facilities_2022.xlsx")


def real(name: str) -> Path:
    """One of the real files. They are too big to ship: without them the test is left out, and says so."""
    if not (REAL / name).exists():
        pytest.skip(f"{name} is not beside this project (../shared/data/finder)")
    return REAL / name


def line(name: str = "Elm House", codes: str = "SA * OP * MCO", **more: str) -> list[str]:
    """One row of a workbook, in the order of HEADER."""
    given = {"street1": "1 Elm Street", "city": "Cambridge", "state": "MA", "zip": "02138", "phone": "617-555-0100"}
    given |= {"name1": name, "service_code_info": codes} | more
    return [given.get(column, "") for column in HEADER]


def workbook(path: Path, rows: Sequence[Sequence[str]], which: str = "su", book: bool = True) -> Path:
    """A workbook in the layout of the directories."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Facilities List"
    for row in (HEADER, *rows):
        sheet.append(list(row))
    if book:
        codes = made.create_sheet("Service Code Reference")
        codes.append(["category_code", "category_name", "service_code", "service_name", "service_description"])
        for code in BOOK[which]:
            codes.append(["TC", "Type", code, "Name", ""])
    made.save(path)
    return path


def locator(path: Path, rows: Sequence[str], codes: str = "") -> Path:
    """An export of the locator: its columns, then one column a code in small letters."""
    columns = "name1,name2,street1,street2,city,state,zip,zip4,county,phone,intake_prompt,intake1,intake2,website"
    header = f"{columns},latitude,longitude,type_facility{codes}"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path
