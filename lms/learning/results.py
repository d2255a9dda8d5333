"""What a submitted attempt comes to: the score, topic by topic, and how sure one was beside how right."""

from __future__ import annotations

from dataclasses import dataclass

from lms.answers.reading import CurrentAnswers
from lms.learning.models import Attempt
from lms.learning.paper import asked
from lms.packs.model import Quiz
from lms.questions.confidence import Calibration, calibrate
from lms.questions.scoring import QuizScore, score_quiz
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
    """A submitted attempt. `calibration`: None where the quiz does not ask how sure one is."""

    score: QuizScore
    topics: tuple[TopicScore, ...]
    calibration: Calibration | None


def result_of(quiz: Quiz, attempt: Attempt, answers: CurrentAnswers) -> Result:
    """Return the result of a submitted attempt with its feedback, from the answers that are kept."""
    key = f"attempt:{attempt.id}"
    responses: dict[str, Json] = {item: each.value for (context, _, item), each in answers.items() if context == key}
    score = score_quiz(asked(quiz, attempt), responses, quiz.pass_mark)
    calibration = calibrate(score.scores, responses) if quiz.pool.confidence else None
    return Result(score, _by_topic(quiz, score), calibration)


def _by_topic(quiz: Quiz, score: QuizScore) -> tuple[TopicScore, ...]:
    found = []
    for name, topic in quiz.pool.topics.items():
        ids = [id for id, each in score.scores.items() if each.counted and quiz.pool.topic(id) == name]
        points = sum(score.scores[id].points for id in ids)
        weak = next((quiz.pool.page(id) for id in ids if not score.scores[id].correct), "")
        if ids:
            found.append(TopicScore(topic.title, points, len(ids), topic.page or weak))
    return tuple(found)
