"""The method stands alone: it loads without a framework, and reads no clock, chance, file or environment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "hearken" / "core"
MODULES = sorted(CORE.rglob("*.py"))
# Modules of the standard library the method may lean on. A new one is a decision, so it is named here.
# (datetime: days are values there; asking it for this very day is not welcome, see below.)
WELCOME = {"collections", "dataclasses", "datetime", "enum", "functools", "itertools", "re", "typing", "unicodedata"}
# Suggestions are arithmetic over thousands of rows: numpy and math compute, and ask nothing of anybody. Only there.
WELCOME_TO_RANKING = WELCOME | {"math", "numpy", "types"}
ASKS_THE_CLOCK = {"now", "today", "utcnow", "fromtimestamp"}
UNWELCOME_CALLS = {"open", "exec", "eval", "__import__", "input", "globals", "breakpoint"}

ALONE = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "msgspec", "cryptography", "websockets", "uvicorn", "numpy"}:
            raise ImportError(name + " is not here")

sys.meta_path.insert(0, Nothing())
sys.path.insert(0, sys.argv[1])
from hearken.core.dialogue import Command, Do, Seat, State, decide, replay
events = decide(State(), Seat.A, Command(Do.READ_CARD), 0)
assert replay(events).a.card_read
try:
    import django
except ImportError:
    print("alone")
"""


def imports(tree: ast.Module) -> set[str]:
    """Top-level names of every absolute import, wherever it stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def calls(tree: ast.Module) -> set[str]:
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.id for func in called if isinstance(func, ast.Name)}


def asks_the_clock(tree: ast.Module) -> bool:
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(func, ast.Attribute) and func.attr in ASKS_THE_CLOCK for func in called)


def test_there_is_something_to_look_at() -> None:
    assert CORE / "dialogue" / "machine.py" in MODULES


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_a_module_of_the_core_imports_only_what_is_welcome(module: Path) -> None:
    tree = ast.parse(module.read_text())
    assert imports(tree) <= (WELCOME_TO_RANKING if module.parent.name == "ranking" else WELCOME)
    assert not calls(tree) & UNWELCOME_CALLS
    assert not asks_the_clock(tree)


def test_the_check_sees_an_import_inside_a_function() -> None:
    tree = ast.parse("def now():\n    import time\n    from os.path import join\n    return open('x')")
    assert imports(tree) == {"time", "os"}
    assert calls(tree) == {"open"}
    assert asks_the_clock(ast.parse("from datetime import date\nday = date.today()"))


def test_the_dialogue_runs_where_nothing_else_is_installed() -> None:
    """Isolated: no environment, no user site, no site-packages."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT)], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alone"), done.stderr


def test_the_same_command_always_has_the_same_answer() -> None:
    """No memory between calls: two fresh interpreters with different hash seeds print the same page."""
    pages = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-S", "-m", "hearken.core.dialogue"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            timeout=30,
            check=True,
        )
        pages.add(done.stdout)
    assert len(pages) == 1
