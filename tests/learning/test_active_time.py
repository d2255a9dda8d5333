"""The time somebody is active on a page, as the browser counts it: no coffee, no other tab, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer

SCRIPT = Path(__file__).parents[2] / "lms" / "web" / "static" / "web" / "js" / "active-time.js"


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    """Return an engine that knows the script."""
    found = MiniRacer()
    found.eval(SCRIPT.read_text().replace("export class", "globalThis.ActiveTime = class"))
    return found


def counted(engine: MiniRacer, acts: str) -> int:
    """Return the seconds after these acts, beginning at 0."""
    seconds: Any = engine.eval(f"(() => {{ const time = new ActiveTime(0); {acts}; return time.take(); }})()")
    return int(seconds)


def test_signs_of_life_add_up(engine: MiniRacer) -> None:
    assert counted(engine, "time.sign(20_000); time.sign(50_000)") == 50


def test_whoever_goes_for_coffee_counts_for_a_minute_at_most(engine: MiniRacer) -> None:
    assert counted(engine, "time.sign(1_800_000)") == 60


def test_a_page_out_of_view_counts_for_nothing(engine: MiniRacer) -> None:
    assert counted(engine, "time.rest(10_000); time.sign(3_000_000); time.sign(3_005_000)") == 15


def test_what_was_told_is_not_told_again_and_what_could_not_be_is(engine: MiniRacer) -> None:
    assert counted(engine, "time.sign(7_500); time.take(); time.sign(9_000)") == 2, "with the half second left over"
    assert counted(engine, "time.sign(7_000); time.give(time.take())") == 7


def test_a_clock_that_runs_backwards_takes_nothing_away(engine: MiniRacer) -> None:
    assert counted(engine, "time.sign(10_000); time.sign(4_000); time.sign(5_000)") == 11
