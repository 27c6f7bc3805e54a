"""What a screen is asked: no serious finding of axe, nothing sideways, nothing small to press, focus seen.

Each check returns what is wrong, as short lines; an empty list is a pass.
"""

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

WORST = ("serious", "critical")
SETTLED = """() => document.readyState === "complete" && document.getAnimations().every(
  (each) => !(each instanceof CSSTransition) || each.playState !== "running")"""
"""The page has come, and no colour is half-way between two."""


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def accessible(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Serious and critical findings of axe. `rules`: only these."""
    page.wait_for_function(SETTLED)
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_axe())
    how: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        how["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("(how) => axe.run(document, how).then(({ violations }) => violations)", how)
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for each in found
        if each["impact"] in WORST
        for node in each["nodes"][:3]
    ]


def in_light_and_dark(page: Page) -> list[str]:
    """Everything in light, and what depends on colour in dark. Without motion: half-way colours are nobody's."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = accessible(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in accessible(page, ("color-contrast",))]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.emulate_media(reduced_motion="no-preference")
    return found


SIDEWAYS = """() => {
  const wide = innerWidth + 1;
  const root = document.scrollingElement;
  const found = [];
  if (root.scrollWidth > wide) found.push(`the page is ${root.scrollWidth} wide in ${innerWidth}`);
  const seen = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const clipped = (each) => each && getComputedStyle(each).clipPath !== "none";
  const forTheEar = (each) => clipped(each.closest(".past__log, .between"));
  for (const each of document.querySelectorAll("body *")) {
    if (!seen(each) || each.closest(".vh, .skip, svg") || forTheEar(each)) continue;
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (box.right > wide || box.left < -1) found.push(`off the side: ${each.outerHTML.slice(0, 120)}`);
    const style = getComputedStyle(each);
    const cuts = /hidden|clip/.test(style.overflowX + style.overflowY) && !each.matches("input, textarea, select");
    const over = each.scrollWidth > each.clientWidth + 2;
    if (cuts && each.textContent.trim() && (over || each.scrollHeight > each.clientHeight + 2)) {
      found.push(`cut: ${each.outerHTML.slice(0, 120)}`);
    }
    if (each.matches("button, .btn, .chip > span") && over) found.push(`label cut: ${each.textContent}`);
  }
  return found;
}"""
SMALL = """() => {
  const found = [];
  const least = 24;
  for (const each of document.querySelectorAll("a, button, input, select, textarea, summary, [role=button]")) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".vh, .skip")) continue;
    const inText = each.matches("a") && getComputedStyle(each).display === "inline";  // let be by WCAG 2.5.8
    const target = each.matches("input[type=radio], input[type=checkbox]") ? each.closest("label") ?? each : each;
    const { width, height } = target.getBoundingClientRect();
    if (inText || (width >= least && height >= least)) continue;
    found.push(`${Math.round(width)} x ${Math.round(height)}: ${each.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""
LEAVE_ON_TOP = """() => {
  const leave = document.querySelector("a[data-exit]");
  const box = leave.getBoundingClientRect();
  if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) return ["outside the window"];
  const points = [[0.5, 0.5], [0.1, 0.3], [0.9, 0.3], [0.1, 0.8], [0.9, 0.8]];
  const hit = ([x, y]) => leave.contains(document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  return points.filter((point) => !hit(point)).map((point) => `covered at ${point}`);
}"""
FOCUS = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return { lost: true };
  const around = [held, held.nextElementSibling, held.closest("label")].filter(Boolean);
  const ring = around.some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && parseFloat(style.opacity) > 0;
  });
  const shown = parseFloat(getComputedStyle(held).opacity) ? held : held.closest("label") ?? held;
  const box = shown.getBoundingClientRect();
  const over = [...document.querySelectorAll("header.bar, footer.floor")].filter((bar) => {
    if (bar.contains(held) || !["sticky", "fixed"].includes(getComputedStyle(bar).position)) return false;
    const { top, bottom, height } = bar.getBoundingClientRect();
    return height && box.top < bottom - 1 && box.bottom > top + 1;
  });
  const outside = box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
  const tall = box.height > innerHeight * 0.5;
  return { lost: false, ring, covered: over.length > 0 && !tall, outside,
    what: `${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight}: ${held.outerHTML.slice(0, 100)}` };
}"""


def sideways(page: Page) -> list[str]:
    """What makes the page scroll in two ways, stands outside it, or is cut."""
    return list(page.evaluate(SIDEWAYS))


def small_targets(page: Page) -> list[str]:
    """Things to press under 24 px (WCAG 2.5.8), links within a sentence apart."""
    return list(page.evaluate(SMALL))


def leave_covered(page: Page) -> list[str]:
    """Why the way out could not be pressed."""
    return list(page.evaluate(LEAVE_ON_TOP))


def focus(page: Page) -> dict[str, Any]:
    """{lost} or {lost, ring, covered, outside, what} of the element that has the keyboard."""
    return dict(page.evaluate(FOCUS))
