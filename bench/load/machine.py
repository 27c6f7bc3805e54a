"""What the machine says of processes: memory, processor time, and how much went to somebody else. Linux only."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def pss_kb(pid: int) -> int:
    """Proportional set size: memory of a process, with what it shares counted by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise LookupError(f"no memory figure for process {pid}")


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _busy_seconds() -> float:
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    )
    return (user + nice + system + irq + soft + steal) / _TICK


@dataclass
class Watch:
    """Processor time from its making on: of `pids`, and of everything else on the machine, in cores."""

    pids: list[int]
    _began: float = field(default_factory=time.perf_counter)
    _all: float = field(default_factory=_busy_seconds)

    def __post_init__(self) -> None:
        self._mine = {pid: cpu_seconds(pid) for pid in self.pids}

    def used(self, pid: int) -> float:
        return cpu_seconds(pid) - self._mine[pid]

    def foreign_cores(self) -> float:
        mine = sum(self.used(pid) for pid in self.pids)
        return max(0.0, (_busy_seconds() - self._all - mine) / (time.perf_counter() - self._began))
