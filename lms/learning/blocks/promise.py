"""Promises made in a module: those so far, and the form for one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.answers.reading import CurrentAnswers
from lms.learning.blocks.practice import practice_of
from lms.learning.blocks.turned import Block, Turned
from lms.practice.days import asked_words
from lms.practice.forms import PromiseForm
from lms.practice.promises import OwnPromise
from lms.practice.week import ended_words
from lms.web.context import today


@dataclass(frozen=True)
class ShownPromises:
    """The promises made in one block, and the form for one more."""

    promises: Sequence[OwnPromise]
    form: PromiseForm
    today: date

    def words(self, promise: OwnPromise) -> str:
        """Return where a promise stands, as a tag."""
        return asked_words(promise.row.due, self.today) if promise.is_open else ended_words(promise.row.state)


class PromiseBlocks:
    """The promises of a page; one query."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find those made in the module."""
        self._promises = practice_of(turned).promises

    @property
    def contexts(self) -> list[str]:
        """Return nothing: promises are kept in a table of their own."""
        return []

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownPromises:
        """Return the promises made here."""
        made = self._promises.get(block["id"], [])
        return ShownPromises(made, PromiseForm(formdata=None).offer(today()), today())
