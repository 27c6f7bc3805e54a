"""What the tests of the guide read a page with: its words, sentences and reading grade."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from hearken.guide.pages import Page

VOWELS = re.compile(r"[aeiouy]+")


def today() -> date:
    return datetime.now(UTC).date()


def blocks(page: Page) -> Iterator[str]:
    """Every block of words a reader meets, one at a time."""
    yield page.lead
    for fact in page.overview:
        yield fact.text
    for section in page.sections:
        yield from section.text.split("\n")
    for each in page.faq:
        yield each.question
        yield from each.text.split("\n")


def sentences(page: Page) -> list[str]:
    """Split at the end of sentences; a block ends one too."""
    found = (each for block in blocks(page) for each in re.split(r"(?<=[.?:!])[”’)]*\s+", block))
    return [each for each in found if re.search(r"[A-Za-z]", each)]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’'-]*|\d[\d,.]*", text)


def syllables(word: str) -> int:
    """A count that is good enough: runs of vowels, without the silent e at the end."""
    bare = re.sub(r"[^a-z]", "", word.casefold())
    if len(bare) > 3 and bare.endswith(("e", "es", "ed")) and not bare.endswith(("le", "les", "ted", "ded")):
        bare = re.sub(r"e[sd]?$", "", bare)
    return max(1, len(VOWELS.findall(bare)))


def grade(page: Page) -> float:
    """Flesch-Kincaid: the school year whose pupils can read it."""
    said = sentences(page)
    every = [word for sentence in said for word in words(sentence)]
    spoken = sum(syllables(word) for word in every)
    return 0.39 * len(every) / len(said) + 11.8 * spoken / len(every) - 15.59


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    """Every run of `size` words."""
    run = [word.casefold().strip("’'-.,") for word in words(text)]
    return {tuple(run[at : at + size]) for at in range(len(run) - size + 1)}
