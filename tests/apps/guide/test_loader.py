"""A page with a mistake in it stops the start, and says which page and what."""

from datetime import date
from pathlib import Path

import pytest

from hearken.guide.pages import Kind, parse, read_pages
from hearken.lib.content import BadContent

TODAY = date(2026, 11, 25)
GOOD = """+++
title = "A way"
lead = "What it is."
kind = "therapy"
approach = "imago"
checked = 2026-11-24
by = ""
overview = [["Who comes", "Two people[^book]"]]
asks = ["What is it?", "How long?", "Who for?"]

[sources.book]
title = "A book"
where = "Its first part"
year = 2019
url = "https://books.example/one"

[sources.general]
general = true

[[faq]]
question = "Does it hurt?"
answer = "No.[^general] See [the idea](#idea) or [help](/help)."
+++
## The idea {#idea}

One line.[^book] *A quiet one.* **Strong.**

![](figure:overview)

1. ### First

   Then more, from [the book](https://books.example/one).

- A point

> Wait.
"""


def page(written: str = GOOD, slug: str = "a-way"):
    return parse(slug, written, TODAY)


def test_a_good_page() -> None:
    found = page()
    assert (found.slug, found.kind, found.facet, found.by) == ("a-way", Kind.THERAPY, "approach", "")
    assert [(each.key, each.number, each.general) for each in found.sources] == [
        ("book", 1, False),
        ("general", 2, True),
    ]
    (section,) = found.sections
    assert [piece.figure for piece in section.pieces] == ["", "overview", ""]
    assert section.text.split("\n")[0] == "One line. A quiet one. Strong."
    assert found.faq[0].text == "No. See the idea or help."
    assert 'href="#source-book" aria-label="Source 1">[1]</a>' in section.pieces[0].html
    assert '<span class="note">A quiet one.</span>' in section.pieces[0].html
    assert 'href="https://books.example/one" rel=noreferrer' in section.pieces[2].html
    assert "rel=" not in found.faq[0].html


def test_sections_are_optional() -> None:
    body = GOOD.split("+++\n")[2]
    found = page(GOOD.replace(body, "One line.[^book]\n").replace(" See [the idea](#idea) or [help](/help).", ""))
    assert [(each.id, each.title, each.text) for each in found.sections] == [("", "", "One line.")]


MISTAKES: dict[str, tuple[str, str, str]] = {
    # what is wrong: what is written, what stands there instead, what the message names
    "no tables": ("+++\ntitle", "title", "+++"),
    "not TOML": ('title = "A way"', "title = A way", "TOML"),
    "unknown key": ('by = ""', 'by = ""\nrating = 5', "rating"),
    "no day": ("checked = 2026-11-24\n", "", "checked"),
    "a day in words": ("checked = 2026-11-24", 'checked = "soon"', "checked"),
    "a day to come": ("checked = 2026-11-24", "checked = 2026-11-26", "future"),
    "nobody named": ('by = ""\n', "", "by"),
    "no title": ('title = "A way"', 'title = ""', "title"),
    "markup in the lead": ("What it is.", "What <b>it</b> is.", "lead"),
    "unknown kind": ('kind = "therapy"', 'kind = "cure"', "kind"),
    "a therapy that finds nothing": ('approach = "imago"\n', "", "approach"),
    "a term that is no key": ('approach = "imago"', 'approach = "Imago & co"', "approach"),
    "two asks": ('"How long?", "Who for?"', '"How long?"', "asks"),
    "an ask twice": ('"How long?"', '"Who for?"', "asks"),
    "an ask that asks nothing": ('"How long?"', '"How long"', "asks"),
    "half an overview": ('["Who comes", "Two people[^book]"]', '["Two people[^book]"]', "overview"),
    "unknown source": ("One line.[^book]", "One line.[^film]", "film"),
    "a source for nothing": ("No.[^general]", "No.", "general"),
    "a source without a place": ('where = "Its first part"\n', "", "where"),
    "a source that is not https": ("https://books.example/one", "http://books.example/one", "url"),
    "general knowledge with a title": ("general = true", 'general = true\ntitle = "X"', "general"),
    "a question that is none": ("Does it hurt?", "It hurts", "question"),
    "no answer": ("No.[^general] See [the idea](#idea) or [help](/help).", " ", "answer"),
    "an unknown key of an answer": ('question = "Does', 'score = 1\nquestion = "Does', "score"),
    "a heading in an answer": ('answer = "No.', 'answer = "## So\\n\\nNo.', "heading"),
    "a link to elsewhere": ("[help](/help)", "[help](https://elsewhere.example/)", "elsewhere.example"),
    "a link without a scheme": ("[help](/help)", "[help](//elsewhere.example/)", "elsewhere.example"),
    "a link that runs": ("[help](/help)", "[help](javascript:alert(1))", "]("),
    "a link to no section": ("(#idea)", "(#ideas)", "ideas"),
    "raw HTML": ("One line.", "One <b>line</b>.", "<"),
    "a script": ("One line.", "<script>alert(1)</script>", "<"),
    "a bare address": ("One line.", "See https://elsewhere.example/.", "://"),
    "a heading without an id": ("{#idea}", "", "{#idea}"),
    "an id of the page's own": ("{#idea}", "{#sources}", "sources"),
    "an id twice": ("> Wait.", "## Again {#idea}\n\nWait.", "idea"),
    "a heading too large": ("## The idea", "# The idea", "##"),
    "nothing under a heading": ("> Wait.", "## Empty {#empty}\n", "Empty"),
    "an unknown figure": ("figure:overview", "figure:couple", "couple"),
    "a picture from elsewhere": ("figure:overview", "https://elsewhere.example/a.png", "figure"),
    "a figure within a line": ("One line.", "One ![](figure:overview) line.", "figure"),
    "a star left over": ("**Strong.**", "**Strong.", "*"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_the_start(mistake: str) -> None:
    right, wrong, names = MISTAKES[mistake]
    assert right in GOOD
    with pytest.raises(BadContent) as refusal:
        page(GOOD.replace(right, wrong))
    assert "guide/a-way.md" in str(refusal.value)
    assert names in str(refusal.value)


def test_a_file_name_is_small_letters() -> None:
    with pytest.raises(BadContent, match="file name"):
        page(slug="A Way")


def test_a_page_without_any_source() -> None:
    body = GOOD.split("+++\n")[2]
    bare = GOOD[: GOOD.index("[sources.book]")].replace("[^book]", "") + "[sources]\n+++\n" + "One line.\n"
    assert body
    with pytest.raises(BadContent, match="no claim has a source"):
        page(bare)


def test_two_pages_with_one_title(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(GOOD)
    with pytest.raises(BadContent, match="same title"):
        read_pages(tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(BadContent, match="no page"):
        read_pages(tmp_path)


def test_a_wrong_clock_takes_no_page_away(tmp_path: Path) -> None:
    (tmp_path / "later.md").write_text(GOOD.replace("2026-11-24", "2199-01-01"))
    assert list(read_pages(tmp_path)) == ["later"]
