"""What a change of one fact does to the results that rest on it, before it is accepted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from lms.answers.reading import Current, CurrentAnswers
from lms.calculators.computing import Answer, compute
from lms.calculators.declared import Calculator
from lms.tools.facts.book import Fact
from lms.tools.facts.using import BLOCK, CONTEXT, fact_named, facts_in, with_facts

_NEVER: Final = datetime.fromtimestamp(0, UTC)
"""When a change was entered that nobody has accepted yet."""


@dataclass(frozen=True, slots=True)
class Rests:
    """A result that can rest on facts: a tool with one's own numbers in it, or a scenario of it.

    `title` is empty for the tool itself, else the scenario's name, and `scenario` its id.
    """

    calculator: Calculator
    values: Mapping[str, Any]
    title: str = ""
    scenario: UUID | None = None

    def takes(self, name: str) -> bool:
        """Return whether a fact reaches this result: some input asks for it and has no number of its own."""
        return any(fact_named(each) == name and each.name not in self.values for each in self.calculator.inputs)


@dataclass(frozen=True, slots=True)
class Moved:
    """One headline before and after; None where it is not defined or fails. `relative`: the move as a share of what
    it was; infinite where it was nothing, or where it comes or goes."""

    rests: Rests
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """Return how far the headline moves, None where one of the two is not defined."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def relative(self) -> float:
        """Return the size of the move as a share of what it was, from 0."""
        if self.before is None or self.after is None or self.before == 0:
            return math.inf
        return abs(self.after - self.before) / abs(self.before)


def moved_by(name: str, fact: Fact | None, results: Iterable[Rests], answers: CurrentAnswers) -> list[Moved]:
    """Return the headlines that differ once the fact `name` is `fact` (None: no longer known), the largest move first.

    `answers` are the person's, their fact book among them. Only results that hold a number of the person's own are
    looked at: an example does not move.
    """
    changed = _changed(answers, name, fact)
    return sorted(_moves(name, results, answers, changed), key=lambda each: each.relative, reverse=True)


def _moves(name: str, results: Iterable[Rests], before: CurrentAnswers, after: CurrentAnswers) -> Iterator[Moved]:
    for each in results:
        if each.takes(name):
            was, yours = _headline(each, before)
            becomes, _yours = _headline(each, after)
            if yours and was != becomes:
                yield Moved(each, was, becomes)


def _headline(rests: Rests, answers: CurrentAnswers) -> tuple[float | None, int]:
    """Return the headline, and how many of the numbers that matter are the person's."""
    used = with_facts(rests.values, facts_in(rests.calculator, answers))
    results = compute(rests.calculator, used, whole=False)
    return _number(results.outputs[rests.calculator.headline.name]), results.yours


def _number(answer: Answer) -> float | None:
    return answer if isinstance(answer, float) else None


def _changed(answers: CurrentAnswers, name: str, fact: Fact | None) -> CurrentAnswers:
    return {**answers, (CONTEXT, BLOCK, name): Current(None if fact is None else fact.value(), 0, _NEVER)}
