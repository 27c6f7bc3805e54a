"""Who may import whom: the contracts hold, and they are seen to refuse a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold():
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout[-2000:]


def test_a_planted_violation_is_refused(tmp_path):
    shutil.copytree(ROOT / "hearken", tmp_path / "hearken", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = {
        "hearken/core/dialogue/planted.py": "import django\n",
        "hearken/lib/planted.py": "from hearken.rooms import frames\n",
        "hearken/rooms/planted.py": "import cryptography\n",
    }
    for file, line in planted.items():
        (tmp_path / file).write_text(line)
    result = _lint(tmp_path)
    assert result.returncode == 1
    assert "3 broken" in result.stdout
