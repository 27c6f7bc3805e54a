"""The guide's pages as they are served: to anybody, to machines, and where there is none."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from hearken.guide.pages import pages
from hearken.guide.structured import block

ALL = pytest.mark.parametrize("slug", list(pages()))
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def html(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def visible(markup: str) -> str:
    """Words of a piece of the page, without source marks."""
    bare = re.sub(r"\u2060?<sup.*?</sup>", "", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", bare))).strip().replace(" .", ".").replace(" ,", ",")


def graph(page: str) -> dict[str, dict]:
    (said,) = DATA.findall(page)
    return {each["@type"]: each for each in json.loads(said)["@graph"]}


def test_the_list_names_every_page() -> None:
    page = html("/guide")
    for each in pages().values():
        assert f'href="/guide/{each.slug}"' in page
        assert each.lead in unescape(page)


@ALL
def test_a_page_shows_what_its_file_says(slug: str) -> None:
    page, held = unescape(html(f"/guide/{slug}")), pages()[slug]
    assert f"<title>{held.title}. Hearken</title>" in page
    for section in held.sections:
        assert not section.id or f'<section class="stack" id="{section.id}"' in page
        assert not section.id or f'href="#{section.id}"' in page
    for source in held.sources:
        assert f'id="source-{source.key}"' in page
        assert source.title in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Not yet read by a clinician." in page


@ALL
def test_general_knowledge_says_so(slug: str) -> None:
    said = "Nobody has looked it up for this page yet." in html(f"/guide/{slug}")
    assert said == any(source.general for source in pages()[slug].sources)


@ALL
def test_machines_are_told_what_people_read(slug: str) -> None:
    page, held = html(f"/guide/{slug}"), pages()[slug]
    said = graph(page)
    about = said["MedicalWebPage"]
    assert (about["name"], about["description"]) == (held.title, held.lead)
    assert about["lastReviewed"] == held.checked.isoformat()
    assert "reviewedBy" not in about
    assert about["url"] == f"http://testserver/guide/{slug}"
    assert [each["name"] for each in said["BreadcrumbList"]["itemListElement"]] == ["Guide", held.title]
    assert "aggregateRating" not in page
    assert ("FAQPage" in said) == bool(held.faq)


def test_questions_for_machines_equal_those_for_people() -> None:
    page = html("/guide/imago")
    shown = page[page.index('<section id="asked"') :]
    asked = re.findall(r"<h3>(.*?)</h3>\s*<div class=\"asked__answer stack\">(.*?)</div></div>", shown, re.DOTALL)
    told = graph(page)["FAQPage"]["mainEntity"]
    assert len(asked) == 6
    assert [(each["name"], re.sub(r"\s+", " ", each["acceptedAnswer"]["text"])) for each in told] == [
        (visible(question), visible(answer)) for question, answer in asked
    ]


def test_no_word_ends_the_data() -> None:
    held = pages()["imago"]
    evil = type(held)(**{name: getattr(held, name) for name in held.__slots__} | {"lead": "</script><b>\u2028&"})
    made = block(evil, lambda path: path, "Guide")
    assert made.count("</script>") == 1
    assert "<b>" not in made
    assert "\u2028" not in made
    assert json.loads(DATA.findall(made)[0])["@graph"][0]["description"] == "</script><b>\u2028&"


def test_only_public_reading_is_indexed() -> None:
    noindex = '<meta name="robots" content="noindex">'
    assert not [path for path in ("/", "/guide", *(f"/guide/{slug}" for slug in pages())) if noindex in html(path)]
    others = ("/help", "/who-can-see-what", "/who-runs-this", "/start")
    assert not [path for path in others if noindex not in html(path)]


@pytest.mark.parametrize("slug", ["nothing", "Imago", "..%2Fcrisis%2FUK", "imago.md", "a" * 300])
def test_what_is_not_there(slug: str) -> None:
    missing = Client().get("/no-such-page")
    answer = Client().get(f"/guide/{slug}")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert answer.content.decode() == missing.content.decode()


def test_nothing_is_kept_of_who_reads() -> None:
    for path in ("/guide", "/guide/imago"):
        answer = Client().get(path)
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert Client().post(path).status_code == 405


def test_a_place_is_asked_for_without_a_script() -> None:
    page = html("/guide/imago")
    assert '<form class="pick" method="get" action="/find"' in page
    assert '<input type="hidden" name="approach" value="imago">' in page
    assert 'name="near"' in page
    assert 'href="/find?approach=imago"' in page
    assert 'href="/find?pay=sliding-scale"' in html("/guide/sliding-scale")


def test_one_filled_button() -> None:
    for slug in pages():
        main = html(f"/guide/{slug}")
        filled = [each for each in re.findall(r'class="(btn[^"]*)"', main) if not re.search("quiet|plain|even", each)]
        assert len(filled) <= 1, (slug, filled)


def test_ways_to_the_guide_stand_on_public_pages_only() -> None:
    for path in ("/", "/guide", "/who-can-see-what"):
        assert '<a class="wide-only navlink" href="/guide/imago">' in html(path)
    for path in ("/help", "/start"):
        assert "navlink" not in html(path)
    assert 'href="/guide"' in html("/")
