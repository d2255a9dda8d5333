"""Questions that were checked, and so settled, before their key was mended: they count by the better of both keys.

Whoever checks a question sees what its key says and can answer it no more. Where that key turns out to be wrong, what
they see from then on is the mended one, and no point they were shown is taken from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lms.learning.models import Attempt
from lms.packs.mending import keys_changed
from lms.packs.model import Quiz
from lms.questions.kinds import Score
from lms.questions.scoring import ROUNDING, QuizScore, score_item
from lms.questions.text import Json


def mended_since(own: Quiz, newest: Quiz, attempt: Attempt) -> frozenset[str]:
    """Return the ids of the items that were checked by a key of `own` and have another one in `newest`."""
    if not attempt.checked or own is newest:
        return frozenset()
    return frozenset(keys_changed(own, newest)) & frozenset(attempt.checked)


def better(own: Quiz, newest: Quiz, id: str, response: Json) -> Score:
    """Return the score of an item by its newest key, with the points of the older one where those are more."""
    new, old = newest.item(id), own.item(id)
    if new is None or old is None:
        raise LookupError(f"quiz {own.name} asks no {id} in both versions")
    score = score_item(new, response, partial=newest.settings.partial_credit)
    points = max(score.points, score_item(old, response, partial=own.settings.partial_credit).points)
    return replace(score, points=points, correct=points >= 1 - ROUNDING)


def with_the_better(
    score: QuizScore, own: Quiz, newest: Quiz, attempt: Attempt, responses: Mapping[str, Json]
) -> QuizScore:
    """Return the score of an attempt by the newest keys, with the better of both for what was checked before."""
    since = mended_since(own, newest, attempt)
    if not since:
        return score
    scores = score.scores | {id: better(own, newest, id, responses.get(id)) for id in since if id in score.scores}
    points = sum(each.points for each in scores.values() if each.counted)
    passed = score.possible > 0 and points >= newest.pass_mark * score.possible - ROUNDING
    return QuizScore(scores, points, score.possible, passed)
