"""What is written in the guide: plain, sourced, dated, asked for in people's words, and ours."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from hearken.directory.vocabulary import vocabulary
from hearken.guide import pages as loader
from hearken.guide.pages import Kind, Page, pages
from hearken.lib.content import CONTENT
from tests.apps.guide.reading import blocks, grade, sentences, shingles, today, words
from tests.conftest import ROOT

BRIEF = ROOT.parent / "shared" / "brief"
MOST_WORDS_OF_A_SENTENCE = 35
HIGHEST_GRADE = 9.0
NOT_OUR_VOICE = re.compile(r"!|\bshould\b|\bmust\b|\bjust\b|\bsimply\b|\bproven\b", re.IGNORECASE)
ALL = pytest.mark.parametrize("page", pages().values(), ids=lambda page: page.slug)


def markup(page: Page) -> str:
    """All HTML that was written for this page."""
    pieces = [piece.html for section in page.sections for piece in section.pieces]
    return "\n".join([*pieces, *(each.html for each in page.faq), *(fact.html for fact in page.overview)])


def test_every_file_is_a_page() -> None:
    assert set(pages()) == {path.stem for path in (CONTENT / "guide").iterdir()}
    kinds = [page.kind for page in pages().values()]
    assert (kinds.count(Kind.THERAPY), kinds.count(Kind.NEIGHBOUR), kinds.count(Kind.TERM)) == (1, 8, 10)


def test_no_page_was_checked_in_the_future() -> None:
    assert loader.read_pages(loader.FOLDER, today()).keys() == pages().keys()


@ALL
def test_asks(page: Page) -> None:
    assert 3 <= len(page.asks) <= 8
    assert all(ask.endswith("?") and 3 <= len(words(ask)) <= 14 for ask in page.asks)


def test_no_ask_leads_to_two_pages() -> None:
    every = [ask.casefold() for page in pages().values() for ask in page.asks]
    assert len(every) == len(set(every))


@ALL
def test_a_reader_of_nine_school_years_can_read_it(page: Page) -> None:
    assert grade(page) <= HIGHEST_GRADE, round(grade(page), 1)


@ALL
def test_no_sentence_is_long(page: Page) -> None:
    long = [each for each in sentences(page) if len(words(each)) > MOST_WORDS_OF_A_SENTENCE]
    assert not long, long


@ALL
def test_it_speaks_in_our_voice(page: Page) -> None:
    said = [found[0] for block in (page.title, *blocks(page)) for found in NOT_OUR_VOICE.finditer(block)]
    assert not said, said


@ALL
def test_short_pages_are_short(page: Page) -> None:
    count = sum(len(words(section.text)) for section in page.sections)
    assert page.kind is Kind.THERAPY or 120 <= count <= 250, count


@ALL
def test_what_it_says_of_proof_has_a_source(page: Page) -> None:
    """Each section about proof, and each on when to wait, is marked; so is every page."""
    assert page.sources
    for section in page.sections:
        if section.id in ("evidence", "wait"):
            html = "".join(piece.html for piece in section.pieces)
            assert "#source-" in html or "/guide/" in html, section.id


@ALL
def test_every_link_leads_somewhere(page: Page) -> None:
    external = {source.url for source in page.sources}
    for href in re.findall(r'<a href="([^"]*)"', markup(page)):
        path, _, anchor = href.partition("#")
        if href in external or not path:
            continue  # ids on this page are checked by the loader
        try:
            match = resolve(path)
        except Resolver404:
            pytest.fail(f"{href} leads nowhere")
        if match.url_name == "guide_page":
            there = pages()[match.kwargs["slug"]]
            assert not anchor or anchor in {section.id for section in there.sections}, href


@ALL
def test_what_it_finds_is_in_the_vocabulary(page: Page) -> None:
    if page.approach:
        assert vocabulary().terms[page.approach].facet == page.facet


@ALL
def test_nobody_is_said_to_have_read_it_who_did_not(page: Page) -> None:
    """A name goes in here when somebody of the field has read the page, and told us so in writing."""
    assert page.by == ""


@pytest.mark.skipif(not BRIEF.is_dir(), reason="the briefs are not part of the project")
def test_no_sentence_was_taken_over() -> None:
    given = set[tuple[str, ...]]()
    for path in sorted(Path(BRIEF).glob("*.md")):
        given |= shingles(path.read_text(encoding="utf-8"))
    for page in pages().values():
        ours = set[tuple[str, ...]]().union(*(shingles(block) for block in blocks(page)))
        assert not ours & given, (page.slug, sorted(" ".join(each) for each in ours & given)[:3])
