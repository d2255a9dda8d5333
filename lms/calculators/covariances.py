"""T15 The reliability of a scale from the covariances of its items, where the answers themselves are not at hand.

Alpha and corrected item–rest correlations follow from the covariance matrix exactly as from the answers. Omega
(McDonald 1999) needs one factor: iterated principal axes on the correlations, whose fixed point is the least-squares
(minres) solution of Harman & Jones 1966. Written without NumPy: nine statements take about a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lms.calculators.operations import evaluate
from lms.calculators.reliability import alpha_of_variances

Matrix = list[list[float]]

ROUNDS = 500
SETTLED = 1e-10
"""Change of a communality at which the factor has settled."""
TURNS = 200
"""Most steps of a power iteration for the largest eigenvector."""


def covariances(people: int, sums: Sequence[float], products: Sequence[Sequence[float]]) -> Matrix:
    """Return sample covariances (n − 1) from Σx and the lower triangle of Σxy, row i holding 0 to i."""
    count = len(sums)
    found = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(i + 1):
            found[i][j] = found[j][i] = (products[i][j] - sums[i] * sums[j] / people) / (people - 1)
    return found


def alpha_of(matrix: Matrix) -> float | None:
    """Return Cronbach's alpha; None for a single item or a sum that does not vary."""
    return alpha_of_variances([row[at] for at, row in enumerate(matrix)], _total(matrix))


def item_rest_of(matrix: Matrix) -> list[float | None]:
    """Return each item's correlation with the sum of the others; None where one of the two does not vary."""
    total = _total(matrix)
    found: list[float | None] = []
    for at, row in enumerate(matrix):
        own, together = row[at], sum(row)
        rest = total - 2 * together + own
        found.append((together - own) / math.sqrt(own * rest) if own > 0 and rest > 0 else None)
    return found


def alpha_without_each(matrix: Matrix) -> list[float | None]:
    """Return the alpha that is left without each item in turn."""
    return [
        alpha_of([[cell for j, cell in enumerate(row) if j != at] for i, row in enumerate(matrix) if i != at])
        for at in range(len(matrix))
    ]


def omega_of(matrix: Matrix) -> float | None:
    """Return McDonald's omega of the sum; None where no factor fits: an item does not vary, or nothing is its own."""
    loadings = _loadings(matrix)
    if loadings is None:
        return None
    spreads = [math.sqrt(row[at]) for at, row in enumerate(matrix)]
    inputs = {
        "loadings": [load * spread for load, spread in zip(loadings, spreads, strict=True)],
        "uniquenesses": [(1 - load**2) * spread**2 for load, spread in zip(loadings, spreads, strict=True)],
    }
    omega = evaluate("omega_from_loadings", inputs).get("omega")
    return float(omega) if isinstance(omega, int | float) else None


def _loadings(matrix: Matrix) -> list[float] | None:
    """Return each item's loading on the one factor of the correlations, by iterated principal axes."""
    count = len(matrix)
    if count < 3 or any(row[at] <= 0 for at, row in enumerate(matrix)):
        return None
    spreads = [math.sqrt(row[at]) for at, row in enumerate(matrix)]
    reduced = [[cell / (spreads[i] * spreads[j]) for j, cell in enumerate(row)] for i, row in enumerate(matrix)]
    shared = [max(abs(cell) for j, cell in enumerate(row) if j != i) for i, row in enumerate(reduced)]
    loadings: list[float] | None = None
    for _ in range(ROUNDS):
        for at, each in enumerate(shared):
            reduced[at][at] = each
        loadings = _axis(reduced)
        if loadings is None or any(abs(load) >= 1 for load in loadings):
            return None
        moved = max(abs(load**2 - each) for load, each in zip(loadings, shared, strict=True))
        shared = [load**2 for load in loadings]
        if moved < SETTLED:
            break
    return loadings if loadings is None or sum(loadings) >= 0 else [-load for load in loadings]


def _axis(matrix: Matrix) -> list[float] | None:
    """Return the eigenvector of the largest eigenvalue, as long as its root; None where that is not positive."""
    vector = [1.0 / math.sqrt(len(matrix))] * len(matrix)
    size = 0.0
    for _ in range(TURNS):
        turned = [sum(cell * each for cell, each in zip(row, vector, strict=True)) for row in matrix]
        length = math.sqrt(sum(each * each for each in turned))
        if length == 0:
            return None
        further = [each / length for each in turned]
        size = sum(a * b for a, b in zip(turned, vector, strict=True))
        moved = max(abs(a - b) for a, b in zip(further, vector, strict=True))
        vector = further
        if moved < SETTLED:
            break
    return [each * math.sqrt(size) for each in vector] if size > 0 else None


def _total(matrix: Matrix) -> float:
    return sum(map(sum, matrix))
