"""Every promise names tests that exist and carry its id, and a defect where it says so."""

import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs/reference/promises.md").read_text()
ROWS = re.findall(r"^\| ([TH]\d\d) \| .+? \| (.+?) \| (\w*) ?\|$", PAGE, re.M)


def test_there_are_promises():
    assert len(ROWS) >= 18


@pytest.mark.parametrize(("check", "files", "defect"), ROWS, ids=[row[0] for row in ROWS])
def test_a_promise_is_held(check, files, defect):
    names = re.findall(r"`([^`]+)`", files)
    assert names
    texts = [(ROOT / name).read_text() for name in names]
    assert any(re.search(rf"def test_(?:\w*_)?{check.lower()}_", text) for text in texts), "no test carries the id"
    if defect:
        assert list((ROOT / "tests/defects").glob(f"{check.lower()}_*.py"))
