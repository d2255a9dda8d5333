"""The number most worth measuring next: how much narrower the headline's range becomes when one input is known.

What is estimated is 1 − E[W | x]/W: W is the width P90 − P10 of the headline, W | x its width when input x is known to
have the value it has in that run, and E the average over those values.

The estimator needs no further runs. They are put in order of x and cut into 50 bins of equal count; in each bin the
line through headline against x is taken away, since x is known there, and P90 − P10 of what is left is one W | x. Its
average is E[W | x]. Its standard error is that of neighbouring bins, √(Σ(wᵢ₊₁ − wᵢ)²/2(b − 1)b) with b bins, so that
a width that follows x is not taken for noise. What the line does not catch, the curvature inside a fiftieth of the
runs, makes the width left over slightly too large: the reduction is rather understated.
(Binning is the usual estimator of a conditional expectation from given runs: Strong & Oakley 2013, Medical Decision
Making 33(6), who do it for the value of information.)
"""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.ranges.results import Worth

Array = NDArray[np.float64]

BINS: Final = 50
FEWEST: Final = 20
"""So many runs a bin must hold; with fewer runs in all there are fewer bins."""


def worth(inputs: Mapping[str, Array], values: Array) -> tuple[Worth, ...]:
    """Return each input's worth, largest reduction first, ties by name.

    `inputs` holds its draws and `values` the headline, one per run, NaN where there is none: those runs are left out.
    Empty when fewer than 40 runs gave a number, or the headline has no width.
    """
    sound = np.isfinite(values)
    headline = values[sound]
    if len(headline) < 2 * FEWEST:
        return ()
    whole = _width(headline)
    if not whole > 0:
        return ()
    found = [_worth(name, each[sound], headline, whole) for name, each in inputs.items()]
    return tuple(sorted(found, key=lambda each: (-each.reduction, each.name)))


def _worth(name: str, known: Array, headline: Array, whole: float) -> Worth:
    bins = min(BINS, len(headline) // FEWEST)
    held = len(headline) // bins * bins
    order = np.argsort(known, kind="stable")[:held]
    left = _without_line(known[order].reshape(bins, -1), headline[order].reshape(bins, -1))
    low, high = np.quantile(left, [0.1, 0.9], axis=1)
    width = float(np.mean(high - low))
    error = float(np.sqrt(np.mean(np.diff(high - low) ** 2) / 2)) / math.sqrt(bins)
    return Worth(name, min(max(1 - width / whole, 0.0), 1.0), width, error)


def _without_line(x: Array, y: Array) -> Array:
    """Return y less the least-squares line of y against x, in each row."""
    across = x - x.mean(axis=1, keepdims=True)
    up = y - y.mean(axis=1, keepdims=True)
    squares = np.sum(across * across, axis=1, keepdims=True)
    products = np.sum(across * up, axis=1, keepdims=True)
    slope = np.divide(products, squares, out=np.zeros_like(products), where=squares > 0)
    found: Array = up - slope * across
    return found


def _width(values: Array) -> float:
    low, high = np.quantile(values, [0.1, 0.9])
    return float(high - low)
