"""The guide, as people read it: on a phone and a desk, in the dark, by keyboard, without scripts, on paper."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import in_light_and_dark, leave_covered, sideways, small_targets
from tests.browser.keyboard import tab_to
from tests.browser.people import PHONE, Person, Town

READ = ("/guide", "/guide/imago", "/guide/levels-of-care", "/guide/withdrawal-management")
SIZES = {"320 px": (320, 640), "400 %": (320, 256), "phone": PHONE, "wide": (1280, 800)}
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
    * { word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
DRAWN = """(figure) => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const shapes = [...figure.querySelectorAll(".fig-ink, .fig-between, .fig-text, .fig-dots circle")];
  const seen = (each) => {
    const { stroke, fill } = getComputedStyle(each);
    return [stroke, fill].some((colour) => colour !== "none" && colour !== paper);
  };
  return shapes.length > 3 && shapes.every(seen);
}"""
TOO_SMALL = """(figure) => {
  const svg = figure.querySelector("svg");
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const texts = [...figure.querySelectorAll("text")];
  return texts.filter((each) => {
    const { right } = each.getBoundingClientRect();
    return 16 * scale < 15 || right > svg.getBoundingClientRect().right + 1;
  }).map((each) => each.textContent);
}"""


@pytest.mark.parametrize("path", READ)
def test_t44_a_page_of_the_guide(town: Town, path: str) -> None:
    ana = town.ana().opens(path)
    found = {"colours": in_light_and_dark(ana.page)}
    for name, size in SIZES.items():
        ana.page.set_viewport_size({"width": size[0], "height": size[1]})
        found[name] = sideways(ana.page) + small_targets(ana.page) + leave_covered(ana.page)
    ana.page.set_viewport_size({"width": 320, "height": 640})
    ana.page.evaluate(SPACING)
    found["spacing"] = sideways(ana.page) + small_targets(ana.page)
    ana.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    found["turned"] = sideways(ana.page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_t42_by_keyboard(town: Town) -> None:
    # given: the page on a desk
    ana = town.ana().opens("/guide/imago")
    # when: Ana goes to a question by the list of what is on the page
    tab_to(ana, "Often asked")
    ana.page.keyboard.press("Enter")
    expect(ana.page).to_have_url(re.compile("#asked$"))
    heading = ana.page.get_by_role("heading", name="Often asked")
    box = heading.bounding_box()
    bar = ana.page.locator("header.bar").bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= bar["y"] + bar["height"], "the heading is under the bar"
    # then: the next stops are in the answers, and the place can be written
    tab_to(ana, "Town or ZIP code")
    ana.page.keyboard.type("02138")
    with ana.page.expect_request(lambda request: "/find?" in request.url) as asked:
        ana.page.keyboard.press("Enter")
    assert asked.value.url.endswith("/find?approach=imago&near=02138")


def test_t42_a_mark_leads_to_its_source(town: Town) -> None:
    ana = town.ana(size=PHONE).opens("/guide/imago")
    ana.page.get_by_role("link", name="Source 1", exact=True).first.click()
    expect(ana.page).to_have_url(re.compile("#source-trupaths2026$"))
    expect(ana.page.locator("#source-trupaths2026")).to_be_in_viewport()


def test_t42_the_menu_of_a_phone(town: Town) -> None:
    ana = town.ana(size=PHONE).opens("/")
    tab_to(ana, "Menu")
    ana.page.keyboard.press("Enter")
    ana.page.keyboard.press("Tab")
    with ana.page.expect_navigation():
        ana.page.keyboard.press("Enter")
    ana.reads("Imago Relationship Therapy")
    assert sideways(ana.page) == []


def test_it_reads_without_scripts(town: Town) -> None:
    ana = town.person("Ana", "Ben", town.context(java_script_enabled=False)).opens("/guide/imago")
    for text in ("How long does it take?", "For others it takes several months.", "Promising, with thin proof."):
        ana.reads(text)
    ana.page.get_by_label("Town or ZIP code").fill("02138")


def figures_are_drawn(ana: Person) -> bool:
    figures = ana.page.locator("figure.figure")
    return figures.count() == 2 and all(figures.nth(at).evaluate(DRAWN) for at in range(2))


def test_the_figures_in_every_light(town: Town) -> None:
    ana = town.ana().opens("/guide/imago")
    for scheme in ("light", "dark"):
        ana.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert figures_are_drawn(ana), scheme
        ana.page.emulate_media(color_scheme=scheme, forced_colors="active")  # type: ignore[arg-type]
        assert figures_are_drawn(ana), f"forced, {scheme}"
        ana.page.emulate_media(forced_colors="none")
    for width in (360, 1280):
        ana.page.set_viewport_size({"width": width, "height": 800})
        for at in range(2):
            assert ana.page.locator("figure.figure").nth(at).evaluate(TOO_SMALL) == []


def test_on_paper(town: Town) -> None:
    ana = town.ana().opens("/guide/imago")
    ana.page.emulate_media(media="print")
    for gone in ("header.bar", ".toc", "form", ".foot", ".btn"):
        assert not [each for each in ana.page.locator(gone).all() if each.is_visible()], gone
    for text in ("How sure can we be?", "How long does it take?"):
        ana.reads(text)
    address = ana.page.locator("#source-gehlert2017 a").evaluate("(a) => getComputedStyle(a, '::after').content")
    assert "collected.jcu.edu" in address


def test_t16_what_machines_are_told_is_no_script(town: Town) -> None:
    """The block of data is whole, nothing ran, and the policy had nothing to say (the town asks at its end)."""
    ana = town.ana().opens("/guide/imago")
    said = ana.page.locator('script[type="application/ld+json"]').text_content()
    kinds = {each["@type"] for each in json.loads(said or "")["@graph"]}
    assert kinds == {"MedicalWebPage", "FAQPage", "BreadcrumbList"}
    assert ana.page.evaluate("document.querySelectorAll('main script').length") == 0
