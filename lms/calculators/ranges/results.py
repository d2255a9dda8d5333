"""What ranges give: plain numbers that a page prints, a browser reads and a shell shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from lms.calculators.computing import Answer

CLASSES: Final = 40
"""So many classes a histogram has where nobody asks for another number."""


@dataclass(frozen=True, slots=True)
class Swing:
    """The headline with one number at the low and the high end of its range, all others at their likely value.

    `at_low` and `at_high` are numbers, error codes, or None where the headline is not defined; `swing` is the distance,
    None when one of them is no number.
    """

    name: str
    at_low: Answer
    at_high: Answer
    swing: float | None


@dataclass(frozen=True, slots=True)
class Worth:
    """How much narrower the range of the headline would be on average if one number were known exactly.

    `reduction` is a share of the present width, 0 to 1; `width` what would be left; `error` its standard error.
    """

    name: str
    reduction: float
    width: float
    error: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Runs counted in classes of equal width: one `edges` more than `counts`; `below` and `above` lie outside them."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Ranges:
    """The headline when some numbers are ranges: `samples` runs, repeated exactly by the same `seed`.

    `problems`: name of a range or an input → code, see `codes.RANGE_MESSAGES` and `codes.FIELD_MESSAGES`; while there
    are any, or `error` is set, nothing was run. `base`: the headline at the likely values. `counted` runs gave a
    number; `failed` counts the others by code. Of the counted: `p10`, `p50`, `p90` (8 of 10 lie between the first and
    the last), `mean`, its standard error, `below_zero`, and `reached`, the share at or above `threshold`, with its
    standard error. They are None when no run, or for an error one run, gave a number. `swings`: the tornado, largest
    first. `worth`: the number most worth measuring next stands first.
    """

    samples: int
    seed: int
    error: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    base: Answer = None
    counted: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    p10: float | None = None
    p50: float | None = None
    p90: float | None = None
    mean: float | None = None
    standard_error: float | None = None
    below_zero: float | None = None
    threshold: float | None = None
    reached: float | None = None
    reached_error: float | None = None
    histogram: Histogram | None = None
    swings: tuple[Swing, ...] = ()
    worth: tuple[Worth, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return everything as plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value at which the headline passes the target: `rising` when it lies above the target for larger values.

    `until`: the headline equals the target from `at` to here. `jump`: it leaps over the target without meeting it;
    then, and for whole numbers, `at` is the first value on the other side. `usual`: within what is usual for the input.
    """

    at: float
    rising: bool | None
    until: float | None = None
    jump: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where the headline equals `target` when one number changes and the others stay.

    `status`: FOUND; ALWAYS (above the target at every value tested), NEVER (below it at every one), EVERYWHERE (it
    equals the target whatever this number is), or NOT_IN_RANGE (no crossing, and some values give no headline at all).
    `low` to `high` is what was searched, `usual_low` to `usual_high` its usual part; `without` of the `tested` values
    gave no number, by code. `error`: UNKNOWN_INPUT, NOT_FOR_A_CHOICE, MUST_ADD_UP, INVALID_INPUT.
    """

    input: str
    target: float
    status: str | None = None
    crossings: tuple[Crossing, ...] = ()
    low: float | None = None
    high: float | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    tested: int = 0
    without: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return everything as plain JSON."""
        return asdict(self)
