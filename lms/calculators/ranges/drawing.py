"""Draws from ranges: a share of chance between 0 and 1 becomes the value that has this share of the range below it.

Formulas: the domain reference, T14.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.formula.normal_arrays import normal_quantile
from lms.calculators.ranges.beta_arrays import inverse_incomplete_beta
from lms.calculators.ranges.pcg import shares
from lms.calculators.ranges.places import Place
from lms.calculators.ranges.specs import LOGNORMAL, PERT, TRIANGULAR, Spread
from lms.calculators.ranges.together import Triangle, mixed

Array = NDArray[np.float64]
_WEIGHT: Final = 4.0


def draws(place: Place, spread: Spread, seed: int, count: int) -> Array:
    """Return `count` values of one range, whole ones where the input asks for them.

    The chance is the place's own part of one sequence: which other numbers have a range changes nothing here.
    """
    return _values(place, spread, _chance(place, seed, count))


def all_draws(spreads: Mapping[Place, Spread], seed: int, count: int, triangle: Triangle = ()) -> dict[Place, Array]:
    """Return the draws of every range; with a triangle (see `together`), of ranges that move together."""
    if not triangle:
        return {place: draws(place, spread, seed, count) for place, spread in spreads.items()}
    chances = mixed([_chance(place, seed, count) for place in spreads], triangle)
    return {each: _values(each, spreads[each], chance) for each, chance in zip(spreads, chances, strict=True)}


def quantiles(spread: Spread, p: Array) -> Array:
    """Return the value below which each share p of the range lies, 0 < p < 1; low < high."""
    return _QUANTILES[spread.dist](spread, p)


def _chance(place: Place, seed: int, count: int) -> Array:
    return shares(seed, place.position * count, count)


def _values(place: Place, spread: Spread, chance: Array) -> Array:
    if spread.constant:
        return np.full(len(chance), spread.low)
    values = quantiles(spread, chance)
    return np.floor(values + 0.5) if place.declared.whole else values


def _triangular(spread: Spread, p: Array) -> Array:
    """a + √(p(b−a)(c−a)) below the mode c, b − √((1−p)(b−a)(b−c)) above; 1 − p is exact enough: p has 33 bits."""
    low, mode, high = spread.low, spread.likely, spread.high
    wide = high - low
    rising = low + wide * np.sqrt(p * ((mode - low) / wide))
    falling = high - wide * np.sqrt((1 - p) * ((high - mode) / wide))
    return np.clip(np.where(p * wide < mode - low, rising, falling), low, high)


def _pert(spread: Spread, p: Array) -> Array:
    """a + (b−a)·I⁻¹(p; α, β) with α = 1 + 4(c−a)/(b−a) and β = 1 + 4(b−c)/(b−a)."""
    low, mode, high = spread.low, spread.likely, spread.high
    alpha = 1 + _WEIGHT * (mode - low) / (high - low)
    beta = 1 + _WEIGHT * (high - mode) / (high - low)
    found: Array = np.clip(low + (high - low) * inverse_incomplete_beta(alpha, beta, p), low, high)
    return found


def _lognormal(spread: Spread, p: Array) -> Array:
    """exp(μ + σ·Φ⁻¹(p)), with μ and σ from P10 and P90."""
    found: Array = np.exp(spread.log_mean + spread.log_deviation * normal_quantile(p))
    return found


_QUANTILES: Final[Mapping[str, Callable[[Spread, Array], Array]]] = {
    TRIANGULAR: _triangular,
    PERT: _pert,
    LOGNORMAL: _lognormal,
}
