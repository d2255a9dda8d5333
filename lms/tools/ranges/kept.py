"""The ranges a person keeps for a tool's numbers: private answers in the block `ranges`, one field a number.

A value is `{"shape": "triangular", "low": 0.6, "high": 0.85}`, or null for "no range". The likely value is the number
itself, wherever it comes from, so it stands in no range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.answers.reading import CurrentAnswers
from lms.calculators.declared import Calculator
from lms.calculators.ranges.places import Place, place_of
from lms.calculators.ranges.specs import DISTRIBUTIONS, read_range
from lms.tools.ranges.asking import KeptAsked, kept_asked
from lms.tools.ranges.wording import range_words

BLOCK: Final = "ranges"
_KEYS: Final = frozenset({"shape", "low", "high"})


@dataclass(frozen=True)
class KeptRange:
    """One range: `shape` is triangular, pert or lognormal (then low and high are P10 and P90)."""

    shape: str
    low: float
    high: float
    from_facts: bool = False

    def specification(self, likely: Any) -> dict[str, Any]:
        """Return it as the engine reads it; `likely` is the number itself."""
        given = {"dist": self.shape, "low": self.low, "high": self.high}
        return given | ({"likely": likely} if isinstance(likely, int | float) else {})


@dataclass(frozen=True)
class KeptRanges:
    """All ranges of one tool or scenario, by the number's name, the revisions of their fields, and what is asked."""

    by_name: Mapping[str, KeptRange] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    asked: KeptAsked = field(default_factory=KeptAsked)

    def __bool__(self) -> bool:
        """Return whether there is any range at all."""
        return bool(self.by_name)


def kept_ranges(answers: CurrentAnswers, context: str) -> KeptRanges:
    """Return the ranges among `answers` that belong to this tool or scenario."""
    found = {item: each for (key, block, item), each in answers.items() if (key, block) == (context, BLOCK)}
    ranges = {item: KeptRange(**each.value) for item, each in found.items() if each.value is not None}
    return KeptRanges(ranges, {item: each.revision for item, each in found.items()}, kept_asked(answers, context))


def checked_range(calculator: Calculator, item: str, value: Any) -> dict[str, Any] | None:
    """Return a range as it is kept; Refusal names what is wrong with it, in words.

    Whether the likely number lies inside is judged when the ranges are run: the number may move later.
    """
    place = place_of(calculator, item)
    if not isinstance(place, Place):
        raise Refusal("item", range_words(None, place))
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != _KEYS or value["shape"] not in DISTRIBUTIONS:
        raise Refusal("value", _("A range is a shape, a low and a high number."))
    low, high = value["low"], value["high"]
    judged = read_range(place.declared, {"dist": value["shape"], "low": low, "likely": low, "high": high}, None)
    if isinstance(judged, str):
        raise Refusal("value", range_words(place.declared, judged))
    return {"shape": judged.dist, "low": judged.low, "high": judged.high}
