"""Numbers that move together: pairs of ranges with a correlation, through a Gaussian copula.

Each range keeps its own distribution; only which values come in the same run changes. The chance of each number becomes
a standard normal one, these are mixed by the lower triangle of Cholesky's decomposition of the correlations, in the
calculator's own order, and become chances again (Nelsen 2006, An Introduction to Copulas, 2nd ed., section 2.3). The
first number of a group, and every number in no pair, draws exactly what it draws alone.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.ranges.places import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Together = Mapping[tuple[str, str], float]
"""Two names, and how far they move together."""

USUAL: Final = 0.5
"""What "they move together" means where nobody says how far."""

MOST: Final = 0.95
"""No pair may be tied closer than this: at 1 it would be one number."""

_LEAST: Final = 1e-9

Triangle = tuple[tuple[float, ...], ...]


def read_together(given: object, places: Sequence[Place]) -> tuple[Triangle, dict[str, str]]:
    """Return the lower triangle for these places, in their order, and a code for each pair that cannot be used.

    Codes: NO_RANGE_TO_MOVE (a name without a range, or twice the same), NOT_A_CORRELATION (not from −0.95 to 0.95),
    CORRELATIONS_CLASH (a pair that is named twice, or numbers that cannot all move like that: no such correlations
    exist). Pairs that cannot be read at all are under the name "together". The triangle is empty when nothing moves
    together.
    """
    if not given:
        return (), {}
    if not isinstance(given, Mapping):
        return (), {"together": "NO_RANGE_TO_MOVE"}
    names = [place.name for place in places]
    matrix = [[float(one == other) for other in names] for one in names]
    problems = {}
    for pair, correlation in given.items():
        code = _refused(pair, correlation, names, matrix)
        if code:
            problems[_name(pair)] = code
        else:
            one, other = (names.index(each) for each in pair)
            matrix[one][other] = matrix[other][one] = float(correlation)
    triangle = None if problems else _cholesky(matrix)
    if triangle is None and not problems:
        problems = {_name(pair): "CORRELATIONS_CLASH" for pair in given}
    return triangle or (), problems


def mixed(chances: "Sequence[NDArray[np.float64]]", triangle: Triangle) -> "list[NDArray[np.float64]]":
    """Return the chances of every place, in the order of the triangle, moved together; each of shape (samples,)."""
    from lms.calculators.formula.normal_arrays import normal_cdf, normal_quantile

    moving = {at for row in triangle if _mixes(row) for at, weight in enumerate(row) if weight}
    normals: dict[int, Any] = {at: normal_quantile(chances[at]) for at in sorted(moving)}
    found = []
    for own, row in zip(chances, triangle, strict=True):
        if _mixes(row):
            total = sum(weight * normals[at] for at, weight in enumerate(row) if weight)
            found.append(_within(normal_cdf(total)))
        else:
            found.append(own)
    return found


def _mixes(row: Sequence[float]) -> bool:
    return any(row[:-1])


def _within(chance: Any) -> Any:
    """Keep a chance where `pcg.shares` keeps its own: the quantiles are not defined at 0 and 1."""
    import numpy as np

    return np.clip(chance, 2.0**-33, 1 - 2.0**-33)


def _refused(pair: object, correlation: object, names: Sequence[str], matrix: Sequence[Sequence[float]]) -> str | None:
    if not isinstance(pair, tuple) or len(set(pair)) != len(pair) or len(pair) != len((0, 1)):
        return "NO_RANGE_TO_MOVE"
    if not all(each in names for each in pair):
        return "NO_RANGE_TO_MOVE"
    if isinstance(correlation, bool) or not isinstance(correlation, int | float) or not abs(correlation) <= MOST:
        return "NOT_A_CORRELATION"
    one, other = (names.index(each) for each in pair)
    return "CORRELATIONS_CLASH" if matrix[one][other] else None


def _cholesky(matrix: Sequence[Sequence[float]]) -> Triangle | None:
    """Return L with L·Lᵀ = matrix, each row up to its diagonal; None unless the matrix is positive definite."""
    rows: list[tuple[float, ...]] = []
    for at, wanted in enumerate(matrix):
        row: list[float] = []
        for before in range(at):
            known = math.fsum(a * b for a, b in zip(row, rows[before], strict=False))
            row.append((wanted[before] - known) / rows[before][before])
        left = 1 - math.fsum(each * each for each in row)
        if left <= _LEAST:
            return None
        rows.append((*row, math.sqrt(left)))
    return tuple(rows)


def _name(pair: object) -> str:
    return ",".join(map(str, pair)) if isinstance(pair, tuple) else str(pair)
