"""A formula made ready gives, digit for digit, what the interpreter gives: values, codes and the limit of steps."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lms.calculators.codes import TOO_MANY_STEPS
from lms.calculators.formula.kinds import check
from lms.calculators.formula.parser import FormulaError
from lms.calculators.formula.prepared import evaluate
from lms.calculators.formula.scalar import Failure, evaluate_tree

from .random_formulas import COLUMNS, NAMES, FormulaMaker

FORMULAS, INPUTS = 600, 4
KINDS = {**dict.fromkeys(NAMES, "number"), **dict.fromkeys(COLUMNS, "series")}


def test_random_formulas_give_the_very_same() -> None:
    maker, found = FormulaMaker(20261122), 0
    while found < FORMULAS:
        tree = maker.number(4)
        try:
            check(tree, KINDS)
        except FormulaError:
            continue
        found += 1
        for _ in range(INPUTS):
            inputs: Any = maker.inputs()
            assert evaluate(tree, inputs) == evaluate_tree(tree, inputs), (tree, inputs)


@pytest.mark.parametrize(
    ("tree", "values"),
    [
        (["/", "a", 0], {"a": 1.0}),
        (["*", "a", "a"], {"a": 1e200}),
        (["+", "a", "b"], {"a": [1.0, 2.0], "b": [1.0]}),
        (["/", 1, "a"], {"a": [1.0, 0.0, math.inf]}),
        (["+", "a", 1], {"a": None}),
        (["if", ["given", "a"], "a", None], {"a": None}),
        (["+", "nobody", 1], {}),
        (["fail", "DIVERGES"], {}),
    ],
)
def test_what_has_no_number_ends_the_same_way(tree: Any, values: Any) -> None:
    assert evaluate(tree, values) == evaluate_tree(tree, values)


def test_a_formula_near_the_limit_is_counted_exactly() -> None:
    series: Any = ["years", 200]
    for _ in range(60):
        series = ["+", series, 1]
    tree = ["last", series]

    assert evaluate(tree, {}) == evaluate_tree(tree, {}) == Failure(TOO_MANY_STEPS)
    assert evaluate(["if", ["<", 1, 2], 3, tree], {}) == 3.0
