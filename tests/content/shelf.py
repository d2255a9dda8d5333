"""What the tests of the shelf work with: its tools, read one at a time, and the browser beside the server."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, in_language
from lms.calculators.reading import read_calculator
from tests.calculators.material import Browser

SHELF = Path(__file__).parents[2] / "modules" / "tool-shelf"


@cache
def tool(name: str) -> Calculator:
    """Return one tool of the shelf."""
    return read_calculator((SHELF / f"{name}.calc.toml").read_text(encoding="utf-8"), name)


def close(expected: Any, rel: float = 1e-9) -> Any:
    """Return what a computed value is compared with; nothing stays nothing."""
    return None if expected is None else pytest.approx(expected, rel=rel, abs=1e-7)


def check_browser(calculator: Calculator, entered: list[dict[str, Any]]) -> None:
    """Compare every output of the browser with the server's, for each of these entries."""
    call = "data[1].map((each) => modules['interpreter.js'].compute(data[0], each).outputs)"
    for one, theirs in zip(
        entered, Browser().run(call, [in_language(calculator.document(), "en"), entered]), strict=True
    ):
        mine = compute(calculator, one).outputs
        wanted = {name: close(each) if isinstance(each, float) else each for name, each in mine.items()}
        assert {name: theirs[name] for name in wanted if theirs[name] != wanted[name]} == {}
