"""What every benchmark prints: a table with the bar beside each figure, one JSON line on request, an exit code.

It must never judge a figure that has no bar, nor pass over one that has.
"""

import argparse
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BUDGETS = Path(__file__).with_name("budgets.toml")
Figure = float | int | str


def arguments(what: str) -> argparse.ArgumentParser:
    """The two switches every benchmark has."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--quick", action="store_true", help="less of everything: under 40 seconds on two cores")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object with the figures")
    return parser


@dataclass
class Report:
    """Figures of one benchmark. `name` is its section of budgets.toml."""

    name: str
    figures: dict[str, Figure] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._bars: dict[str, dict[str, Any]] = tomllib.loads(BUDGETS.read_text())[self.name]

    def note(self, name: str, value: Figure, text: str = "") -> None:
        """A figure without a bar."""
        self.figures[name] = _rounded(value)
        print(f"       {text or name.replace('_', ' ')}: {_shown(value)}", flush=True)

    def judge(self, name: str, value: float, of: str = "") -> None:
        """A figure against its bar. `of` tells runs apart ("postgres"). Raises KeyError where there is no bar."""
        bar = self._bars[name]
        label = f"{of}_{name}" if of else name
        self.figures[label] = _rounded(value)
        met = bar.get("least", value) <= value <= bar.get("most", value)
        if not met:
            self.missed.append(label)
        where = f" ({of})" if of else ""
        print(f"{'ok    ' if met else 'MISSED'} {bar['text']}{where}: {_shown(value)}  {_limits(bar)}", flush=True)

    def close(self, *, as_json: bool) -> int:
        """The exit code: 0, or 1 where a bar was missed."""
        if self.missed:
            print(f"Missed: {', '.join(self.missed)}")
        if as_json:
            print(json.dumps({"bench": self.name, "figures": self.figures, "missed": self.missed}))
        return 1 if self.missed else 0


def _rounded(value: Figure) -> Figure:
    return round(value, 4) if isinstance(value, float) else value


def _shown(value: Figure) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else value


def _limits(bar: dict[str, Any]) -> str:
    words = {"least": "at least", "most": "at most", "stretch": "stretch"}
    return "[" + ", ".join(f"{words[key]} {bar[key]:g}" for key in words if key in bar) + "]"


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie; 0.0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
