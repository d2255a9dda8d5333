"""What stands beside an input of a tool that takes a fact: whence its number comes, and the two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lms.calculators.declared import Input
from lms.calculators.numerals import format_input
from lms.tools.facts.using import UsedFact, fact_named

if TYPE_CHECKING:
    from lms.tools.showing import ShownCalculator

FIGURE = "{figure}"


@dataclass(frozen=True)
class FactMark:
    """`fact`: the name of the fact, its place in the fact book. `is_known`: it has a number there.

    `says`: how a number of one's own goes with the fact. `can_use` and `can_keep`: which button makes sense.
    """

    fact: str
    is_known: bool
    says: str
    can_use: bool
    can_keep: bool


class FactMarks:
    """The marks of one calculator as one person sees it; `calculator-facts.js` says the same in the browser."""

    def __init__(self, shown: ShownCalculator) -> None:
        """Look at the person's own numbers and facts."""
        self._shown = shown

    def origin(self, declared: Input) -> str:
        """Return where an input's number comes from: the person, their fact book, or the example."""
        shown, name = self._shown, declared.name
        if name in shown.facts and name not in shown.own:
            return from_book()
        return shown.yours if name in shown.results.mine else shown.example if declared.example is not None else ""

    def mark(self, declared: Input) -> FactMark:
        """Return what stands beside an input that takes a fact."""
        shown, name = self._shown, fact_named(declared)
        fact, own = shown.facts.get(declared.name), shown.own.get(declared.name)
        if fact is None:
            return FactMark(name, is_known=False, says="", can_use=False, can_keep=own is not None)
        if own is None:
            return FactMark(name, is_known=True, says="", can_use=False, can_keep=False)
        return FactMark(
            name, is_known=True, says=self._says(declared, fact, own), can_use=True, can_keep=own != fact.value
        )

    def _says(self, declared: Input, fact: UsedFact, own: object) -> str:
        if own == fact.value:
            return as_in_book()
        return differs_words(format_input(fact.value, declared.unit, self._shown.language, self._shown.currency))


def from_book() -> str:
    """Return the mark of a number that is the fact book's."""
    return str(_("from your fact book"))


def as_in_book() -> str:
    """Return that one's own number is what the fact book says too."""
    return str(_("The same as in your fact book."))


def differs_words(figure: str) -> str:
    """Return what the fact book says instead; `figure` may be a slot for the browser to fill."""
    return str(_("Differs from your fact book (%(figure)s).", figure=figure))


def fact_texts() -> dict[str, str]:
    """Return the sentences the browser needs."""
    return {"fact": from_book(), "same": as_in_book(), "differs": differs_words(FIGURE)}
