"""My numbers: what each tool says of the person's own figures, for their home. An example never enters here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lms.answers.reading import CurrentAnswers
from lms.calculators.declared import Calculator
from lms.tools.facts.using import BLOCK as FACT_BLOCK
from lms.tools.facts.using import CONTEXT as FACTS
from lms.tools.facts.using import facts_in
from lms.tools.showing import ShownCalculator, shown_calculator


@dataclass(frozen=True)
class MyNumber:
    """The latest result of one tool; all texts in the reader's language and number format.

    `name`: the tool is at /tools/<name>. `label`: what the figure is. `figure`: the headline, a dash where these
    numbers give none; `problem` then says why. `mine_text`: "3 of 8 numbers are yours"; `is_complete` once all of them
    are. `changed`: when one of its numbers was last entered, in the tool or in the fact book.
    """

    name: str
    question: str
    label: str
    figure: str
    problem: str
    mine_text: str
    is_complete: bool
    changed: datetime


def contexts_of(calculators: Iterable[Calculator]) -> list[str]:
    """Return where what calculators work on is kept, for a page that reads other answers in the same query."""
    return [FACTS, *(f"calculator:{each.uuid}" for each in calculators)]


def numbers_among(calculators: Iterable[Calculator], answers: CurrentAnswers) -> list[MyNumber]:
    """Return the tools in which somebody has entered a number that matters, and those their fact book fills wholly.

    The last changed first. `answers` are theirs, those of `contexts_of` among them.
    """
    used = {context for context, _block, _item in answers}
    shown = (
        replace(shown_calculator(each, answers), figure_only=True)
        for each in calculators
        if f"calculator:{each.uuid}" in used or _is_filled(each, answers)
    )
    mine = [_my_number(each, _changed(each, answers)) for each in shown if each.results.yours]
    return sorted(mine, key=lambda each: each.changed, reverse=True)


def _my_number(shown: ShownCalculator, changed: datetime) -> MyNumber:
    calculator, results = shown.calculator, shown.results
    return MyNumber(
        name=calculator.name,
        question=shown.say(calculator.question),
        label=shown.say(calculator.headline_label or calculator.headline.label),
        figure=shown.headline_figure,
        problem=shown.problem,
        mine_text=shown.mine_text,
        is_complete=results.yours == results.matters,
        changed=changed,
    )


def _is_filled(calculator: Calculator, answers: CurrentAnswers) -> bool:
    """Return whether the facts of somebody are every number of a tool that matters."""
    mattering = {each.name for each in calculator.inputs if each.matters}
    filled = bool(mattering) and not calculator.tables and all(calculator.input(name).fact for name in mattering)
    return filled and mattering <= facts_in(calculator, answers).keys()


def _changed(shown: ShownCalculator, answers: CurrentAnswers) -> datetime:
    """Return when a number of the tool was last entered, in it or in the fact book it takes numbers from."""
    taken = {(FACTS, FACT_BLOCK, fact.name) for name, fact in shown.facts.items() if name not in shown.own}
    return max(found.at for key, found in answers.items() if key[0] == shown.context or key in taken)
