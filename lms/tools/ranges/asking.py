"""What a person asks of a run beside their ranges, kept with them: private answers in the block `asked`.

`threshold`: what the headline must reach, in its unit, or null; `seed`: a whole number, or null for the usual one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.answers.reading import CurrentAnswers
from lms.calculators.judging import LARGEST
from lms.calculators.ranges.running import MOST_SEED
from lms.tools.ranges.wording import seed_words

BLOCK: Final = "asked"
SEED: Final = 1
"""The seed of whoever asks for none."""


@dataclass(frozen=True)
class KeptAsked:
    """What was asked the last time, and the revisions of the two fields."""

    threshold: float | None = None
    seed: int = SEED
    revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Return {field: value} as it is kept; the usual seed is none."""
        return {"threshold": self.threshold, "seed": None if self.seed == SEED else self.seed}


def kept_asked(answers: CurrentAnswers, context: str) -> KeptAsked:
    """Return what was asked last in this tool or scenario."""
    found = {item: each for (key, block, item), each in answers.items() if (key, block) == (context, BLOCK)}
    values = {item: each.value for item, each in found.items() if each.value is not None}
    revisions = {item: each.revision for item, each in found.items()}
    return KeptAsked(values.get("threshold"), values.get("seed", SEED), revisions)


def checked_asked(item: str, value: Any) -> float | int | None:
    """Return a threshold or seed as it is kept; Refusal names what is wrong with it, in words."""
    if item not in ("threshold", "seed"):
        raise Refusal("item", _("There is no such number in this calculator."))
    if value is None:
        return None
    sound = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if item == "seed" and not (sound and isinstance(value, int) and 0 <= value <= MOST_SEED):
        raise Refusal("value", seed_words(MOST_SEED))
    if not sound or abs(value) > LARGEST:
        raise Refusal("value", _("is a number"))
    return int(value) if item == "seed" else float(value)
