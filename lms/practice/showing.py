"""An exercise as its owner sees it: days to choose from, the note, the photograph, what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.answers.reading import CurrentAnswers
from lms.practice.content import Document
from lms.practice.days import full, next_weekdays, planned_words
from lms.practice.exercises import Exercise
from lms.practice.own_words import MOST, NOTE
from lms.web.context import today
from lms.web.languages import language


@dataclass(frozen=True)
class ShownExercise:
    """What the templates of an exercise need.

    instead: another exercise of the same choice is taken. refused: {"day", "note" or "photograph": words}.
    """

    exercise: Exercise
    note: str = ""
    revision: int = 0
    instead: bool = False
    refused: Mapping[str, str] = field(default_factory=dict)
    most: int = MOST

    @property
    def text(self) -> Document:
        """Return the exercise in the reader's language."""
        return self.exercise.block.text(language())

    @property
    def planned(self) -> str:
        """Return what is said of the day; empty where there is none."""
        row = self.exercise.row
        return planned_words(row.planned_for, today()) if row and row.planned_for else ""

    @property
    def has_passed(self) -> bool:
        """Return whether the day it was planned for has passed."""
        row = self.exercise.row
        return bool(row and row.planned_for and row.planned_for < today())

    @property
    def days(self) -> list[tuple[date, str]]:
        """Return days to choose from with their names."""
        return [(day, full(day)) for day in next_weekdays(today())]

    @property
    def today(self) -> date:
        """Return the first day that can be chosen."""
        return today()


def shown_exercise(
    exercise: Exercise,
    answers: CurrentAnswers,
    *,
    instead: bool = False,
    refused: Mapping[str, str] | None = None,
    typed: str | None = None,
) -> ShownExercise:
    """Return the exercise with its note, or with what was `typed` and could not be kept."""
    kept = answers.get((exercise.context, exercise.block.id, NOTE))
    note = typed if typed is not None else kept.value if kept else ""
    return ShownExercise(exercise, note, kept.revision if kept else 0, instead, refused or {})
