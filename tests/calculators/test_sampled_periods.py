"""Series whose length differs from sample to sample: computed apart for each length, and never sample by sample."""

from typing import Any

import numpy as np
import pytest

from lms.calculators.formula.parser import parse
from lms.calculators.formula.sampled import NOT_DEFINED, Sampled, evaluate_samples
from lms.calculators.formula.scalar import Failure, evaluate_tree

from .material import chance_of


@pytest.mark.parametrize(
    "formula",
    [
        "sum(x^years(n))", "sum(x^years(ceil(y * 9)))", "sum(years(n)) + sum(years(k))", "sum(x * years(n + 0.5 * k))",
        "if(x > 0.5, sum(years(n)), 0 - x)", "sum(if(x > 0.5, years(3), years(4)))", "at(years(5) * x, n)",
        "sum(if(x > 0.5, years(n), years(k) * y))", "sum(years(n) / years(k))", "sum(years(40 * n))",
        "if(given(z), z, 0 - 1) + sum(years(n))", "last(years(n) ^ 2) / (n - 3)", "sum(years(w))", "w + x",
    ],
)  # fmt: skip
def test_each_sample_gives_what_it_gives_alone(formula: str) -> None:
    chance = chance_of(72)
    count = 60
    rows = [
        {
            "x": chance.random(), "y": chance.uniform(-0.2, 1), "n": float(chance.randint(-1, 9)),
            "k": float(chance.randint(0, 3)), "z": chance.choice((None, 4.0)),
            "w": chance.choice((2.0, Failure("DIVERGES"))),
        }
        for _ in range(count)
    ]  # fmt: skip
    values: dict[str, Any] = {name: np.array([row[name] for row in rows]) for name in ("x", "y", "n", "k")}
    missing = np.array([row["z"] is None for row in rows])
    diverging = np.array([isinstance(row["w"], Failure) for row in rows])
    values["z"] = Sampled(np.full(count, 4.0), {NOT_DEFINED: missing})
    values["w"] = Sampled(np.full(count, 2.0), {"DIVERGES": diverging})
    tree = parse(formula)
    found = evaluate_samples(tree, values, count)
    codes: dict[str, int] = {}
    for at, row in enumerate(rows):
        alone = evaluate_tree(tree, row)
        if isinstance(alone, float):
            assert found.values[at] == pytest.approx(alone, rel=1e-12)
        else:
            code = alone.code if isinstance(alone, Failure) else NOT_DEFINED
            codes[code] = codes.get(code, 0) + 1
            assert np.isnan(found.values[at])
    assert found.codes == codes
