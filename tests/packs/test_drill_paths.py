"""All ways through a drill: as many as counting says, computed as by hand, the best and the most cautious of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators.declared import Formula
from lms.packs.drills.checking import broken_ways
from lms.packs.drills.model import Drill, Ending, Option, Scene, Total
from lms.packs.drills.paths import count_paths, every_path, outlook
from lms.packs.drills.running import Broken, Simulation
from lms.packs.reading import read_pack

SHELF = Path(__file__).parents[1] / "shelf"
EFFECTS = {"cut-care": (-60, 0.05, 3), "say-no": (0, 0, 3), "buy-it": (-30, 0.01, 1), "hire-people": (30, -0.02, 2)}
"""Of the drill on the tests' shelf: what each option does to care and loss rate, and its years; written down anew."""
WORDS = {"en": "x"}


@lru_cache
def standing() -> Simulation:
    """Return the drill on the tests' shelf with its calculator, read once."""
    pack = read_pack(SHELF)
    drill = pack.drill("save-the-year")
    assert drill is not None
    return Simulation(drill, pack.modules[0].calculators[drill.calculator])


@pytest.fixture
def simulation() -> Simulation:
    """Return the drill on the tests' shelf."""
    return standing()


def by_hand(options: tuple[str, ...]) -> tuple[float, float]:
    """Return (total, poorest year) of a path in plain arithmetic, without calculator and formula language."""
    customers, care, churn, total, number, left = 10_000.0, 100.0, 0.1, 0.0, 0, []
    for option in options:
        more_care, more_churn, years = EFFECTS[option]
        care, churn = max(0.0, care + more_care), churn + more_churn
        for _year in range(years):
            number += 1
            left.append(customers * (1000 - care) - customers * churn * 0.5 * (800 + 200))
            total += left[-1] / 1.08**number
            customers -= customers * churn * 0.5
    return total + customers * (1000 - care) / (0.08 + churn) / 1.08**number, min(left)


def test_every_path_is_computed_as_by_hand(simulation: Simulation) -> None:
    ways = list(product(("cut-care", "say-no"), ("buy-it", "hire-people")))
    paths = {path.options: path for path in every_path(simulation)}
    assert list(paths) == ways
    for options, path in paths.items():
        assert (path.total, path.poorest) == pytest.approx(by_hand(options), rel=1e-12)


def test_the_best_and_the_most_cautious_are_those_of_brute_force(simulation: Simulation) -> None:
    found = outlook(simulation)
    ways = list(product(("cut-care", "say-no"), ("buy-it", "hire-people")))
    assert found.best.options == max(ways, key=lambda options: by_hand(options)[0])
    assert found.cautious.options == max(ways, key=lambda options: by_hand(options)[1])
    assert found.paths == len(ways)


def test_the_same_decisions_always_give_the_same_story(simulation: Simulation) -> None:
    options = [scene.options[0] for scene in simulation.drill.scenes]
    assert simulation.follow(options) == simulation.follow(options)


def _option(id: str, then: str) -> Option:
    return Option(id, WORDS, WORDS, (), 1, then, WORDS)


@st.composite
def stories(draw: st.DrawFn) -> list[list[int]]:
    """Draw scenes as lists of places their options lead to, each of them later; the last place is the ending."""
    scenes = draw(st.integers(1, 6))
    return [draw(st.lists(st.integers(at + 1, scenes), min_size=2, max_size=3)) for at in range(scenes)]


def _drill(simulation: Simulation, story: list[list[int]]) -> Drill:
    names = [*(f"scene-{at}" for at in range(len(story))), "end"]
    scenes = [
        Scene(names[at], WORDS, WORDS, (), tuple(_option(f"o{n}", names[to]) for n, to in enumerate(leads)))
        for at, leads in enumerate(story)
    ]
    drill = simulation.drill
    return Drill(
        **{**{name: getattr(drill, name) for name in drill.__dataclass_fields__}, "scenes": tuple(scenes)}
        | {"endings": (Ending("end", WORDS, WORDS, WORDS, ""),)}
    )


@settings(max_examples=40, deadline=None)
@given(stories())
def test_counting_ways_gives_what_walking_them_gives(story: list[list[int]]) -> None:
    drill = _drill(standing(), story)
    assert count_paths(drill) == sum(1 for _ in every_path(Simulation(drill, standing().calculator)))


def test_a_way_that_leaves_the_range_is_named_with_its_decisions(simulation: Simulation) -> None:
    ruin = Formula("churn_rate", "churn_rate + 1", ["+", "churn_rate", 1])
    first, second = simulation.drill.scenes
    wild = Option("wild", WORDS, WORDS, (ruin,), 1, "cheap", WORDS)
    scenes = (first, Scene(second.id, WORDS, WORDS, (), (*second.options, wild)))
    parts = {name: getattr(simulation.drill, name) for name in simulation.drill.__dataclass_fields__}
    found = list(broken_ways(Drill(**{**parts, "scenes": scenes}), simulation.calculator))
    assert [tuple(option.id for option in options) for _scenes, options, _why in found] == [
        ("cut-care", "wild"),
        ("say-no", "wild"),
    ]
    assert {(why.part, why.name, why.code, why.year) for *_way, why in found} == {
        ("effects", "churn_rate", "ABOVE_MAXIMUM", 4)
    }


def test_a_total_that_is_not_defined_breaks_and_is_never_shown(simulation: Simulation) -> None:
    parts = {name: getattr(simulation.drill, name) for name in simulation.drill.__dataclass_fields__}
    nothing = Total(WORDS, Formula("each_year", "none", None), None)
    broken = Simulation(Drill(**{**parts, "total": nothing}), simulation.calculator)
    with pytest.raises(Broken, match=r"total\.each_year: none in year 1"):
        broken.choose(broken.begin(), broken.drill.first.options[0])
