"""What a submitted attempt comes to: the score, topic by topic, and how sure one was beside how right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lms.answers.reading import CurrentAnswers
from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.learning.regrading.checked import better, mended_since
from lms.packs.model import Quiz
from lms.questions.confidence import Calibration, calibrate
from lms.questions.kinds import Score
from lms.questions.scoring import ROUNDING, QuizScore, score_item, score_quiz
from lms.questions.text import Json, Text


@dataclass(frozen=True)
class TopicScore:
    """Points of the items of one topic, how many items that count there were, and the page to read again ("": none)."""

    title: Text
    points: float
    possible: int
    page: str

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing."""
        return self.points == self.possible


@dataclass(frozen=True)
class Result:
    """A submitted attempt. `calibration`: None where the quiz does not ask how sure one is.

    `spared`: the items that keep points which their mended key would not give.
    """

    score: QuizScore
    topics: tuple[TopicScore, ...]
    calibration: Calibration | None
    spared: frozenset[str] = frozenset()


def result_of(quiz: Quiz, attempt: Attempt, answers: CurrentAnswers) -> Result:
    """Return the result of a submitted attempt with its feedback, from the answers and the points that are kept."""
    responses = _responses(attempt, answers)
    score = score_quiz(asked(quiz, attempt), responses, quiz.pass_mark, partial=quiz.settings.partial_credit)
    spared: frozenset[str] = frozenset()
    if attempt.scores is not None:
        spared = _spared(quiz, score, attempt.scores)
        score = _as_kept(score, attempt.scores, bool(attempt.passed))
    calibration = calibrate(score.scores, responses) if quiz.pool.confidence else None
    return Result(score, _by_topic(quiz, score), calibration, spared)


def _spared(quiz: Quiz, score: QuizScore, kept: dict[str, float]) -> frozenset[str]:
    by_key = score.by_item
    return frozenset(id for id in quiz.mended if id in by_key and kept.get(id, 0.0) > by_key[id] + ROUNDING)


def checked_scores(quiz: Quiz, newest: Quiz, attempt: Attempt, answers: CurrentAnswers) -> dict[str, Score]:
    """Return {item id: score} of the items of an open attempt whose answer is settled.

    Where a key of `quiz` was mended since in `newest`, it is the mended one that is shown, and the better that counts.
    """
    responses = _responses(attempt, answers)
    partial = quiz.settings.partial_credit
    since = mended_since(quiz, newest, attempt)
    settled = [item for item in asked(quiz, attempt) if item.id in attempt.checked]
    return {
        item.id: better(quiz, newest, item.id, responses.get(item.id))
        if item.id in since
        else score_item(item, responses.get(item.id), partial=partial)
        for item in settled
    }


def _responses(attempt: Attempt, answers: CurrentAnswers) -> dict[str, Json]:
    key = f"attempt:{attempt.id}"
    return {item: each.value for (context, _, item), each in answers.items() if context == key}


def _as_kept(score: QuizScore, points: dict[str, float], passed: bool) -> QuizScore:
    """Return the score with the points that were given when it was submitted, whatever the code would give today."""
    scores = {id: _with_points(each, points.get(id)) for id, each in score.scores.items()}
    return QuizScore(scores, sum(points.values()), len(points), passed)


def _with_points(score: Score, points: float | None) -> Score:
    if points is None:
        return replace(score, counted=False)
    return replace(score, points=points, correct=points >= 1 - ROUNDING, counted=True)


def _by_topic(quiz: Quiz, score: QuizScore) -> tuple[TopicScore, ...]:
    found = []
    for name, topic in quiz.pool.topics.items():
        ids = [id for id, each in score.scores.items() if each.counted and quiz.pool.topic(id) == name]
        points = sum(score.scores[id].points for id in ids)
        weak = next((quiz.pool.page(id) for id in ids if not score.scores[id].correct), "")
        if ids:
            found.append(TopicScore(topic.title, points, len(ids), topic.page or weak))
    return tuple(found)
