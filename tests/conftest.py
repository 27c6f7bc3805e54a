"""Every test runs with a home folder of its own, so nothing of a real installation is ever touched."""

import os
import tempfile
from pathlib import Path

os.environ["HEARKEN_HOME"] = tempfile.mkdtemp(prefix="hearken-test-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hearken.config.settings")
ROOT = Path(__file__).resolve().parent.parent
