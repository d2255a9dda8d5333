"""Distributions without a library: against exact sums, closed forms and printed tables."""

import math
from decimal import Decimal, getcontext
from fractions import Fraction
from statistics import NormalDist

import pytest

from lms.calculators.statistics import normal
from lms.calculators.statistics.beta import f_cdf, f_quantile, incomplete_beta, inverse_incomplete_beta

from .material import chance_of


def exact_cdf(x: float) -> Decimal:
    """Return Φ(x) with 60 digits: ½ + φ(x)·(x + x³/3 + x⁵/15 + …), summed in decimals."""
    getcontext().prec = 120
    value = Decimal(x)
    term = total = value
    at = 1
    while abs(term) > Decimal(10) ** -110:
        term = term * value * value / (2 * at + 1)
        total += term
        at += 1
    pi = Decimal(
        "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798"
    )
    return Decimal("0.5") + total * (-value * value / 2).exp() / (2 * pi).sqrt()


@pytest.mark.parametrize("x", [-12.5, -8, -5.03125, -3.1, -1.96, -1.51, -1.5, -1.49, -0.3, 0.0, 0.7, 1.5, 2.2, 6.0])
def test_the_normal_distribution_is_exact_to_the_thirteenth_digit_in_both_tails(x: float) -> None:
    exact = exact_cdf(x)
    assert abs(Decimal(normal.cdf(x)) - exact) <= exact * Decimal("1e-13")


def test_the_normal_quantile_is_that_of_wichura() -> None:
    chance = chance_of(51)
    shares = [chance.uniform(0, 1) for _ in range(2000)] + [10 ** -chance.uniform(1, 300) for _ in range(500)]
    for share in shares:
        assert normal.quantile(share) == pytest.approx(NormalDist().inv_cdf(share), rel=1e-14, abs=1e-16)
    assert normal.two_sided(0.95) == pytest.approx(1.959963984540054, rel=1e-15)
    assert normal.two_sided(0.99) == pytest.approx(2.575829303548901, rel=1e-14)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.1, math.nan])
def test_what_is_no_probability_has_no_quantile(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal.quantile(share)


def binomial_tail(a: int, b: int, x: Fraction) -> Fraction:
    """Return I_x(a, b) for whole a and b, exactly: the chance of at least a heads in a + b − 1 throws."""
    throws = a + b - 1
    return sum((math.comb(throws, k) * x**k * (1 - x) ** (throws - k) for k in range(a, throws + 1)), Fraction(0))


def test_the_incomplete_beta_function_agrees_with_exact_sums() -> None:
    chance = chance_of(52)
    for _ in range(200):
        a, b, x = chance.randint(1, 60), chance.randint(1, 60), Fraction(chance.randint(1, 99), 100)
        exact = float(binomial_tail(a, b, x))
        assert incomplete_beta(a, b, float(x)) == pytest.approx(exact, rel=1e-11, abs=1e-14)


def test_its_closed_forms_hold_for_broken_parameters() -> None:
    for x in (0.001, 0.2, 0.5, 0.97):
        assert incomplete_beta(0.5, 0.5, x) == pytest.approx(2 / math.pi * math.asin(math.sqrt(x)), rel=1e-13)
        assert incomplete_beta(2.5, 1, x) == pytest.approx(x**2.5, rel=1e-13)
        assert incomplete_beta(1, 3.7, x) == pytest.approx(1 - (1 - x) ** 3.7, rel=1e-12)
    assert (incomplete_beta(2, 3, 0), incomplete_beta(2, 3, 1)) == (0, 1)


def test_the_inverse_finds_the_place_again() -> None:
    chance = chance_of(53)
    for _ in range(300):
        a, b, p = chance.uniform(0.5, 500), chance.uniform(0.5, 500), chance.uniform(0.001, 0.999)
        x = inverse_incomplete_beta(a, b, p)
        assert incomplete_beta(a, b, x) == pytest.approx(p, abs=1e-10)
    assert (inverse_incomplete_beta(2, 3, 0), inverse_incomplete_beta(2, 3, 1)) == (0, 1)


@pytest.mark.parametrize(("a", "b", "x"), [(0, 1, 0.5), (1, -1, 0.5), (1, 1, 1.5), (math.nan, 1, 0.5)])
def test_parameters_outside_the_domain_are_refused(a: float, b: float, x: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        incomplete_beta(a, b, x)
    with pytest.raises(ValueError, match="probability"):
        inverse_incomplete_beta(1, 1, 2)


@pytest.mark.parametrize(
    ("p", "numerator", "denominator", "printed"),
    [
        (0.975, 1, 1, 647.789), (0.975, 1, 10, 6.937), (0.975, 5, 20, 3.289), (0.95, 4, 10, 3.478),
        (0.95, 10, 120, 1.910), (0.99, 3, 30, 4.510), (0.5, 1, 1, 1.0),
    ],
)  # fmt: skip
def test_the_f_quantile_is_that_of_printed_tables(
    p: float, numerator: float, denominator: float, printed: float
) -> None:
    assert f_quantile(p, numerator, denominator) == pytest.approx(printed, abs=6e-4)
    assert f_cdf(f_quantile(p, numerator, denominator), numerator, denominator) == pytest.approx(p, abs=1e-12)


def test_the_lower_f_quantile_is_the_upper_one_turned_over() -> None:
    assert f_quantile(0.025, 14, 126) == pytest.approx(1 / f_quantile(0.975, 126, 14), rel=1e-10)
