"""How a formula ends without a number: the codes it stops with, in the interpreter of single values."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.calculators.codes import TOO_LARGE


@dataclass(frozen=True, slots=True)
class Failure:
    """What a formula answers when it has no number: one of the codes in `codes`."""

    code: str


class Stop(Exception):
    """Ends one formula; `outcome` is None (no value) or a Failure."""

    def __init__(self, outcome: Failure | None) -> None:
        """Keep the outcome."""
        super().__init__()
        self.outcome = outcome


def stop(code: str) -> Stop:
    """Return what to raise to end a formula with this code."""
    return Stop(Failure(code))


def finite(value: Any) -> Any:
    """Return the value; a number that has left the finite ones ends the formula with TOO_LARGE."""
    if isinstance(value, float) and not math.isfinite(value):
        raise stop(TOO_LARGE)
    return value


def bounded(function: Callable[[], float]) -> float:
    """Return what the function gives; an overflow in it ends the formula with TOO_LARGE."""
    try:
        return function()
    except OverflowError:
        raise stop(TOO_LARGE) from None
