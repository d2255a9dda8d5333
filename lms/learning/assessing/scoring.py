"""What a sitting amounts to, and what may be said of two of them. The arithmetic is the calculators'.

Scores run from 0 to 100 (per cent of the maximum possible). Whether a change is more than chance would explain is
judged on the whole instrument alone (Jacobson & Truax 1991); sub-dimensions have too few statements for that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.calculators import evaluate
from lms.packs.instruments import Instrument, Statement

CANNOT_JUDGE = "cannot-judge"
"""The answer of somebody who cannot judge a statement: it counts as missing, and is not the same as no answer yet."""
LEAST_ANSWERED = 0.8
"""The share of statements a score needs: that of `score_scale`."""
FEWEST_OF_A_SUBSCALE = 2


class TooManyMissing(ValueError):
    """Too few statements could be judged for a score."""

    def __init__(self, judged: int, needed: int) -> None:
        """How many were judged, and how many a score needs."""
        super().__init__(f"{judged} judged, {needed} needed")
        self.judged, self.needed = judged, needed


@dataclass(frozen=True, slots=True)
class SubResult:
    """A sub-dimension's score of 0 to 100, None where too few of its `of` statements were judged."""

    id: str
    score: float | None
    judged: int
    of: int


@dataclass(frozen=True, slots=True)
class Result:
    """A closed sitting's score; `alike`: every answer was the same, the reversed statements' too."""

    score: float
    judged: int
    of: int
    subs: tuple[SubResult, ...]
    alike: bool

    def document(self) -> dict[str, Any]:
        """Return the result as JSON, as the sitting keeps it."""
        subs = [{"id": sub.id, "score": sub.score, "judged": sub.judged, "of": sub.of} for sub in self.subs]
        return {"score": self.score, "judged": self.judged, "of": self.of, "subs": subs, "alike": self.alike}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Result:
        """Build the result from what the sitting keeps."""
        subs = tuple(SubResult(**sub) for sub in document["subs"])
        return cls(document["score"], document["judged"], document["of"], subs, document["alike"])

    def sub(self, id: str) -> SubResult | None:
        """Return the result of a sub-dimension."""
        return next((sub for sub in self.subs if sub.id == id), None)


def needed(instrument: Instrument) -> int:
    """Return how many statements have to be judged for a score: 8 of 9."""
    return math.ceil(LEAST_ANSWERED * len(instrument.items) - 1e-9)


def result_of(instrument: Instrument, answers: Mapping[str, Any]) -> Result:
    """Return what `answers` ({statement: point, CANNOT_JUDGE or nothing}) amount to. Raises TooManyMissing."""
    points = {item.id: _point(answers.get(item.id)) for item in instrument.items}
    judged = sum(point is not None for point in points.values())
    score = _score(instrument, instrument.items, points)
    if score is None:
        raise TooManyMissing(judged, needed(instrument))
    subs = tuple(_sub(instrument, sub.id, points) for sub in instrument.subscales)
    return Result(score, judged, len(points), subs, _alike(instrument, points))


def _point(answer: Any) -> int | None:
    return answer if isinstance(answer, int) else None


def _score(instrument: Instrument, items: Sequence[Statement], points: Mapping[str, int | None]) -> float | None:
    outputs = evaluate(
        "score_scale",
        {
            "answers": [points[item.id] for item in items],
            "scale_min": 1,
            "scale_max": instrument.scale.points,
            "reverse": [place for place, item in enumerate(items) if item.reverse],
        },
    )
    score = outputs.get("score")
    return None if "error" in outputs or not isinstance(score, int | float) else float(score)


def _sub(instrument: Instrument, id: str, points: Mapping[str, int | None]) -> SubResult:
    """Score a sub-dimension by all its statements, or by all but one when that leaves two."""
    items = instrument.of_subscale(id)
    judged = [item for item in items if points[item.id] is not None]
    enough = len(judged) == len(items) or len(judged) >= max(FEWEST_OF_A_SUBSCALE, len(items) - 1)
    return SubResult(id, _score(instrument, judged, points) if enough else None, len(judged), len(items))


def _alike(instrument: Instrument, points: Mapping[str, int | None]) -> bool:
    given = [(item.reverse, points[item.id]) for item in instrument.items if points[item.id] is not None]
    return len({point for _, point in given}) == 1 and len({reverse for reverse, _ in given}) == 2  # noqa: PLR2004 - both sides


class Verdict(StrEnum):
    """What may be said of a change on the whole instrument."""

    RISEN = "risen"
    FALLEN = "fallen"
    CANNOT_TELL = "cannot-tell"


_VERDICTS = {"IMPROVED": Verdict.RISEN, "DETERIORATED": Verdict.FALLEN}


@dataclass(frozen=True, slots=True)
class Change:
    """From one whole score to another (points of 100); `least` is what chance alone may do, in both directions."""

    first: float
    latest: float
    least: float
    verdict: Verdict

    @property
    def points(self) -> float:
        """The difference, positive when it has risen."""
        return self.latest - self.first


def change_of(instrument: Instrument, first: float, latest: float) -> Change | None:
    """Judge a change of the whole score by the instrument's assumed spread; None where that cannot be done."""
    spread = instrument.spread
    outputs = evaluate("rci", {"pre": first, "post": latest, "sd": spread.sd, "reliability": spread.reliability})
    least = outputs.get("min_reliable_change")
    if "error" in outputs or not isinstance(least, int | float):
        return None
    return Change(first, latest, float(least), _VERDICTS.get(str(outputs.get("verdict")), Verdict.CANNOT_TELL))
