"""Calculator blocks: the tool with one's own numbers, in the middle of a page."""

from __future__ import annotations

from collections.abc import Sequence

from lms.answers.reading import CurrentAnswers
from lms.calculators.declared import Calculator
from lms.catalog import shelf
from lms.kernel.permissions import NotFound
from lms.learning.blocks.turned import Block, Turned
from lms.tools.numbers import contexts_of
from lms.tools.showing import ShownCalculator, shown_calculator
from lms.web.context import actor, db


class CalculatorBlocks:
    """The calculators of a page."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find them in the version in hand."""
        self._calculators = {block["id"]: _calculator(turned, block["data"]["use"]) for block in blocks}

    @property
    def contexts(self) -> list[str]:
        """Return where their inputs are kept, and the facts they take."""
        return contexts_of(self._calculators.values())

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownCalculator:
        """Return the calculator with the person's numbers."""
        return shown_calculator(self._calculators[block["id"]], answers)


def _calculator(turned: Turned, name: str) -> Calculator:
    found = shelf.calculator(db(), actor(), turned.hand.version.id, name)
    if found is None:
        raise NotFound
    return found
