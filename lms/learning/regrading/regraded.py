"""What a mended key makes of one stored result: points of the mended questions anew, all others as they were given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.learning.regrading.models import Policy
from lms.packs.model import Quiz
from lms.questions.scoring import ROUNDING, score_item, score_quiz
from lms.questions.text import Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: {item: points, 0 to 1} of the items that count, the share of all points, and whether it passes."""

    scores: dict[str, float]
    score: float
    passed: bool


def as_it_was(quiz: Quiz, attempt: Attempt, responses: Mapping[str, Json]) -> Outcome:
    """Return the result that is kept; of an attempt older than kept points, the points that its own key gives."""
    scores = attempt.scores
    if scores is None:
        partial = quiz.settings.partial_credit
        scores = score_quiz(asked(quiz, attempt), responses, quiz.pass_mark, partial=partial).by_item
    return Outcome(dict(scores), attempt.score or 0.0, bool(attempt.passed))


def regraded(
    new: Quiz,
    changed: Collection[str],
    attempt: Attempt,
    before: Outcome,
    responses: Mapping[str, Json],
    policy: Policy,
) -> Outcome:
    """Return the result by the keys of `new`; `changed` are the items whose key differs, `before` is what it was.

    By the policy that nobody loses, each question gives the better of both points, and who had passed has passed.
    """
    scores = dict(before.scores)
    for id in changed:
        item = new.item(id)
        if item is not None and id in scores:
            points = score_item(item, responses.get(id), partial=new.settings.partial_credit).points
            scores[id] = max(points, scores[id]) if policy is Policy.NOBODY_LOSES else points
    points, possible = sum(scores.values()), len(scores)
    passed = possible > 0 and points >= new.pass_mark * possible - ROUNDING
    share = points / possible if possible else 0.0
    if policy is Policy.NOBODY_LOSES:
        return Outcome(scores, max(share, before.score), passed or before.passed)
    return Outcome(scores, share, passed)
