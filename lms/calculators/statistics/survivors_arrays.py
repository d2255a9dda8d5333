"""The shifted beta-geometric model fitted to one cohort in every sample at once: the twin of `survivors.py`.

Rows are periods and columns samples, so that each step of a sum is one operation for all samples.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.calculators.statistics.survivors import CLOSE, GRID, NOTHING, ROUNDS

_Array = NDArray[np.float64]


def fit(series: _Array) -> tuple[_Array, _Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return α, β, where the survivors rise or are none, and where there is too little to go on.

    `series` has the shape (counts, samples); α and β mean nothing where either is true.
    """
    with np.errstate(all="ignore"):
        rising = (series[0] <= 0) | (series[-1] < 0) | np.any(series[1:] > series[:-1], axis=0)
        left, stayed = -np.diff(series, axis=0) / series[0], series[1:] / series[0]
        lost = _sum(left)
        little = ~rising & ((lost <= 0) | (stayed[0] <= NOTHING * lost)) if len(left) > 1 else ~rising
        sound = ~rising & ~little
        alpha, beta = np.ones(series.shape[1]), np.ones(series.shape[1])
        if sound.any():
            fitted = _Fits(left[:, sound], stayed[:, sound], lost[sound])
            mixture = fitted.highest()
            mean = fitted.mean(mixture, np.ones_like(mixture))
            alpha[sound], beta[sound] = mean / mixture, (1 - mean) / mixture
    return alpha, beta, rising, little


class _Fits:
    def __init__(self, left: _Array, stayed: _Array, lost: _Array) -> None:
        self.left, self.stayed, self.lost = left, stayed, lost

    def part(self, index: NDArray[np.intp]) -> "_Fits":
        return _Fits(self.left[:, index], self.stayed[:, index], self.lost[index])

    def highest(self) -> _Array:
        """Return the mixture of the highest maximum of each sample."""
        slopes, means = np.zeros((len(GRID), len(self.lost))), np.ones((len(GRID), len(self.lost)))
        mean = np.ones_like(self.lost)
        for at in range(len(GRID) - 1, -1, -1):
            mixture = np.full_like(mean, GRID[at])
            mean = means[at] = self.mean(mixture, mean)
            slopes[at] = self.slope(mean, mixture)
        best, height = np.full_like(mean, GRID[0]), np.full_like(mean, -np.inf)
        self.raised(best, height, np.flatnonzero(slopes[0] <= 0), lambda index: np.full(len(index), GRID[0]))
        self.raised(best, height, np.flatnonzero(slopes[-1] > 0), lambda index: np.full(len(index), GRID[-1]))
        for at in range(len(GRID) - 1):
            turns = np.flatnonzero((slopes[at] > 0) & (slopes[at + 1] <= 0))
            ends = (slopes[at], slopes[at + 1], means[at + 1])
            self.raised(best, height, turns, lambda index, at=at, ends=ends: self.top(at, ends, index))
        return best

    def raised(self, best: _Array, height: _Array, index: NDArray[np.intp], found: Any) -> None:
        """Take a maximum where it is higher than what is known of the sample."""
        if not len(index):
            return
        mixture, own = found(index), self.part(index)
        loglik = own.loglik(own.mean(mixture, np.ones_like(mixture)), mixture)
        higher = loglik > height[index]
        best[index[higher]], height[index[higher]] = mixture[higher], loglik[higher]

    def mean(self, mixture: _Array, above: _Array) -> Any:
        mean = np.minimum(above, self.lost / (self.lost + self.stayed[0]))
        going = np.ones(len(mean), dtype=bool)
        for _round in range(ROUNDS):
            off, slope = self.lost.copy(), np.zeros_like(mean)
            for at, each in enumerate(self.stayed):
                weight = 1 / (1 + mixture * at)
                stays = 1 - weight * mean
                odds = each * weight / stays
                off -= odds * mean
                slope += odds / stays
            step = np.where(going, off / slope, 0.0)
            mean = mean + step
            going &= np.abs(step) > CLOSE * mean
            if not going.any():
                break
        return mean

    def slope(self, mean: _Array, mixture: _Array) -> Any:
        total = np.zeros_like(mean)
        for at in range(1, len(self.stayed)):
            spread = 1 + mixture * at
            hazard = mean / spread
            total += at / spread * (self.stayed[at] * hazard / (1 - hazard) - self.left[at])
        return total

    def top(self, at: int, ends: tuple[_Array, _Array, _Array], index: NDArray[np.intp]) -> Any:
        own = self.part(index)
        up, down, above = (each[index] for each in ends)
        low, high = np.full(len(index), GRID[at]), np.full(len(index), GRID[at + 1])
        mixture, last, side = low.copy(), np.full(len(index), np.inf), np.zeros(len(index))
        going = np.ones(len(index), dtype=bool)
        for _round in range(ROUNDS):
            mixture = np.where(going, (low * down - high * up) / (down - up), mixture)
            slope = own.slope(own.mean(mixture, above), mixture)
            rises, falls = going & (slope > 0), going & (slope <= 0)
            down = np.where(rises, np.where(side > 0, down / 2, down), np.where(falls, slope, down))
            up = np.where(falls, np.where(side < 0, up / 2, up), np.where(rises, slope, up))
            low, high = np.where(rises, mixture, low), np.where(falls, mixture, high)
            side = np.where(rises, 1.0, np.where(falls, -1.0, side))
            going &= (np.abs(mixture - last) > CLOSE * mixture) & (slope != 0)
            if not going.any():
                break
            last = mixture
        return mixture

    def loglik(self, mean: _Array, mixture: _Array) -> _Array:
        total = np.zeros_like(mean)
        for at, (left, stayed) in enumerate(zip(self.left, self.stayed, strict=True)):
            hazard = mean / (1 + mixture * at)
            total += left * np.log(hazard) + np.where(stayed > 0, stayed * np.log(1 - hazard), 0.0)
        return total


def _sum(rows: _Array) -> _Array:
    total = np.zeros(rows.shape[1])
    for each in rows:
        total = total + each
    return total
