"""Places drawn on a picture stay on it, whatever mouse, finger or arrow keys do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

SCRIPT = Path(__file__).parents[3] / "lms" / "web" / "static" / "web" / "js" / "quiz-shapes.js"
SHARE = st.floats(0, 1)
Point = dict[str, float]
POINT = st.fixed_dictionaries({"x": SHARE, "y": SHARE})
STEP = st.floats(-1, 1)
ASPECT = st.floats(0.3, 3)


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    """Return an engine that knows the shapes."""
    made = MiniRacer()
    made.eval(re.sub(r"^export ", "", SCRIPT.read_text(encoding="utf-8"), flags=re.M))
    return made


def call(engine: MiniRacer, name: str, *given: Any) -> Any:
    """Call what the script exports."""
    arguments = ", ".join(map(json.dumps, given))
    return json.loads(engine.eval(f"JSON.stringify({name}({arguments}))"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["rectangle", "circle"]), POINT, POINT, st.tuples(STEP, STEP), ASPECT)
def test_a_drawn_place_moved_and_sized_lies_within_the_picture(
    engine: MiniRacer, kind: str, start: Point, end: Point, by: tuple[float, float], aspect: float
) -> None:
    moved = call(engine, "shifted", call(engine, "drawn", kind, start, end, aspect), *by, aspect)
    for shape in (moved, call(engine, "sized", moved, *by, aspect)):
        box = call(engine, "box", shape, aspect)
        assert box["left"] >= -1e-9
        assert box["top"] >= -1e-9
        assert box["right"] <= 1 + 1e-9
        assert box["bottom"] <= 1 + 1e-9


def test_a_drag_in_any_direction_draws_the_same_rectangle(engine: MiniRacer) -> None:
    there = call(engine, "drawn", "rectangle", {"x": 0.1, "y": 0.2}, {"x": 0.5, "y": 0.4}, 1.5)
    back = call(engine, "drawn", "rectangle", {"x": 0.5, "y": 0.4}, {"x": 0.1, "y": 0.2}, 1.5)
    assert there == back


def test_a_polygon_stops_at_the_edge_with_its_form_kept(engine: MiniRacer) -> None:
    shape = {"kind": "polygon", "points": [[0.1, 0.1], [0.3, 0.1], [0.2, 0.3]]}
    moved = call(engine, "shifted", shape, -0.5, 0, 1)
    assert [round(x, 6) for x, _y in moved["points"]] == [0, 0.2, 0.1]
