"""What thousands of runs say in a few numbers."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.ranges.results import CLASSES, Histogram

Array = NDArray[np.float64]

_WINDOW: Final = (0.005, 0.995)


def summary(values: Array, threshold: float | None, classes: int = CLASSES) -> dict[str, Any]:
    """Return the figures of `Ranges` for the runs that gave a number; empty when there are none.

    The standard error of a share is √(p(1 − p)/n): plain independent runs.
    """
    count = len(values)
    if not count:
        return {}
    reached = None if threshold is None else float(np.mean(values >= threshold))
    return {
        **figures(values),
        "reached": reached,
        "reached_error": None if reached is None else math.sqrt(reached * (1 - reached) / count),
        "histogram": histogram(values, classes),
    }


def figures(values: Array) -> dict[str, float | None]:
    """Return quantiles, mean, its standard error and the share below zero of at least one value.

    Quantiles interpolate linearly at h = (n − 1)p (Hyndman & Fan 1996, type 7). The standard error of the mean is s/√n.
    """
    count = len(values)
    p10, p50, p90 = (float(each) for each in np.quantile(values, [0.1, 0.5, 0.9]))
    return {
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "mean": mean(values),
        "standard_error": float(np.std(values, ddof=1)) / math.sqrt(count) if count > 1 else None,
        "below_zero": float(np.mean(values < 0)),
    }


def middle_of(values: Array) -> tuple[float, float]:
    """Return between which two 8 of 10 of at least one value lie: the quantiles p10 and p90 of `figures`."""
    p10, p90 = (float(each) for each in np.quantile(values, [0.1, 0.9]))
    return p10, p90


def mean(values: Array) -> float:
    """Return the mean, exactly the value itself when all are the same."""
    first = float(values[0])
    return first + float(np.mean(values - first))


def histogram(values: Array, classes: int = CLASSES) -> Histogram:
    """Count the runs in classes of equal width over the middle 99 in 100; one class when they are all the same.

    The window keeps a long tail from pressing everything into the first class; what lies outside is counted.
    """
    low, high = (float(each) for each in np.quantile(values, _WINDOW))
    edges = np.linspace(low, high, classes + 1)
    if not np.all(np.diff(edges) > 0):
        low, high = float(values.min()), float(values.max())
        return Histogram((low, high), (len(values),), 0, 0)
    counts, _ = np.histogram(values, edges)
    below, above = int(np.sum(values < low)), int(np.sum(values > high))
    return Histogram(tuple(map(float, edges)), tuple(map(int, counts)), below, above)
