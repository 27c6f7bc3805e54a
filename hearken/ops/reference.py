"""Reference pages written from the code, so that they cannot drift: settings and frames."""

import json

from hearken.lib import env


def settings_table() -> str:
    """docs/reference/settings.md as Markdown."""
    rows = [f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.help} |" for each in env.SETTINGS]
    head = ["# Settings", "", "Read from the environment at start.", "", "| Variable | Default | What it is for |"]
    return "\n".join([*head, "| --- | --- | --- |", *rows]) + "\n"


def frames_schema() -> str:
    """docs/reference/frames.schema.json."""
    from hearken.rooms.frames import schema

    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"
