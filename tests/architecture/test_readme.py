"""The front page tells the truth: its code runs, its links and pictures exist."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_example_runs_without_any_framework():
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S).group(1)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    expected = re.findall(r"print\(.*\)  # (\w+)", code)
    assert done.stdout.split() == expected
    assert expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    targets = re.findall(r'\]\(([^)#]+)[^)]*\)|src="([^"]+)"', page.read_text())
    missing = [link for pair in targets if (link := pair[0] or pair[1]) and not (page.parent / link).exists()]
    assert not [link for link in missing if not link.startswith(("http", "figure:"))]
