"""How facts reach a tool's inputs: read among the answers of the page, never by a query of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lms.answers.reading import Current, CurrentAnswers
from lms.calculators.codes import Text
from lms.calculators.computing import input_problem
from lms.calculators.declared import Calculator, Input

CONTEXT: Final = "facts:mine"
"""Where a person's fact book is kept: one context a person, sealed with their key."""
BLOCK: Final = "facts"


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact as one input takes it: already turned round where the input is its complement.

    `name` is the fact's, `label` the input's own words. `low` and `high` are the range of the person's knowledge and
    stand on either side of `value`, both or one of them None. `source`: guess, measured or approved. `date`: the day
    the figure is of, as YYYY-MM-DD.
    """

    name: str
    label: Text
    value: float
    low: float | None
    high: float | None
    source: str
    date: str


def fact_named(declared: Input) -> str:
    """Return the name of the fact an input takes, "" where it takes none: of "1 - yearly_churn" it is yearly_churn."""
    return declared.fact.rpartition("-")[2].strip()


def is_complement(declared: Input) -> bool:
    """Return whether an input takes what is left of a fact: a share that stays, where the fact is the share lost."""
    return "-" in declared.fact


def turned(declared: Input, number: float) -> float:
    """Return a fact's number as the input counts it, or an input's as the fact does: turning twice is no turning."""
    return round(1 - number, 12) if is_complement(declared) else number


def facts_in(calculator: Calculator, answers: CurrentAnswers) -> dict[str, UsedFact]:
    """Return {input: the fact it can take} of a calculator, from a person's answers; what lies outside an input's hard
    range is left out, and the example stays."""
    found = {each.name: _used(each, answers) for each in calculator.inputs if each.fact}
    return {name: fact for name, fact in found.items() if fact is not None}


def with_facts(own: Mapping[str, Any], facts: Mapping[str, UsedFact]) -> dict[str, Any]:
    """Return what is computed with: one's own number in the tool before the fact."""
    return {name: fact.value for name, fact in facts.items()} | dict(own)


def fact_among(answers: CurrentAnswers, name: str) -> Current | None:
    """Return the current answer that holds a fact; None where there never was one, or where it was removed."""
    found = answers.get((CONTEXT, BLOCK, name))
    return found if found is not None and found.value is not None else None


def _used(declared: Input, answers: CurrentAnswers) -> UsedFact | None:
    name = fact_named(declared)
    found = fact_among(answers, name)
    if found is None:
        return None
    value = turned(declared, found.value["likely"])
    if input_problem(declared, value):
        return None
    low, high = (None if end is None else turned(declared, end) for end in (found.value["low"], found.value["high"]))
    if is_complement(declared):
        low, high = high, low
    return UsedFact(name, declared.label, value, low, high, found.value["source"], found.value["date"])
