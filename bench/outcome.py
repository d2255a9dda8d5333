"""What a benchmark reports: figures with their unit, the target, and references measured in the same run."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from statistics import median
from typing import Any

from pysqlite3 import dbapi2


@cache
def machine() -> dict[str, Any]:
    """Return what the figures were taken on: cores, processor, Python, SQLite."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": dbapi2.sqlite_version,
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
        return next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure measured several times, rounded to three decimals."""

    median: float
    min: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the median and both ends of `values`; at least one."""
        return cls(round(median(values), 3), round(min(values), 3), round(max(values), 3))


@dataclass(kw_only=True)
class Outcome:
    """One line of the report.

    figures and references: {what: Spread or number}, in `unit` unless the key says otherwise. target: in words. met:
    whether every figure with a target keeps to it. note: what one must know to read the figures.
    """

    name: str
    unit: str
    figures: dict[str, Any]
    target: str
    met: bool
    references: dict[str, Any]
    note: str = ""
    machine: dict[str, Any] = field(default_factory=machine)

    def line(self) -> str:
        """Return the outcome as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
