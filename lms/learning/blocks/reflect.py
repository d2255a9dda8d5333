"""Reflections: a question and what the learner thought about it, which nobody else reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.answers.reading import CurrentAnswers
from lms.learning.blocks.turned import Block, Turned
from lms.practice.own_words import MOST, REFLECTION, TEXT


@dataclass(frozen=True)
class ShownReflection:
    """The text so far, its revision, the key it is saved under, and how many characters fit."""

    context: str
    text: str
    revision: int
    item: str = TEXT
    most: int = MOST


class ReflectBlocks:
    """The reflections of a page."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """All of a module's are kept under one key."""
        self._context = f"{REFLECTION}:{turned.hand.module.id}"

    @property
    def contexts(self) -> list[str]:
        """Return where they are kept."""
        return [self._context]

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownReflection:
        """Return what the learner has written so far."""
        kept = answers.get((self._context, block["id"], TEXT))
        return ShownReflection(self._context, kept.value if kept else "", kept.revision if kept else 0)
