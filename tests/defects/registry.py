"""Faults planted on purpose: each shows that a named test can go red.

How to add one: write `tests/defects/<check>_<what>.py` with four things and a docstring saying what would go wrong
for people if the fault were real.

    TARGET = "hearken.core.dialogue.guards._card_read"      what to replace, as a dotted name; or a tuple of names
    TEST = "tests/core/dialogue/test_matrix.py::test_x"     the test that has to go red
    original = None                                          optional: the plug puts the first TARGET's original here
    def replacement(...): ...                                takes the place of every TARGET

A name that was taken over with `from x import y` is replaced where it is used: name every such place in TARGET (the
re-export and the user). A value held in a table (a guard in a row, a writer in a mapping) is not reached by
replacing the function's name: replace the function that looks the value up, or the attribute of the object
("hearken.core.dialogue.machine._WRITERS[signed]" reaches into a mapping by the text of its key).

tests/test_defects.py runs each TEST in a fresh interpreter with the fault (it has to fail) and without (it has to
pass). A defect must never change the product's files.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import tests.defects as home

NOT_DEFECTS = frozenset({"registry", "plugin"})


@dataclass(frozen=True, slots=True)
class Defect:
    """One planted fault. `id` is its module's name."""

    id: str
    targets: tuple[str, ...]
    test: str
    module: ModuleType

    def plant(self) -> None:
        """Replace every target in this process, for good. Raises LookupError where a target is not there."""
        for number, target in enumerate(self.targets):
            owner, key = _find(target)
            if number == 0:
                self.module.original = _get(owner, key)  # type: ignore[attr-defined]
            _get(owner, key)
            if isinstance(owner, dict):
                owner[key] = self.module.replacement
            else:
                setattr(owner, key, self.module.replacement)


def ids() -> list[str]:
    """Every defect's id, sorted."""
    return sorted(m.name for m in pkgutil.iter_modules(home.__path__) if m.name not in NOT_DEFECTS)


def load(defect_id: str) -> Defect:
    """One defect by id. Raises ModuleNotFoundError or AttributeError where it is not well formed."""
    module = importlib.import_module(f"{home.__name__}.{defect_id}")
    targets = (module.TARGET,) if isinstance(module.TARGET, str) else tuple(module.TARGET)
    assert module.__doc__, f"{defect_id} does not say what would go wrong"
    assert callable(module.replacement)
    return Defect(defect_id, targets, module.TEST, module)


def every() -> Iterator[Defect]:
    return (load(defect_id) for defect_id in ids())


def _find(target: str) -> tuple[Any, str]:
    """The object that holds a target, and the attribute or key it is held under."""
    path, _, key = target.rstrip("]").partition("[")
    parts = path.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut : None if key else -1]:
            owner = getattr(owner, name)
        return owner, key or parts[-1]
    raise LookupError(target)


def _get(owner: Any, key: str) -> Any:
    if isinstance(owner, dict):
        if key not in owner:
            raise LookupError(key)
        return owner[key]
    return getattr(owner, key)
