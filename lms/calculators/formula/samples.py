"""What is held for each sample: values, and which samples failed with which code; and series of varying length.

A formula that uses others gets each of them as `Sampled`: a sample that failed there fails here only where the value
is used, as it is for a single set of inputs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.language import Tree

NOT_DEFINED: Final = "NOT_DEFINED"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A formula for every sample: `value` is an array, a float or a list of such (a series).

    `failed` holds for each code, NOT_DEFINED included, the mask of the samples that ended with it; `value` is of no
    meaning there, but finite. No sample stands under two codes.
    """

    value: Any
    failed: Mapping[str, Mask]

    def numbers(self, count: int) -> NDArray[np.float64]:
        """Return the values as one array of shape (count,), NaN where there is none."""
        value: NDArray[np.float64] = np.asarray(self.value, dtype=np.float64)
        if value.shape != (count,):
            value = np.broadcast_to(value, (count,))
        for mask in self.failed.values():
            value = np.where(mask, np.nan, value)
        return value

    def sound(self, count: int) -> NDArray[np.float64]:
        """Return the values of the samples that have one: an array of shape (count,) or less."""
        numbers = self.numbers(count)
        return numbers[np.isfinite(numbers)] if self.failed else numbers


@dataclass(frozen=True, slots=True)
class Samples:
    """The values of one formula for every sample: `values` (NaN where there is none) and `codes` of those that failed.

    `codes` maps an error code, or NOT_DEFINED, to the number of samples that ended so: counted, never dropped.
    """

    values: NDArray[np.float64]
    codes: Mapping[str, int]


def part(found: Any, index: NDArray[np.intp]) -> Any:
    """Return the samples of `index`: of an array, of each number of a series, or of what another formula gave."""
    if isinstance(found, list):
        return [part(each, index) for each in found]
    if isinstance(found, Sampled):
        return Sampled(part(found.value, index), {code: mask[index] for code, mask in found.failed.items()})
    return found[index] if isinstance(found, np.ndarray) else found


_Compute = Callable[[Tree, Mapping[str, Any], int], Sampled]


def piecewise(
    compute: _Compute, tree: Tree, values: Mapping[str, Any], keys: NDArray[np.float64], count: int
) -> Sampled:
    """Compute a formula whose series vary in length: apart for the samples of each key (see `VaryingError`)."""
    used = {name: values[name] for name in names_in(tree) if name in values}
    found, places = np.unique(keys, return_inverse=True)
    pieces = []
    for at in range(len(found)):
        index = np.flatnonzero(places == at)
        pieces.append((index, compute(tree, {name: part(each, index) for name, each in used.items()}, len(index))))
    return _joined(pieces, count)


def _joined(pieces: list[tuple[NDArray[np.intp], Sampled]], count: int) -> Sampled:
    """Put the pieces back in the order of the samples; series of different length cannot stand together."""
    failed: dict[str, Mask] = {}
    for index, each in pieces:
        for code, mask in each.failed.items():
            failed.setdefault(code, np.zeros(count, dtype=bool))[index] = mask
    lengths = {len(each.value) for _, each in pieces if isinstance(each.value, list)}
    if len(lengths) > 1:
        return Sampled(1.0, {INVALID_INPUT: np.ones(count, dtype=bool)})
    if not lengths:
        return Sampled(_filled([(index, each.value) for index, each in pieces], count), failed)
    columns = range(lengths.pop())
    series = [_filled([(index, _period(each.value, at)) for index, each in pieces], count) for at in columns]
    return Sampled(series, failed)


def _period(value: Any, at: int) -> Any:
    return value[at] if isinstance(value, list) else value


def _filled(pieces: list[tuple[NDArray[np.intp], Any]], count: int) -> NDArray[np.float64]:
    result = np.ones(count)
    for index, value in pieces:
        result[index] = value
    return result
