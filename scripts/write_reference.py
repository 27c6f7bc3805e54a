"""Write the generated pages of docs/reference from the code. `make docs` runs it; tests compare."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HEARKEN_HOME", tempfile.mkdtemp())
os.environ["DJANGO_SETTINGS_MODULE"] = "hearken.config.settings"

import django  # noqa: E402

django.setup()
from hearken.ops import reference  # noqa: E402

folder = ROOT / "docs" / "reference"
(folder / "settings.md").write_text(reference.settings_table())
(folder / "frames.schema.json").write_text(reference.frames_schema())
(folder / "export.schema.json").write_text(reference.export_schema())
(folder / "hand-over.md").write_text(reference.hand_over())
dialogue = subprocess.run(
    [sys.executable, "-m", "hearken.core.dialogue"], cwd=ROOT, check=True, capture_output=True, text=True
)
(folder / "dialogue.md").write_text(dialogue.stdout)
