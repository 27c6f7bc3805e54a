"""`hearken import`: exit codes and words, as the operator sees them."""

import argparse
from datetime import date

import pytest

from hearken.directory import queries
from hearken.ops import importing
from tests.apps.directory.files import line, workbook

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])


@pytest.fixture
def hearken(tmp_path, monkeypatch, capsys):
    """hearken("samhsa", file, ...) -> (exit code, what was printed)."""
    monkeypatch.setenv("HEARKEN_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("hearken.ops.serve.migrate", lambda: None)
    parser = argparse.ArgumentParser()
    importing.arguments(parser.add_subparsers(dest="verb", required=True))

    def call(*words):
        code = importing.main(parser.parse_args(["import", *map(str, words)]))
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def test_a_dry_run_an_import_and_the_same_again(hearken, tmp_path):
    path = workbook(tmp_path / "su_2022.xlsx", [line("Elm [b]House[/b]", zip="2138"), line("Oak", phone="call")])
    code, said = hearken("samhsa", path, "--dry-run")
    assert (code, queries.shown()) == (1, 0)
    assert "New 2, Changed 0, Gone 0" in said
    assert "1 x ZIP had lost its leading zeros, put back" in said
    assert "row su 2: 2138 is 02138" in said
    assert "Elm [b]House[/b]" in said
    code, said = hearken("samhsa", path)
    assert (code, queries.shown()) == (0, 1)
    assert "Shown now: edition 1" in said
    assert hearken("samhsa", path) == (0, "Nothing to do: this very file is what is shown.\n")
    assert hearken("samhsa", path, "--dry-run", "--as-of", "2022-03-01")[0] == 1


def test_unknown_codes_are_loud(hearken, tmp_path):
    path = workbook(tmp_path / "su_2022.xlsx", [line(codes="SA MCO QQ7")])
    code, said = hearken("samhsa", path)
    assert (code, queries.shown()) == (2, 0)
    assert "UNKNOWN CODE QQ7: 1 rows, such as su 2" in said
    assert "Nothing was published." in said
    code, said = hearken("samhsa", path, "--allow-unknown")
    assert (code, queries.shown()) == (0, 1)
    assert "UNKNOWN CODE QQ7" in said


def test_what_cannot_be_read_is_one_line(hearken, tmp_path):
    (tmp_path / "su_2022.xlsx").write_bytes(b"PK\x03\x04 no more")
    code, said = hearken("samhsa", tmp_path / "su_2022.xlsx")
    assert (code, said.count("\n")) == (2, 1)
    assert "damaged" in said
    code, said = hearken("samhsa", tmp_path / "missing_2022.xlsx")
    assert (code, said) == (2, "missing_2022.xlsx: cannot be opened (FileNotFoundError).\n")
    code, said = hearken("samhsa", workbook(tmp_path / "undated.xlsx", [line()]))
    assert "--as-of" in said
    assert code == 2


def test_terminal_signs_in_a_file_are_not_obeyed(hearken, tmp_path):
    rows = tmp_path / "a.csv"
    rows.write_text("Who,Town,Offers\n\x1b[2JElm,Boston,\x1b]0;mine\x07\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[source]\nkey="a"\nname="A"\npublisher="A"\nlicence="A"\ncredit="A"\nconfidence="operator"\nas_of=2026-01-01\n'
        '[columns]\nname="Who"\ncity="Town"\n[terms]\ncolumns=["Offers"]\n'
    )
    code, said = hearken("csv", rows, "--map", tmp_path / "m.toml", "--allow-unknown")
    assert code == 0
    assert "\x1b" not in said
    assert queries.sources()[0][1].as_of == date(2026, 1, 1)
