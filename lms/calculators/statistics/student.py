"""Student's t distribution, by the incomplete beta function (Abramowitz & Stegun 26.7.1).

`cdf` and `quantile` do the same sums in the same order as `static/calculators/student.js`.
"""

import math
from typing import Final

from lms.calculators.statistics import normal
from lms.calculators.statistics.beta import continued_fraction, f_quantile, incomplete_beta

MOST_FREEDOM: Final = 1e6
"""The accuracy is proven from 1 to so many degrees of freedom."""

FAR: Final = 1e150
"""Beyond ±1e150 no share is told apart from that at 1e150."""

LEAST_SHARE: Final = 1e-100
"""The smallest share a t is looked for."""

CENTRE: Final = 0.4
ROUNDS: Final = 60
CLOSE: Final = 1e-14

ENOUGH: Final = 30.0
SERIES: Final = (
    1.0, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304, 39325 / 33554432, -334477 / 2147483648,
)  # fmt: skip
"""Γ(a + ½)/(Γ(a)·√a) in powers of 1/a (Tricomi & Erdélyi 1951); from a = 30 on exact to 1e-16."""


def two_sided(confidence: float, freedom: float) -> float:
    """Return t, the half-width in standard errors: 2.262157… for 0.95 and 9 degrees of freedom."""
    return math.sqrt(f_quantile(confidence, 1, freedom))


def p_value(t: float, freedom: float) -> float:
    """Return the chance, 0 to 1, of a t at least as far from zero on either side."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def cdf(t: float, freedom: float) -> float:
    """Return P(T ≤ t), with a relative error below 1e-10 in the lower tail as well; 1 ≤ freedom ≤ 1e6."""
    centre, tail = _shares(min(abs(t), FAR), freedom)
    return tail if t < 0 else 0.5 + centre


def quantile(p: float, freedom: float) -> float:
    """Return t with P(T ≤ t) = p; 1e-100 ≤ p < 1, 1 ≤ freedom ≤ 1e6. Relative error below 1e-10."""
    off = p - 0.5
    size = _inner(abs(off), freedom) if abs(off) <= CENTRE else _outer(p if off < 0 else 1 - p, freedom)
    return -size if off < 0 else size


def _inner(share: float, freedom: float) -> float:
    """Return t with P(0 ≤ T ≤ t) = share: Newton's steps from the left, where they only come closer."""
    t = share / _density(0.0, freedom)
    for _round in range(ROUNDS):
        step = (share - _shares(t, freedom)[0]) / _density(t, freedom)
        t += step
        if abs(step) <= CLOSE * t:
            break
    return t


def _outer(share: float, freedom: float) -> float:
    """Return t with P(T ≥ t) = share: Newton's steps of ln P over ln t, a concave line that is all but straight."""
    before = t = -normal.quantile(share)
    for _round in range(ROUNDS):
        tail = _shares(t, freedom)[1]
        if tail <= 0:
            t = (before + t) / 2
            continue
        step = math.log(tail / share) * tail / (t * _density(t, freedom))
        before = t
        t *= math.exp(step)
        if abs(step) <= CLOSE:
            break
    return t


def _shares(t: float, freedom: float) -> tuple[float, float]:
    """Return P(0 ≤ T ≤ t) and P(T ≥ t) for t ≥ 0; the smaller one of them exactly."""
    square, half = t * t, freedom / 2
    whole = freedom + square
    front = gamma_ratio(half) * math.exp(-half * math.log1p(square / freedom)) * (t / math.sqrt(math.pi * whole))
    if freedom / whole >= (half + 1) / (half + 2.5):
        centre = front * continued_fraction(0.5, half, square / whole)
        return centre, 0.5 - centre
    tail = front * continued_fraction(half, 0.5, freedom / whole) / freedom
    return 0.5 - tail, tail


def _density(t: float, freedom: float) -> float:
    shape = math.exp(-(freedom + 1) / 2 * math.log1p(t * t / freedom))
    return gamma_ratio(freedom / 2) * shape / math.sqrt(math.pi * freedom)


def gamma_ratio(a: float) -> float:
    """Return Γ(a + ½)/Γ(a) for a > 0: raised to 30 or more by Γ(x + 1) = xΓ(x), and there by the series."""
    lowered = 1.0
    while a < ENOUGH:
        lowered *= a / (a + 0.5)
        a += 1
    total = 0.0
    for each in reversed(SERIES):
        total = total / a + each
    return lowered * total * math.sqrt(a)
