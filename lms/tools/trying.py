"""A calculator that is still a draft, as learners will get it: to be tried, with nothing kept of what is entered."""

from __future__ import annotations

from dataclasses import replace

from lms.calculators.declared import Calculator
from lms.tools.showing import ShownCalculator

TRIED = "trial"
"""The context of a calculator that is only tried: nothing is saved under it."""


def tried_calculator(calculator: Calculator) -> ShownCalculator:
    """Return a draft's calculator for the templates, to be rendered inside `written_once.unkept()`.

    It asks for no facts of the reader's: they are theirs, and a draft neither reads nor writes them.
    """
    inputs = tuple(replace(each, fact="") for each in calculator.inputs)
    return ShownCalculator(replace(calculator, inputs=inputs), {}, {}, context=TRIED)
