"""The standard normal distribution: P(X ≤ x), and the x that has a given probability below it.

The same sums and fractions stand in `static/calculators/normal.js` and, for arrays, in `formula/normal_arrays.py`: the
three agree to 1e-14.
"""

import math
from typing import Final

FAR: Final = 40.0
"""Beyond ±40 a double holds no smaller probability than zero."""

SERIES_UP_TO: Final = 1.5
SERIES_TERMS: Final = 30
FRACTION_TERMS: Final = 120
ROOT_OF_TWO_PI: Final = math.sqrt(2 * math.pi)

CENTRE: Final = 0.425
NEAR_TAIL: Final = 5.0

A: Final = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
)  # fmt: skip
B: Final = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
)  # fmt: skip
C: Final = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
)  # fmt: skip
D: Final = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
)  # fmt: skip
E: Final = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
F: Final = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
)  # fmt: skip


def cdf(x: float) -> float:
    """Return P(X ≤ x), with a relative error below 1e-13 in the lower tail as well.

    Within ±1.5 by the series of Marsaglia 2004, J. Statistical Software 11(4); beyond, by the continued fraction of
    the tail (Abramowitz & Stegun 26.2.14).
    """
    far = min(abs(x), FAR)
    density = _density(far)
    tail = 0.5 - density * _series(far) if far <= SERIES_UP_TO else density * _fraction(far)
    return tail if x < 0 else 1 - tail


def quantile(p: float) -> float:
    """Return x with P(X ≤ x) = p; ValueError unless 0 < p < 1. Wichura 1988, AS 241 (PPND16): about 1e-16."""
    if not 0 < p < 1:
        raise ValueError(f"a probability strictly between 0 and 1 is needed, not {p!r}")
    from_half = p - 0.5
    if abs(from_half) <= CENTRE:
        inner = CENTRE * CENTRE - from_half * from_half
        return from_half * _polynomial(A, inner) / _polynomial(B, inner)
    depth = math.sqrt(-math.log(p if from_half < 0 else 1 - p))
    if depth <= NEAR_TAIL:
        size = _polynomial(C, depth - 1.6) / _polynomial(D, depth - 1.6)
    else:
        size = _polynomial(E, depth - NEAR_TAIL) / _polynomial(F, depth - NEAR_TAIL)
    return -size if from_half < 0 else size


def two_sided(confidence: float) -> float:
    """Return z, the half-width in standard errors: 1.959964… for 0.95."""
    return quantile((1 + confidence) / 2)


def _density(x: float) -> float:
    """Return φ(x). The square is taken of few digits and the rest put aside, which keeps the far tail exact."""
    rough = math.floor(x * 16) / 16
    return math.exp(-rough * rough / 2) * math.exp(-(x - rough) * (x + rough) / 2) / ROOT_OF_TWO_PI


def _series(x: float) -> float:
    """Return (Φ(x) − ½)/φ(x) = x + x³/3 + x⁵/(3·5) + …"""
    term = total = x
    for at in range(1, SERIES_TERMS):
        term *= x * x / (2 * at + 1)
        total += term
    return total


def _fraction(x: float) -> float:
    """Return (1 − Φ(x))/φ(x) = 1/(x + 1/(x + 2/(x + 3/(x + …))))."""
    inner = x
    for at in range(FRACTION_TERMS, 0, -1):
        inner = x + at / inner
    return 1 / inner


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    total = 0.0
    for each in reversed(coefficients):
        total = total * x + each
    return total
