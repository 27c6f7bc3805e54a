"""The shape of the house: sizes, heads, one writer, one door to the environment, nothing from outside."""

import ast
import re

import pytest

from tests.conftest import ROOT

SOURCES = sorted(file for file in (ROOT / "hearken").rglob("*.py") if "migrations" not in file.parts)
TEMPLATES = sorted((ROOT / "hearken").rglob("*.html"))
SHEETS = sorted((ROOT / "hearken").rglob("*.css"))
SCRIPTS = sorted((ROOT / "hearken").rglob("*.js"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
NAMES = {"Hearken", "findahelpline.com"}
LIMITS = ((SOURCES, 310), (TEMPLATES, 120), (SCRIPTS, 200), (TESTS, 400))


def _name(file) -> str:
    return str(file.relative_to(ROOT))


def test_the_lists_are_not_empty():
    assert SOURCES
    assert TEMPLATES
    assert SHEETS
    assert SCRIPTS
    assert TESTS


def test_no_file_has_grown_too_long():
    long = [f"{_name(file)}: {lines}" for files, most in LIMITS for file in files if (lines := _lines(file)) > most]
    assert not long, long


def test_no_function_has_grown_too_long():
    long = [
        f"{_name(file)}: {node.name} {node.end_lineno - node.lineno + 1}"
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 45
    ]
    assert not long, long


def test_every_module_says_what_it_is_for():
    silent = [
        _name(file)
        for file in SOURCES
        if (text := file.read_text()).strip()
        and file.name not in {"apps.py", "urls.py", "__main__.py"}
        and ast.get_docstring(ast.parse(text)) is None
    ]
    assert not silent, silent


def test_only_the_store_writes_the_journal():
    writers = [
        _name(file)
        for file in SOURCES
        if "rooms" in file.parts
        and re.search(
            r"INSERT INTO rooms_entry|Entry\.objects\.(create|bulk_create|update)|(?<!\w)Entry\(", file.read_text()
        )
        and "class Entry(" not in file.read_text()
    ]
    assert writers == ["hearken/rooms/store.py"]


def test_the_environment_is_read_in_one_place():
    readers = [
        _name(file) for file in SOURCES if re.search(r"os\.environ(?!\.setdefault)|os\.getenv", file.read_text())
    ]
    assert readers == ["hearken/lib/env.py"]


def test_nothing_in_the_product_calls_out():
    """T18, the server's half: no client for other machines is imported anywhere."""
    clients = {"requests", "httpx", "aiohttp", "urllib.request", "http.client", "smtplib", "ftplib"}
    found = [
        f"{_name(file)}: {name}"
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _imported(node)
        if name in clients
    ]
    assert not found, found


@pytest.mark.parametrize("file", [*TEMPLATES, *SHEETS, *SCRIPTS], ids=_name)
def test_pages_name_no_other_place(file):
    """T18, the pages' half: no address of another machine in markup, style or script."""
    text = re.sub(r"https?://www\.w3\.org/\S+", "", file.read_text())
    text = re.sub(r'<a href="[^"]*" rel="noreferrer[^"]*">', "", text)  # a link asks for nothing until it is pressed
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_templates_have_no_inline_script_or_style(file):
    text = file.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("file", SCRIPTS, ids=_name)
def test_scripts_never_make_markup_from_text(file):
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", file.read_text()
    )


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_every_word_in_a_template_can_be_translated(file):
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", file.read_text(), flags=re.S)
    text = re.sub(r"{% block \w*(?:class|attrs) %}.*?{% endblock %}", "", text, flags=re.S)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}|<!--.*?-->", "", text, flags=re.S)
    attributes = re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]*)"', text)
    left = re.sub(r"<[^>]*>", " ", text)
    words = [word for word in [*left.split(), *attributes] if word not in NAMES]
    loose = [word for word in words if re.search(r"[A-Za-z]{2,}", re.sub(r"&\w+;", "", word))]
    assert not loose, loose[:10]


def _lines(file) -> int:
    return file.read_text().count("\n")


def _imported(node) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
