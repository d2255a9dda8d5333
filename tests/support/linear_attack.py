"""What somebody can work out who knows every told sum, and exactly who is in each: linear algebra, nothing else.

A told figure is a row with a 1 for each value that is in it. A value can be worked out from them, by adding,
subtracting and multiplying in any order, exactly when its unit vector is in the space the rows span.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import combinations

import numpy as np

PRIME = 2_147_483_647


def recovered(rows: Sequence[Collection[Hashable]]) -> set[Hashable]:
    """Return the single values that follow from the sums over these sets (reduced row echelon form modulo a prime)."""
    values = sorted({each for row in rows for each in row}, key=repr)
    reduced = _reduced(rows, values)
    return {values[int(np.flatnonzero(row)[0])] for row in reduced if np.count_nonzero(row) == 1}


def smallest_difference(rows: Sequence[Collection[Hashable]]) -> int | None:
    """Return the fewest values that any told set holds, or any two of them differ by, above none."""
    sets = [frozenset(row) for row in rows]
    sizes = [len(one) for one in sets] + [len(one ^ other) for one, other in combinations(set(sets), 2) if one < other]
    return min((size for size in sizes if size), default=None)


def _reduced(rows: Sequence[Collection[Hashable]], values: list[Hashable]) -> np.ndarray:
    column = {value: at for at, value in enumerate(values)}
    matrix = np.zeros((len(rows), len(values)), dtype=np.int64)
    for at, row in enumerate(rows):
        matrix[at, [column[value] for value in row]] = 1
    done = 0
    for at in range(len(values)):
        below = np.flatnonzero(matrix[done:, at])
        if not below.size:
            continue
        matrix[[done, done + below[0]]] = matrix[[done + below[0], done]]
        matrix[done] = matrix[done] * pow(int(matrix[done, at]), -1, PRIME) % PRIME
        others = np.flatnonzero(matrix[:, at])
        others = others[others != done]
        matrix[others] = (matrix[others] - matrix[others, at][:, None] * matrix[done]) % PRIME
        done += 1
        if done == len(rows):
            break
    return matrix[:done]
