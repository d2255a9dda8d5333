"""Inputs of operations that are lists with a least length, cohorts, distributions, or the inputs of another operation.

No input holds more than `MOST_ROWS` numbers, so that none makes an operation run long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.calculators.distributions import SHAPES
from lms.calculators.operations import MOST_ROWS, OPERATIONS, Invalid, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Parameter):
    """A list of `fewest` to `most` numbers."""

    sort: str = "numbers"
    fewest: int = 1
    most: int = MOST_ROWS

    def read(self, value: object) -> Any:
        """Return a list of floats; raise `Invalid` when it is none, too short or too long."""
        if value is None and self.optional:
            return None
        return [self._number(each) for each in _listed(self.name, value, self.fewest, self.most)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts(Parameter):
    """Lists of survivors, one per cohort: those who started, then how many are left after each period."""

    sort: str = "rows of numbers"

    def read(self, value: object) -> Any:
        """Return a list of lists of floats; raise `Invalid` unless each starts above zero and never rises."""
        cohorts = [self._cohort(each) for each in _listed(self.name, value, fewest=1)]
        if sum(map(len, cohorts)) > MOST_ROWS:
            raise Invalid(self.name, f"must hold at most {MOST_ROWS:,} counts in all")
        return cohorts

    def _cohort(self, value: object) -> list[float]:
        counts = [self._number(each) for each in _listed(self.name, value, fewest=1)]
        if counts[0] == 0:
            raise Invalid(self.name, "must start above zero")
        if any(later > earlier for earlier, later in zip(counts, counts[1:], strict=False)):
            raise Invalid(self.name, "must never rise: nobody comes back into a cohort")
        return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain(Parameter):
    """An uncertain number: `{dist: triangular | pert, low, mode, high}`."""

    sort: str = "distribution"

    def read(self, value: object) -> Any:
        """Return `Triangular` or `Pert`; raise `Invalid` unless low ≤ mode ≤ high, all three in the hard range."""
        if not isinstance(value, Mapping) or set(value) != {"dist", "low", "mode", "high"}:
            raise Invalid(self.name, "must be a distribution with dist, low, mode and high")
        if not isinstance(value["dist"], str) or value["dist"] not in SHAPES:
            raise Invalid(f"{self.name}.dist", f"must be one of {', '.join(SHAPES)}")
        low, mode, high = (self._number(value[each]) for each in ("low", "mode", "high"))
        if not low <= mode <= high:
            raise Invalid(self.name, "must have low ≤ mode ≤ high")
        return SHAPES[value["dist"]](low, mode, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputsOf(Parameter):
    """The inputs of another operation by name: all it needs, or, when `partial`, some of those that are numbers."""

    sort: str = "inputs"
    operation: str
    partial: bool = False

    def read(self, value: object) -> Any:
        """Return the arguments of that operation, or only the named ones; raise `Invalid` for any that is refused."""
        if not isinstance(value, Mapping):
            raise Invalid(self.name, "must be inputs by name")
        read = self._some if self.partial else OPERATIONS[self.operation].read
        try:
            return read(value)
        except Invalid as refused:
            raise Invalid(f"{self.name}.{refused.field}", refused.reason) from None

    def _some(self, value: Mapping[str, object]) -> dict[str, Any]:
        known = {each.name: each for each in OPERATIONS[self.operation].parameters if each.sort == "number"}
        for key in value:
            if key not in known:
                raise Invalid(str(key), "is not a number that can be moved")
        return {key: known[key].read(each) for key, each in value.items()}


def _listed(name: str, value: object, fewest: int, most: int = MOST_ROWS) -> Sequence[object]:
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise Invalid(name, "must be a list")
    if not fewest <= len(value) <= most:
        raise Invalid(name, f"must hold {fewest} to {most:,} entries, not {len(value):,}")
    return value
