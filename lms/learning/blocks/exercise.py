"""Exercises at work: one to choose, plan and bring something back from."""

from __future__ import annotations

from collections.abc import Sequence

from lms.answers.reading import CurrentAnswers
from lms.kernel.permissions import NotFound
from lms.learning.blocks.practice import practice_of
from lms.learning.blocks.turned import Block, Turned
from lms.practice.content import OwnBlock, own_blocks
from lms.practice.exercises import Exercise
from lms.practice.own_words import PRACTICE
from lms.practice.showing import ShownExercise, shown_exercise
from lms.web.context import db


class ExerciseBlocks:
    """The exercises of a page, each as the learner has it; one query."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find what the learner has chosen in the module."""
        hand = turned.hand
        self._module, self._version, self._title = hand.module.id, hand.version.id, hand.document["title"]
        self._asked = own_blocks(db(), hand.version.id)
        self._chosen = practice_of(turned).exercises

    @property
    def contexts(self) -> list[str]:
        """Return where their notes are kept."""
        return [f"{PRACTICE}:{self._module}"]

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownExercise:
        """Return the exercise as it is published in the version in hand, and as the learner has it."""
        asked = self._asked.get(block["id"])
        if asked is None:
            raise NotFound
        mine = self._chosen.get(asked.id)
        exercise = Exercise(
            self._version,
            self._module,
            self._title,
            asked,
            mine.row if mine else None,
            mine.photograph if mine else None,
        )
        return shown_exercise(exercise, answers, instead=self._has_another(asked))

    def _has_another(self, asked: OwnBlock) -> bool:
        """Return whether another exercise of the same choice is taken."""
        taken = (self._asked.get(block) for block, each in self._chosen.items() if each.counts and block != asked.id)
        return any(other is not None and asked.choice and other.choice == asked.choice for other in taken)
