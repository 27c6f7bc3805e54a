"""Every planted fault turns its named test red; without the fault the same tests are green."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.defects import registry

ROOT = Path(__file__).parents[1]
PASSED, FAILED = 0, 1
# Tests of the pure core need no framework, and start faster without it.
BARE = ("-p", "no:django")


def run(tests: list[str], defect_id: str = "") -> subprocess.CompletedProcess[str]:
    """One pytest of its own. Its output is kept for the message only."""
    bare = BARE if all(test.startswith("tests/core/dialogue/") for test in tests) else ()
    command = [sys.executable, "-m", "pytest", *bare, "-x", "--tb=line", "--assert=plain", "-p", "tests.defects.plugin"]
    command += ["--defect", defect_id, *tests] if defect_id else tests
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False, env=dict(os.environ)
    )


def test_there_are_defects_to_plant() -> None:
    assert any(defect_id.startswith("t35_") for defect_id in registry.ids())


def test_the_named_tests_pass_without_a_defect() -> None:
    """Those of the core, in the way the faults are planted. That the others pass, this same run of all tests says."""
    core = sorted({defect.test for defect in registry.every() if defect.test.startswith("tests/core/dialogue/")})
    done = run(core)
    assert done.returncode == PASSED, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def planted(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[subprocess.CompletedProcess[str]]]]:
    """Every chosen fault's run, two at a time: each spends most of its time waiting."""
    functions = [each for each in request.session.items if isinstance(each, pytest.Function)]
    chosen = [each.callspec.params["defect_id"] for each in functions if "planted" in each.fixturenames]
    with ThreadPoolExecutor(2) as pair:
        yield {each: pair.submit(run, [registry.load(each).test], each) for each in chosen}


@pytest.mark.parametrize("defect_id", registry.ids())
def test_a_planted_fault_turns_its_test_red(
    defect_id: str, planted: dict[str, Future[subprocess.CompletedProcess[str]]]
) -> None:
    """Exit code 1 means a test failed; a fault that breaks collection (2, 4, 5) proves nothing."""
    done = planted[defect_id].result()
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
