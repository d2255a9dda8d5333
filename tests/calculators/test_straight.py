"""The straight way through a formula: what it gives is what the long way gives, to the last digit, or it gives up."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import Tree
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.formula.sampled import raising, sample
from lms.calculators.formula.scalar import Failure
from lms.calculators.formula.shelf import GIVES_UP, Shelf
from lms.calculators.formula.straight import Setting, straight

from .random_formulas import COLUMNS, NAMES, ROWS, FormulaMaker

COUNT = 40
KINDS = {**dict.fromkeys(NAMES, "number"), **dict.fromkeys(COLUMNS, "series")}


def formulas() -> Iterator[tuple[Tree, dict[str, Any]]]:
    """Yield formulas with values: names as arrays of ordinary numbers or as floats, columns with both in them."""
    maker = FormulaMaker(20261122)
    for _ in range(1500):
        tree = maker.number(4)
        try:
            check(tree, KINDS)
        except FormulaError:
            continue
        draw = np.random.default_rng(maker.random.getrandbits(32))
        fixed = {name: float(draw.uniform(0.1, 3)) for name in NAMES}
        values: dict[str, Any] = {
            name: draw.uniform(0.1, 3, COUNT) if draw.random() < 0.6 else fixed[name] for name in NAMES
        }
        for column in COLUMNS:
            values[column] = [draw.uniform(0.1, 3, COUNT) if draw.random() < 0.5 else 1.5 for _ in range(ROWS)]
        yield tree, values


def whole(value: Any) -> Any:
    """Return a value as arrays of one length."""
    if isinstance(value, list):
        return [whole(each) for each in value]
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (COUNT,))


def test_a_thousand_formulas_give_the_same_digits_twice_in_a_row_and_change_nothing_they_are_given() -> None:
    taken = 0
    for tree, values in formulas():
        fixed = {name: value for name, value in values.items() if isinstance(value, float)}
        before = {name: np.array(whole(value)) for name, value in values.items()}
        shelf = Shelf()
        shelf.lay_out(COUNT)
        with raising():
            step = straight(tree, Setting(shelf, fixed, 12))
            for _ in range(2):
                try:
                    found = step(values) if step else None
                except GIVES_UP:
                    found = None
                if found is None:
                    continue
                wanted = sample(tree, values, COUNT)
                assert wanted.failed == {}, tree
                assert np.array_equal(whole(found), whole(wanted.value)), tree
                shelf.put(np.array(whole(found)))
                taken += 1
        assert all(np.array_equal(before[name], whole(value)) for name, value in values.items()), tree
    assert taken > 800, "most formulas go the straight way"


@pytest.mark.parametrize(
    "formula", ["1 / a", "sqrt(a)", "ln(a)", "a^0.5", "if(a > 0, 1 / a, fail(DIVERGES))", "none + a", "later + a",
                "clamp(a, b, 0)", "at(years(3), b)", "missing + a", "exp(a * 1000)", "1 / (b - b) + a"],
)  # fmt: skip
def test_where_a_sample_fails_the_straight_way_gives_up(formula: str) -> None:
    values: dict[str, Any] = {"a": np.array([-1.0, 0.0, 2.0]), "b": 7.5, "later": Failure("DIVERGES"), "missing": None}
    shelf = Shelf()
    with raising():
        step = straight(parse(formula), Setting(shelf, {each: values[each] for each in ("b", "later", "missing")}, 12))
        assert step is not None
        with pytest.raises(GIVES_UP):
            step(values)


def test_what_only_the_long_way_knows_and_what_could_run_too_long_is_left_to_it() -> None:
    assert straight(parse("round(a, 2)"), Setting(Shelf(), {}, 0)) is None
    long = parse("+".join(["sum(years(200) * a)"] * 12))
    assert straight(long, Setting(Shelf(), {}, 12)) is not None
    assert straight(long, Setting(Shelf(), {}, 200)) is None


def test_a_single_value_that_serves_every_row_is_not_written_over() -> None:
    values: dict[str, Any] = {"a": np.array([0.1, 0.2]), "rows.x": [0.5, 0.25, 4.0]}
    shelf = Shelf()
    shelf.lay_out(2)
    with raising():
        step = straight(parse("(1 + a) - rows.x"), Setting(shelf, {"rows.x": values["rows.x"]}, 3))
        assert step is not None
        found = step(values)
    for each, x in zip(found, (0.5, 0.25, 4.0), strict=True):
        assert np.array_equal(each, 1 + values["a"] - x)
