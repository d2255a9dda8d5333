"""Student's t distribution, by the incomplete beta function (Abramowitz & Stegun 26.7.1)."""

import math

from lms.calculators.statistics.beta import f_quantile, incomplete_beta


def two_sided(confidence: float, freedom: float) -> float:
    """Return t, the half-width in standard errors: 2.262157… for 0.95 and 9 degrees of freedom."""
    return math.sqrt(f_quantile(confidence, 1, freedom))


def p_value(t: float, freedom: float) -> float:
    """Return the chance, 0 to 1, of a t at least as far from zero on either side."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
