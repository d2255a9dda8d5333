"""`python -m bench`: run every benchmark, each in a process of its own; `python -m bench NAME …`: only those.

Prints one JSON object a line and writes all of them to `var/bench.json`; exit code 1 if a benchmark could not be run.
A missed target is a figure, not a failure.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
WRITTEN = ROOT / "var" / "bench.json"
BENCHMARKS = {  # seconds it may take at most
    "pages": 120,
    "tools": 120,
    "throughput": 90,
    "saves": 180,
    "submissions": 300,
    "rush": 420,
    "formula": 60,
    "limits": 60,
    "ranges": 60,
    "scenarios": 120,
    "facts": 120,
    "sbg": 60,
    "calculation": 90,
    "drag": 90,
    "weight": 120,
    "processes": 90,
    "people": 90,
    "people_import": 600,
    "scim": 240,
    "certificate": 60,
    "scorm": 120,
    "lti": 120,
    "passing": 600,
    "partner_down": 240,
    "exports": 240,
    "report_files": 900,
    "item_analysis": 900,
    "regrading": 300,
    "scale": 1800,
    "reports": 1200,
    "reminders": 1200,
    "studio": 120,
    "studio_library": 600,
}
GRACE = 20.0


def main(names: list[str]) -> int:
    """Run the named benchmarks, all without a name; return the exit code."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]}. There are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    found: list[object] = []
    failed = []
    for name in names or BENCHMARKS:
        print(f"measuring {name}, at most {BENCHMARKS[name]} s", file=sys.stderr, flush=True)
        lines, well = alone(name)
        found += [json.loads(line) for line in lines]
        failed += [] if well else [name]
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name in failed:
        print(f"{name} could not be measured; the lines above say why", file=sys.stderr)
    return 1 if failed else 0


def alone(name: str) -> tuple[list[str], bool]:
    """Run one benchmark in a process of its own and print what it finds; return its lines and whether it ended well."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench", "--here", name], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGALRM, lambda _signal, _frame: process.terminate())
    signal.alarm(BENCHMARKS[name])
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            print(line, end="", flush=True)
        return lines, process.wait(GRACE) == 0
    finally:
        signal.alarm(0)
        if process.poll() is None:
            process.terminate()
            process.wait(GRACE)


def here(name: str) -> None:
    """Run one benchmark in this process; SIGTERM takes down what it started."""
    signal.signal(signal.SIGTERM, _leave)
    os.environ.pop("LMS_SECRET_KEY", None)  # a measured installation has its own
    for outcome in importlib.import_module(f"bench.{name}").measure():
        print(outcome.line(), flush=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit("it took too long and was stopped")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        here(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
