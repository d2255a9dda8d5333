"""Numbers that move together: the correlation that was asked for, each range its own, and nothing else changed."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from lms.calculators.codes import RANGE_MESSAGES
from lms.calculators.declared import Calculator
from lms.calculators.ranges import run_ranges
from lms.calculators.ranges.drawing import all_draws, draws
from lms.calculators.ranges.places import Place, place_of
from lms.calculators.ranges.specs import Spread
from lms.calculators.ranges.together import read_together

from .made_up import made_up

THREE = made_up("a + b + c", {"a": "", "b": "", "c": ""})
SPREADS = {"a": Spread("triangular", 0, 1, 9), "b": Spread("pert", 2, 5, 6), "c": Spread("lognormal", 1, 3, 9)}
SPANS: dict[str, Any] = {
    name: {"dist": each.dist, "low": each.low, "likely": each.likely, "high": each.high}
    for name, each in SPREADS.items()
}
COUNT = 20_000


def spread_places(calculator: Calculator = THREE) -> dict[Place, Spread]:
    found = {}
    for name, spread in SPREADS.items():
        place = place_of(calculator, name)
        assert isinstance(place, Place)
        found[place] = spread
    return found


def drawn(together: dict[tuple[str, str], float], seed: int = 1) -> dict[str, Any]:
    places = spread_places()
    triangle, problems = read_together(together, list(places))
    assert problems == {}
    return {place.name: each for place, each in all_draws(places, seed, COUNT, triangle).items()}


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.5, 0.9])
def test_the_rank_correlation_is_the_one_a_gaussian_copula_has(rho: float) -> None:
    found = drawn({("a", "b"): rho})
    wanted = 6 / np.pi * np.arcsin(rho / 2)
    assert spearmanr(found["a"], found["b"]).statistic == pytest.approx(wanted, abs=0.015)
    assert spearmanr(found["a"], found["c"]).statistic == pytest.approx(0, abs=0.02)


def test_three_that_move_together_have_each_the_correlation_asked_for() -> None:
    found = drawn({("a", "b"): 0.5, ("c", "b"): -0.4, ("a", "c"): 0.2})
    for pair, rho in ((("a", "b"), 0.5), (("b", "c"), -0.4), (("a", "c"), 0.2)):
        wanted = 6 / np.pi * np.arcsin(rho / 2)
        assert spearmanr(*(found[each] for each in pair)).statistic == pytest.approx(wanted, abs=0.02)


def test_each_range_keeps_its_own_distribution() -> None:
    together, alone = drawn({("a", "c"): 0.9}), drawn({})
    for name in SPREADS:
        wanted = np.quantile(alone[name], [0.1, 0.5, 0.9])
        assert np.quantile(together[name], [0.1, 0.5, 0.9]) == pytest.approx(wanted, rel=0.04)


def test_who_moves_alone_draws_what_it_always_draws_digit_for_digit() -> None:
    found = drawn({("a", "c"): 0.9}, seed=5)
    for place, spread in spread_places().items():
        same = np.array_equal(found[place.name], draws(place, spread, 5, COUNT))
        assert same is (place.name != "c")


def test_a_sum_grows_wider_when_its_parts_move_together_and_repeats_with_its_seed() -> None:
    apart = run_ranges(THREE, {}, SPANS, seed=3)
    pairs = {("a", "b"): 0.8, ("a", "c"): 0.8, ("b", "c"): 0.8}
    tied = run_ranges(THREE, {}, SPANS, seed=3, together=pairs)
    assert tied.p90 is not None
    assert tied.p10 is not None
    assert apart.p90 is not None
    assert apart.p10 is not None
    assert tied.p90 - tied.p10 > 1.15 * (apart.p90 - apart.p10)
    assert tied == run_ranges(THREE, {}, SPANS, seed=3, together=dict(reversed(pairs.items())))
    assert apart == run_ranges(THREE, {}, SPANS, seed=3, together={}) == run_ranges(THREE, {}, SPANS, seed=3)


@pytest.mark.parametrize(
    ("together", "problems"),
    [
        ({("a", "d"): 0.5}, {"a,d": "NO_RANGE_TO_MOVE"}), ({("a", "a"): 0.5}, {"a,a": "NO_RANGE_TO_MOVE"}),
        ({"ab": 0.5}, {"ab": "NO_RANGE_TO_MOVE"}), ({("a", "b", "c"): 0.5}, {"a,b,c": "NO_RANGE_TO_MOVE"}),
        ([("a", "b")], {"together": "NO_RANGE_TO_MOVE"}), ({("a", "b"): 0.96}, {"a,b": "NOT_A_CORRELATION"}),
        ({("a", "b"): float("nan")}, {"a,b": "NOT_A_CORRELATION"}), ({("a", "b"): "0.5"}, {"a,b": "NOT_A_CORRELATION"}),
        ({("a", "b"): True}, {"a,b": "NOT_A_CORRELATION"}),
        ({("a", "b"): 0.5, ("b", "a"): 0.5}, {"b,a": "CORRELATIONS_CLASH"}),
        ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}, dict.fromkeys(("a,b", "b,c", "a,c"),
         "CORRELATIONS_CLASH")),
    ],
)  # fmt: skip
def test_pairs_that_cannot_be_are_refused_with_words(together: Any, problems: dict[str, str]) -> None:
    found = run_ranges(THREE, {}, SPANS, together=together)
    assert (found.error, found.problems, found.counted) == ("INVALID_INPUT", problems, 0)
    assert all(code in RANGE_MESSAGES for code in problems.values())
