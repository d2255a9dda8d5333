"""Student's distribution and Erlang's waiting for arrays of samples: the twins of `statistics/student.py`, `queue.py`.

What lies outside their domain must have been put aside before; it is brought inside here and of no meaning.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.formula.charges import MOST_AGENTS
from lms.calculators.formula.normal_arrays import normal_quantile
from lms.calculators.statistics import student

_Array = NDArray[np.float64]
_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_MOST_TERMS: Final = 20_000
_BELOW_ONE: Final = 1 - 2.0**-53


def student_cdf(t: Any, freedom: Any) -> Any:
    """Return P(T ≤ t) of each sample."""
    found, degrees = _pair(t, freedom)
    with np.errstate(all="ignore"):
        centre, tail = _shares(np.minimum(np.abs(found), student.FAR), degrees)
    return _like(np.where(found < 0, tail, 0.5 + centre), t, freedom)


def student_quantile(p: Any, freedom: Any) -> Any:
    """Return t with P(T ≤ t) = p of each sample."""
    found, degrees = _pair(p, freedom)
    off = np.clip(found, student.LEAST_SHARE, _BELOW_ONE) - 0.5
    near = np.abs(off) <= student.CENTRE
    size = np.zeros_like(off)
    with np.errstate(all="ignore"):
        if near.any():
            size[near] = _inner(np.abs(off[near]), degrees[near])
        if not near.all():
            share = np.clip(np.where(off < 0, found, 1 - found), student.LEAST_SHARE, 0.5)
            size[~near] = _outer(share[~near], degrees[~near])
    return _like(np.where(off < 0, -size, size), p, freedom)


def waiting(traffic: Any, agents: Any) -> Any:
    """Return the chance that a customer waits (Erlang's C), for each sample; all of them in one recursion."""
    load, people = np.broadcast_arrays(np.asarray(traffic, np.float64), np.asarray(agents, np.float64))
    people = np.clip(people, 1, MOST_AGENTS)
    flooded = people <= load
    offered = np.where(flooded, 0.0, load)
    blocking = np.ones(load.shape)
    with np.errstate(all="ignore"):
        for busy in range(1, int(np.max(people)) + 1):
            arriving = offered * blocking
            blocking = np.where(busy <= people, arriving / (busy + arriving), blocking)
        found = blocking / (1 - offered / people * (1 - blocking))
    return np.where(flooded, 1.0, found)


def _pair(first: Any, freedom: Any) -> tuple[_Array, _Array]:
    one, degrees = np.broadcast_arrays(np.asarray(first, np.float64), np.asarray(freedom, np.float64))
    return np.atleast_1d(one), np.atleast_1d(np.clip(degrees, 1, student.MOST_FREEDOM))


def _like(found: _Array, first: Any, second: Any) -> Any:
    return found[0] if np.ndim(first) == 0 and np.ndim(second) == 0 else found


def _inner(share: _Array, freedom: _Array) -> Any:
    t = share / _density(np.zeros_like(share), freedom)
    going = np.ones(len(t), dtype=bool)
    for _round in range(student.ROUNDS):
        at, degrees = t[going], freedom[going]
        step = (share[going] - _shares(at, degrees)[0]) / _density(at, degrees)
        t[going] = at + step
        going[going] = np.abs(step) > student.CLOSE * t[going]
        if not going.any():
            break
    return t


def _outer(share: _Array, freedom: _Array) -> Any:
    t = -normal_quantile(share)
    before = t.copy()
    going = np.ones(len(t), dtype=bool)
    for _round in range(student.ROUNDS):
        at, degrees = t[going], freedom[going]
        tail = _shares(at, degrees)[1]
        gone = tail <= 0
        step = np.log(tail / share[going]) * tail / (at * _density(at, degrees))
        t[going] = np.where(gone, (before[going] + at) / 2, at * np.exp(step))
        before[going] = np.where(gone, before[going], at)
        going[going] = gone | (np.abs(step) > student.CLOSE)
        if not going.any():
            break
    return t


def _shares(t: _Array, freedom: _Array) -> tuple[_Array, _Array]:
    """Return P(0 ≤ T ≤ t) and P(T ≥ t) for t ≥ 0."""
    square, half = t * t, freedom / 2
    whole = freedom + square
    front = _gamma_ratio(half) * np.exp(-half * np.log1p(square / freedom)) * (t / np.sqrt(np.pi * whole))
    inside = freedom / whole >= (half + 1) / (half + 2.5)
    first, second = np.where(inside, 0.5, half), np.where(inside, half, 0.5)
    found = front * _fraction(first, second, np.where(inside, square, freedom) / whole)
    found = np.where(inside, found, found / freedom)
    return np.where(inside, found, 0.5 - found), np.where(inside, 0.5 - found, found)


def _density(t: _Array, freedom: _Array) -> Any:
    shape = np.exp(-(freedom + 1) / 2 * np.log1p(t * t / freedom))
    return _gamma_ratio(freedom / 2) * shape / np.sqrt(np.pi * freedom)


def _gamma_ratio(a: _Array) -> Any:
    lowered, a = np.ones_like(a), a.copy()
    for _step in range(int(student.ENOUGH)):
        low = a < student.ENOUGH
        if not low.any():
            break
        lowered = np.where(low, lowered * (a / (a + 0.5)), lowered)
        a = np.where(low, a + 1, a)
    total = np.zeros_like(a)
    for each in reversed(student.SERIES):
        total = total / a + each
    return lowered * total * np.sqrt(a)


def _fraction(a: _Array, b: _Array, x: _Array) -> _Array:
    c, d = np.ones_like(x), 1 / _apart(1 - (a + b) * x / (a + 1))
    total = d
    going = np.ones(x.shape, dtype=bool)
    for at in range(1, _MOST_TERMS):
        even = at * (b - at) * x / ((a + 2 * at - 1) * (a + 2 * at))
        odd = -(a + at) * (a + b + at) * x / ((a + 2 * at) * (a + 2 * at + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            total = np.where(going, total * (c * d), total)
        going = going & ~(np.abs(c * d - 1) < _CLOSE)
        if not going.any():
            break
    return total


def _apart(value: _Array) -> _Array:
    return np.where(np.abs(value) > _TINY, value, _TINY)
