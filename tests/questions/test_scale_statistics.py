"""Reliability of a self-assessment from sums: equal to that of the answers, and told only of enough people."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.covariances import covariances, item_rest_of, omega_of
from lms.questions.scale_statistics import FEWEST, ScaleSums, may_tell, reliability_of

LOADINGS = (0.8, 0.7, 0.6, 0.5, 0.7, 0.4)


def _answers(people: int, seed: int = 1) -> list[list[float]]:
    """Return answers 1 to 5 of people with one thing behind them."""
    chance = Random(seed)  # noqa: S311  - the same people every time is the point
    rows = []
    for _ in range(people):
        level = chance.gauss(0, 1)
        felt = [load * level + math.sqrt(1 - load**2) * chance.gauss(0, 1) for load in LOADINGS]
        rows.append([float(min(5, max(1, round(3 + 1.1 * each)))) for each in felt])
    return rows


def _summed(rows: list[list[float]]) -> ScaleSums:
    sums = ScaleSums()
    for row in rows:
        sums.add({str(at): each for at, each in enumerate(row)}, row)
    return sums


def test_alpha_and_item_rest_from_sums_are_those_of_the_answers() -> None:
    rows = _answers(80)
    expected: dict[str, Any] = evaluate("alpha_items", {"data": rows})
    found = reliability_of(_summed(rows))
    assert found is not None
    assert (found.alpha, found.low, found.high) == pytest.approx(
        (expected["alpha"], expected["ci_low"], expected["ci_high"]), abs=1e-9
    )
    assert list(found.item_rest) == pytest.approx(expected["item_rest"], abs=1e-9)
    assert list(found.without) == pytest.approx(expected["alpha_if_deleted"], abs=1e-9)
    assert not found.shaky


def test_omega_recovers_the_factor_it_was_made_from() -> None:
    matrix = [[a * b if i != j else 1.0 for j, b in enumerate(LOADINGS)] for i, a in enumerate(LOADINGS)]
    common = sum(LOADINGS) ** 2
    expected = common / (common + sum(1 - load**2 for load in LOADINGS))
    assert omega_of(matrix) == pytest.approx(expected, abs=1e-6)


def test_omega_is_alpha_where_all_loadings_are_equal() -> None:
    matrix = [[0.49 if i != j else 1.0 for j in range(4)] for i in range(4)]
    assert omega_of(matrix) == pytest.approx(0.793522, abs=1e-5)  # four loadings of .7


def test_omega_is_not_told_where_no_one_factor_fits() -> None:
    assert omega_of([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) is None
    assert omega_of([[1.0, 0.9, 0.1], [0.9, 1.0, 0.9], [0.1, 0.9, 1.0]]) is None  # more than all of one is shared


def test_a_statement_scored_from_the_wrong_end_goes_against_the_others() -> None:
    rows = [[6 - row[0], *row[1:]] for row in _answers(60)]
    sums = _summed(rows)
    first = item_rest_of(covariances(sums.complete, sums.sums, sums.products))[0]
    assert first is not None
    assert first < -0.3


@pytest.mark.parametrize(
    ("people", "told", "shaky"), [(19, False, False), (20, True, True), (29, True, True), (FEWEST, True, False)]
)
def test_reliability_is_told_from_thirty_people_on_and_from_twenty_with_a_warning(
    people: int, told: bool, shaky: bool
) -> None:
    found = reliability_of(_summed(_answers(people)))
    assert (found is not None) is told
    assert found is None or found.shaky is shaky


def test_whoever_could_not_judge_a_statement_counts_in_its_distribution_alone() -> None:
    sums = _summed(_answers(5))
    sums.add({"0": "cannot-judge", "1": 4}, [None, 4.0, 1.0, 1.0, 1.0, 1.0])
    assert (sums.people, sums.complete) == (6, 5)
    assert sums.said["0"]["cannot-judge"] == 1


def test_halves_add_up() -> None:
    rows = _answers(40)
    first, second, whole = _summed(rows[:13]), _summed(rows[13:]), _summed(rows)
    first.merge(ScaleSums.from_document(second.document()))
    assert first == whole  # whole numbers: exactly


def test_a_distribution_is_withheld_where_it_says_what_each_of_them_thinks() -> None:
    assert may_tell({"3": 5, "4": 5}, {})
    assert not may_tell({"3": 5, "4": 4}, {}), "nine people"
    assert not may_tell({"4": 12}, {}), "all said the same"
    assert not may_tell({"3": 5, "4": 10}, {"3": 5, "4": 5}), "the five who came since all said 4"
    assert may_tell({"3": 6, "4": 9}, {"3": 5, "4": 5})


def test_a_distribution_stays_as_it_was_told_where_the_new_ones_agree() -> None:
    sums = ScaleSums()
    for answer in [3, 4] * 5:
        sums.add({"a": answer}, [float(answer)])
    before = sums.told({})
    assert before["said"] == {"a": {"3": 5, "4": 5}}
    for _ in range(5):
        sums.add({"a": 4}, [4.0])
    assert sums.told(before)["said"] == before["said"]
