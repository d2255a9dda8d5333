"""The way a table draws: which moments decide, whose lanes it runs through, and how another way lies along it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from tests.calculators.material import Browser, chance_of

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "lms" / "web" / "static" / "web" / "js" / "journey-way.js"
JOURNEY = (ROOT / "modules" / "tool-shelf" / "customer-journey.calc.toml").read_text()
CURVE = {"height": "emotion", "lanes": "owner", "stages": "stage", "met": "reach"}


@pytest.fixture(scope="module")
def engine() -> Browser:
    """Return an engine that knows the script."""
    found = Browser()
    found.engine.eval(found.wrapped("journey-way.js", SCRIPT.read_text()))
    return found


def call(engine: Browser, name: str, rows: list[dict[str, Any]], curve: dict[str, str] = CURVE) -> Any:
    """Return what a function says of the points of rows."""
    script = f'(({{ pointsOf, {name} }}) => {name}(pointsOf(data.rows, data.curve)))(modules["journey-way.js"])'
    return engine.run(script, {"rows": rows, "curve": curve})


def row(
    name: str = "", emotion: float | None = 0, owner: str = "", stage: str = "", reach: float = 1
) -> dict[str, Any]:
    return {"name": name, "emotion": emotion, "owner": owner, "stage": stage, "reach": reach}


def test_the_strongest_the_deepest_and_the_last_moment(engine: Browser) -> None:
    rows = [row(emotion=4), row(emotion=-4), row(emotion=2), row(emotion=5, reach=0)]
    assert call(engine, "momentsOf", rows[:3]) == {"strongest": 1, "deepest": 1, "last": 2}
    assert call(engine, "momentsOf", rows) == {"strongest": 3, "deepest": 1, "last": 2}
    assert call(engine, "momentsOf", [row(emotion=1)]) == {"strongest": 0, "deepest": -1, "last": 0}
    assert call(engine, "momentsOf", [row(emotion=None)]) == {"strongest": -1, "deepest": -1, "last": -1}
    assert call(engine, "momentsOf", []) == {"strongest": -1, "deepest": -1, "last": -1}


def test_they_are_the_calculators_own(engine: Browser) -> None:
    calculator: Calculator = read_calculator(JOURNEY, "customer-journey.calc.toml")
    chance = chance_of(9)
    for _time in range(60):
        rows = [
            {**row(f"{at}", chance.randint(-5, 5), reach=chance.choice([0, 0.5, 1])), "importance": 1, "minutes": 1}
            | {"error_rate": 0}
            for at in range(chance.randint(1, 6))
        ]
        found = compute(calculator, {"touchpoints": rows})
        moments = call(engine, "momentsOf", rows)
        if isinstance(found.outputs["peak"], float):
            assert rows[moments["strongest"]]["emotion"] == found.outputs["peak"]
            assert rows[moments["last"]]["emotion"] == found.outputs["end"]


def test_lanes_stand_in_the_order_they_are_met_and_nobodys_is_the_last(engine: Browser) -> None:
    rows = [row(owner=each) for each in ("Sales", "", " sales ", "Finance", "Finance")]
    found = call(engine, "lanesOf", rows)
    assert found["names"] == ["Sales", "Finance", ""]
    assert [(each["lane"], each["from"], each["to"]) for each in found["bands"]] == [
        (0, 0, 0),
        (2, 1, 1),
        (0, 2, 2),
        (1, 3, 4),
    ]


def test_a_stage_is_named_once_and_an_empty_one_not_at_all(engine: Browser) -> None:
    rows = [row(stage=each) for each in ("Buy", "buy ", "", "Use")]
    assert [(each["value"], each["from"], each["to"]) for each in call(engine, "stagesOf", rows)] == [
        ("Buy", 0, 1),
        ("Use", 3, 3),
    ]


@pytest.mark.parametrize(
    ("then", "now", "places"),
    [
        ("abc", "abc", [0, 1, 2]),
        ("abc", "axbc", [0, 2, 3]),
        ("abc", "ac", [0, 0.5, 1]),
        ("abc", "bc", [-0.4, 0, 1]),
        ("abc", "ab", [0, 1, 1.4]),
        ("abc", "xyzuv", [0, 2, 4]),
        ("a", "x", [0]),
        ("abc", "cba", [2, 1, 0]),
    ],
)
def test_another_way_lies_along_this_one_by_the_names_of_its_points(
    engine: Browser, then: str, now: str, places: list[float]
) -> None:
    data = {"then": [row(each) for each in then], "now": [row(each.upper()) for each in now]}
    script = 'modules["journey-way.js"].placesAlong(data.then, data.now)'
    assert engine.run(script, data) == pytest.approx(places)


@pytest.mark.parametrize(
    ("curve", "problem"),
    [
        ('{ height = "owner" }', "The curve has no height."),
        ('{ height = "minutes" }', "The curve has no height."),
        ('{ height = "nothing" }', "The curve has no height."),
        ('{ height = "emotion", lanes = "reach" }', "“lanes” cannot be used."),
        ('{ height = "emotion", met = "owner" }', "“met” cannot be used."),
        ('{ height = "emotion", stages = [1] }', "“stages” cannot be used."),
        ('{ height = "emotion", colour = "red" }', "colour"),
        ("true", "The curve has no height."),
    ],
)
def test_a_curve_of_columns_that_cannot_be_drawn_is_refused(curve: str, problem: str) -> None:
    before = 'curve = { height = "emotion", lanes = "owner", stages = "stage", met = "reach" }'
    with pytest.raises(CalculatorErrors) as refused:
        read_calculator(JOURNEY.replace(before, f"curve = {curve}"), "x.calc.toml")
    assert problem in str(refused.value)


def test_a_calculator_without_a_curve_is_the_document_it_was() -> None:
    drawn = read_calculator(JOURNEY, "x.calc.toml")
    assert Calculator.from_document(drawn.document()) == drawn
    line = next(each for each in JOURNEY.splitlines() if each.startswith("curve = "))
    plain = read_calculator(JOURNEY.replace(line, ""), "x.calc.toml")
    assert "curve" not in plain.document()["tables"][0]
    assert Calculator.from_document(plain.document()) == plain
