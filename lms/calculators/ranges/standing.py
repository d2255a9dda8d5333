"""What stands there before anything is drawn, and what can be asked of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lms.calculators.computing import Answer
from lms.calculators.ranges.places import Place

if TYPE_CHECKING:
    from lms.calculators.formula.samples import Sampled


class Result(Protocol):
    """The headline and further outputs as a function of some numbers, all others as they stand."""

    def at(self, changes: Mapping[Place, Any]) -> Answer:
        """Return the headline with some numbers changed: a number, None (not defined) or an error code."""

    def all_at(self, changes: Mapping[Place, Any]) -> dict[str, Answer]:
        """Return each wanted output with some numbers changed."""

    def sampled(self, changes: Mapping[Place, Any], count: int) -> "Sampled":
        """Return the headline for `count` samples; `changes` holds an array of shape (count,) for each place."""

    def all_sampled(self, changes: Mapping[Place, Any], count: int) -> "dict[str, Sampled]":
        """Return each wanted output by name, the headline first."""

    def usual(self, tried: Sequence[Mapping[Place, Any]]) -> int:
        """Return how many runs to make where nobody says so; `tried` are changes to measure one run with."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands there: `known`, every number by the name a formula would use; `problems`: name → code.

    `result` may be asked only while there are no problems.
    """

    known: Mapping[str, Any]
    problems: Mapping[str, str]
    result: Callable[[], Result]
