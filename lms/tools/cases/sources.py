"""Where the effects of a business case come from: the scenarios a person keeps, and their numbers in those tools."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.answers import reading
from lms.calculators.declared import Calculator, Formula
from lms.kernel.permissions import Actor
from lms.tools.cases.apart import Apart, apart, figures_apart
from lms.tools.cases.links import BUSINESS_CASE, NOW, Link
from lms.tools.numbers import contexts_of
from lms.tools.scenarios.reading import KeptScenario, all_of
from lms.tools.showing import ShownCalculator, shown_calculator

_SMALL: Final = 100


def is_case(kept: KeptScenario) -> bool:
    """Return whether a scenario is a business case."""
    return UUID(kept.calculator.uuid) == BUSINESS_CASE


def money_outputs(calculator: Calculator) -> list[Formula]:
    """Return the outputs in money that a reader sees, the headline first."""
    shown = [each for each in calculator.outputs if each.unit == "money" and not each.hidden]
    return sorted(shown, key=lambda each: not each.headline)


def whole(amount: float) -> float:
    """Return an amount as it is taken: without small change from a hundred on."""
    return float(round(amount)) if abs(amount) >= _SMALL else round(amount, 2)


@dataclass(frozen=True)
class Chosen:
    """A plan, what it is compared with (a scenario's id, or `NOW`), and in which of its outputs."""

    plan: KeptScenario
    against: str
    without: ShownCalculator
    output: Formula

    @cached_property
    def apart(self) -> Apart | None:
        """Return how far the two lie apart, with their ranges; None where one of them gives no figure."""
        return apart(self.plan.shown, self.without, self.output.name)

    def link(self, row: str, factor: float, day: str) -> Link:
        """Return what is remembered of a row taken from here."""
        amount = whole(factor * self.apart.difference) if self.apart else 0.0
        return Link(row, str(self.plan.row.id), self.against, self.output.name, factor, amount, day)


@dataclass(frozen=True)
class Sources:
    """Every scenario that is no case, the oldest first, and the person's numbers of today in their tools by uuid."""

    scenarios: Sequence[KeptScenario]
    today: Mapping[str, ShownCalculator]

    @property
    def by_tool(self) -> list[tuple[Calculator, list[KeptScenario]]]:
        """Return the scenarios of each tool that gives an amount of money."""
        found: dict[str, list[KeptScenario]] = {}
        for each in self.scenarios:
            if money_outputs(each.calculator):
                found.setdefault(each.calculator.uuid, []).append(each)
        return [(each[0].calculator, each) for each in found.values()]

    def others(self, plan: KeptScenario) -> list[KeptScenario]:
        """Return what a plan can be compared with beside today's numbers: the other scenarios of its tool."""
        same = [each for each in self.scenarios if each.calculator.uuid == plan.calculator.uuid]
        return [each for each in same if each.row.id != plan.row.id]

    def usual(self, plan: KeptScenario) -> str:
        """Return what a plan is compared with where nobody says so.

        The baseline; else today's numbers, where any of them is the person's; else the oldest other scenario.
        """
        others = self.others(plan)
        base = next((each for each in others if each.is_baseline), None)
        if base is None and (self.today[plan.calculator.uuid].results.yours or not others):
            return NOW
        return str((base or others[0]).row.id)

    def chosen(self, plan: str, against: str = "", output: str = "") -> Chosen | None:
        """Return a choice, what was not said chosen as usual; None where there is no such plan, other or output."""
        kept = self._scenario(plan)
        outputs = [] if kept is None else money_outputs(kept.calculator)
        found = next((each for each in outputs if each.name == output or not output), None)
        if kept is None or found is None:
            return None
        against = against or self.usual(kept)
        without = self._numbers(kept, against)
        return None if without is None else Chosen(kept, against, without, found)

    def amount_now(self, link: Link) -> float | None:
        """Return what a linked row would be today; None where its source is gone or gives no figure."""
        found = self.chosen(link.scenario, link.against, link.output)
        figures = None if found is None else figures_apart(found.plan.brief, found.without, link.output)
        return None if figures is None else whole(link.factor * (figures[0] - figures[1]))

    def linked(self, link: Link, amount: float | None) -> LinkedRow:
        """Return how a linked row stands today; `amount` is what stands in it."""
        return LinkedRow(link, amount, self.amount_now(link), self._scenario(link.scenario))

    def _numbers(self, plan: KeptScenario, against: str) -> ShownCalculator | None:
        if against == NOW:
            return self.today[plan.calculator.uuid]
        return next((each.shown for each in self.others(plan) if str(each.row.id) == against), None)

    def _scenario(self, identity: str) -> KeptScenario | None:
        return next((each for each in self.scenarios if str(each.row.id) == identity), None)


def sources_among(session: Session, actor: Actor, every: Sequence[KeptScenario], secret: bytes) -> Sources:
    """Return what effects can be taken from, of all scenarios of a person; one query."""
    scenarios = [each for each in every if not is_case(each)]
    tools = {each.calculator.uuid: each.calculator for each in scenarios}
    answers = reading.current(session, actor, contexts_of(tools.values()) if tools else [], secret)
    return Sources(scenarios, {uuid: shown_calculator(each, answers) for uuid, each in tools.items()})


def sources(session: Session, actor: Actor, secret: bytes) -> Sources:
    """Return what effects can be taken from; three queries."""
    return sources_among(session, actor, all_of(session, actor, secret), secret)


@dataclass(frozen=True)
class LinkedRow:
    """A row of the effects that was taken from a scenario, and how it stands to it today.

    `now` is None where the source is gone or gives no figure. `amount`: what stands in the row. `plan`: the scenario it
    was taken from, None where that is gone.
    """

    link: Link
    amount: float | None
    now: float | None
    plan: KeptScenario | None = None

    @property
    def has_moved(self) -> bool:
        """Return whether the source says something else today than on the day it was taken."""
        return self.now is not None and not _same(self.now, self.link.amount)

    @property
    def is_changed(self) -> bool:
        """Return whether the row was changed by hand since it was taken."""
        return self.amount is None or not _same(self.amount, self.link.amount)

    @property
    def rests_on_examples(self) -> bool:
        """Return whether numbers that matter in its source are still the example's."""
        return self.plan is not None and self.plan.brief.results.yours < self.plan.brief.results.matters


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=0.005)
