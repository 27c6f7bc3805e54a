"""Every planted fault turns its named test red; without the fault the same tests are green."""

import os
import subprocess
import sys
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
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ)
    )


def test_there_are_defects_to_plant() -> None:
    assert any(defect_id.startswith("t35_") for defect_id in registry.ids())


def test_the_named_tests_pass_without_a_defect() -> None:
    """Those of the core, in the way the faults are planted. That the others pass, this same run of all tests says."""
    core = sorted({defect.test for defect in registry.every() if defect.test.startswith("tests/core/dialogue/")})
    done = run(core)
    assert done.returncode == PASSED, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize("defect_id", registry.ids())
def test_a_planted_fault_turns_its_test_red(defect_id: str) -> None:
    """Exit code 1 means a test failed; a fault that breaks collection (2, 4, 5) proves nothing."""
    done = run([registry.load(defect_id).test], defect_id)
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
