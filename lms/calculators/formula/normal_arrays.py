"""The standard normal distribution for arrays of samples: the twin of `statistics/normal.py`, sum for sum."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.statistics import normal

_Array = NDArray[np.float64]
_LEAST: Final = 5e-324
_MOST: Final = 1 - 2.0**-53


def normal_cdf(x: Any) -> Any:
    """Return P(X ≤ x) of each sample."""
    far = np.minimum(np.abs(x), normal.FAR)
    rough = np.floor(far * 16) / 16
    density = np.exp(-rough * rough / 2) * np.exp(-(far - rough) * (far + rough) / 2) / normal.ROOT_OF_TWO_PI
    near = np.minimum(far, normal.SERIES_UP_TO)
    beyond = np.maximum(far, normal.SERIES_UP_TO)
    tail = np.where(far <= normal.SERIES_UP_TO, 0.5 - density * _series(near), density * _fraction(beyond))
    return np.where(np.less(x, 0), tail, 1 - tail)


def normal_quantile(p: Any) -> Any:
    """Return x with P(X ≤ x) = p of each sample; what is no probability must have been put aside before."""
    share = np.clip(np.asarray(p, dtype=np.float64), _LEAST, _MOST)
    from_half = share - 0.5
    inner = np.maximum(normal.CENTRE * normal.CENTRE - from_half * from_half, 0.0)
    centre = from_half * _polynomial(normal.A, inner) / _polynomial(normal.B, inner)
    depth = np.sqrt(-np.log(np.where(from_half < 0, share, 1 - share)))
    near, far = np.minimum(depth, normal.NEAR_TAIL) - 1.6, np.maximum(depth, normal.NEAR_TAIL) - normal.NEAR_TAIL
    size = np.where(
        depth <= normal.NEAR_TAIL,
        _polynomial(normal.C, near) / _polynomial(normal.D, near),
        _polynomial(normal.E, far) / _polynomial(normal.F, far),
    )
    return np.where(np.abs(from_half) <= normal.CENTRE, centre, np.copysign(size, from_half))


def _series(x: _Array) -> _Array:
    term = total = x
    for at in range(1, normal.SERIES_TERMS):
        term = term * (x * x / (2 * at + 1))
        total = total + term
    return total


def _fraction(x: _Array) -> _Array:
    inner = x
    for at in range(normal.FRACTION_TERMS, 0, -1):
        inner = x + at / inner
    return 1 / inner


def _polynomial(coefficients: tuple[float, ...], x: _Array) -> _Array:
    total = np.zeros_like(x)
    for each in reversed(coefficients):
        total = total * x + each
    return total
