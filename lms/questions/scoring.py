"""Scoring a whole quiz: one score per item, the share of points, passed or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms.questions.kinds import Item, Score, kind_of
from lms.questions.text import Json

ROUNDING = 1e-9
"""Three of four items is 75 %, whatever doubles say."""


@dataclass(frozen=True, slots=True)
class QuizScore:
    """What somebody achieved in a quiz: the scores by item id, points, and whether the pass mark is reached.

    `possible` is the number of items that count.
    """

    scores: dict[str, Score]
    points: float
    possible: int
    passed: bool

    @property
    def share(self) -> float:
        """Points as a share of what was possible, 0 to 1."""
        return self.points / self.possible if self.possible else 0.0

    @property
    def by_item(self) -> dict[str, float]:
        """Return {item id: points} of the items that count."""
        return {id: score.points for id, score in self.scores.items() if score.counted}

    @property
    def answered(self) -> int:
        """How many items have a response."""
        return sum(score.chosen is not None for score in self.scores.values())


def score_item(item: Item, value: Json, *, partial: bool = True) -> Score:
    """Score one response by the rules of the item's kind; without `partial` credit only what is right has points."""
    score: Score = kind_of(item.kind).score(item, value)
    return score if partial or score.correct else replace(score, points=0.0)


def score_quiz(
    items: Sequence[Item], responses: Mapping[str, Json], pass_mark: float, *, partial: bool = True
) -> QuizScore:
    """Score the responses (item id -> value); items that count weigh the same, a missing response gives 0."""
    scores = {item.id: score_item(item, responses.get(item.id), partial=partial) for item in items}
    counted = [score.points for score in scores.values() if score.counted]
    points, possible = sum(counted), len(counted)
    return QuizScore(scores, points, possible, possible > 0 and points >= pass_mark * possible - ROUNDING)
