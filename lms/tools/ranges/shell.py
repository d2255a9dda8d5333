"""A run as a line for the shell: whoever doubts a figure can have it again, without this page."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

from lms.tools.ranges.rows import RangeRows
from lms.tools.ranges.running import Run


def command(rows: RangeRows, run: Run) -> str:
    """Return `lms ranges NAME.calc.toml …` with every number that is no example, the ranges, threshold and seed."""
    name = rows.shown.calculator.name
    words = [*_numbers(rows), *_ranges(rows)]
    if run.asked.threshold is not None:
        words.append(f"--threshold={_plain(run.asked.threshold)}")
    if run.asked.together is not None:
        first, second, strength = run.asked.together
        words.append(f"--together={first},{second}={_plain(strength)}")
    words += [f"--break-even={each.input}" for each in run.even]
    if run.target:
        words.append(f"--target={_plain(run.target)}")
    return shlex.join(["lms", "ranges", f"{name}.calc.toml", *words, f"--seed={run.asked.seed}"])


def _numbers(rows: RangeRows) -> Iterator[str]:
    for declared in rows.shown.calculator.inputs:
        value = rows.own.get(declared.name)
        if value is None and declared.optional and declared.example is not None:
            yield f"{declared.name}=null"
        elif value is not None and value != declared.example:
            yield f"{declared.name}={value if isinstance(value, str) else _plain(value)}"
    for table in rows.shown.calculator.tables:
        if table.name in rows.shown.results.mine:
            yield f"{table.name}={json.dumps(rows.own[table.name], ensure_ascii=False)}"


def _ranges(rows: RangeRows) -> Iterator[str]:
    for name, each in rows.ranges.items():
        numbers = ",".join(map(_plain, (each.low, rows.numbers[name].value, each.high)))
        yield f"--range={name}={each.shape}:{numbers}"


def _plain(value: Any) -> str:
    """Return a number with all its digits."""
    return json.dumps(int(value) if float(value).is_integer() else float(value))
