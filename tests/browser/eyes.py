"""Looks at every screen of a story: axe in light and dark, nothing sideways. PICTURES=<folder> keeps what was seen."""

import os
from pathlib import Path

from tests.browser.checks import in_light_and_dark, sideways
from tests.browser.people import Person

PICTURES = os.environ.get("PICTURES", "")


class Eyes:
    """Looks at a screen as soon as it stands: axe in light and dark, nothing sideways. Keeps a picture when asked."""

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.seen = 0

    def look(self, *people: Person, at: str) -> None:
        for person in people:
            self.seen += 1
            page = person.page
            wrong = in_light_and_dark(page) + sideways(page)
            self.findings += [f"{at}, {person.name}: {each}" for each in wrong]
            if PICTURES:
                for scheme in ("dark", "light"):
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                    person.takes(Path(PICTURES) / f"{self.seen:02d}-{at}-{person.name}-{scheme}.png")
                page.emulate_media(color_scheme="light")
                page.emulate_media(reduced_motion="no-preference")
