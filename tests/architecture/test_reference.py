"""Generated pages say what the code says."""

from hearken.ops import reference
from tests.conftest import ROOT


def test_settings_page_is_current():
    assert (ROOT / "docs/reference/settings.md").read_text() == reference.settings_table()


def test_frames_schema_is_current():
    assert (ROOT / "docs/reference/frames.schema.json").read_text() == reference.frames_schema()
