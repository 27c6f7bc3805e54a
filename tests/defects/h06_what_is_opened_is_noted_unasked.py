"""Opening places is noted for suggestions that nobody has turned on."""

from typing import Any

from msgspec.structs import replace

from hearken.finder import shelf

TARGET = "hearken.finder.shelf._trace"
TEST = "tests/apps/finder/test_shelf.py::test_nothing_is_noted_while_suggestions_are_off"


def replacement(request: Any, response: Any, kind: str, names: Any, _near: Any = None) -> None:
    def noted(before: shelf.Shelf) -> shelf.Shelf:
        traces = [(name, shelf.clock.day(0)) for name in names]
        return replace(before, profile=replace(before.profile, **{kind: traces}))

    shelf.change(request, response, noted)
