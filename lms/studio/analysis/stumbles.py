"""The few questions that most need a trainer's eye, of all quizzes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.packs.model import Quiz
from lms.studio.analysis.figures import Question, QuizFigures
from lms.studio.analysis.scales import ScaleFigures

MOST = 3


@dataclass(frozen=True)
class Stumble:
    """One question and the quiz it stands in."""

    quiz: Quiz
    question: Question


def stumbles_of(every: Iterable[QuizFigures | ScaleFigures]) -> list[Stumble]:
    """Return the questions with the gravest findings, at most three; what is lighter waits on the quiz's own page."""
    found = [
        Stumble(each.quiz, question)
        for each in every
        if isinstance(each, QuizFigures)
        for question in each.questions
        if question.to_look_at
    ]
    return sorted(found, key=lambda each: each.question.rank)[:MOST]
