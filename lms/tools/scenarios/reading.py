"""Scenarios read back: the rows with their calculators in one query, everything typed in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # two classes here have a field of that name
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from lms.answers.reading import CurrentAnswers, current
from lms.calculators.declared import Calculator
from lms.catalog.models import CalculatorVersion, Module, ModuleVersion
from lms.catalog.shelf import calculator_version
from lms.kernel.ids import PersonId
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.tools.facts.using import CONTEXT as FACTS
from lms.tools.inputs import newest_first
from lms.tools.scenarios.context import ABOUT, key_of
from lms.tools.scenarios.head import ScenarioHead
from lms.tools.scenarios.models import Scenario
from lms.tools.showing import ShownCalculator, shown_calculator


@dataclass(frozen=True)
class Actual:
    """What one output came to in the end, and on which day that was known (YYYY-MM-DD)."""

    value: float
    date: str


@dataclass(frozen=True)
class Expected:
    """What a scenario said on the day it was fixed: its outputs, and 8 of 10 runs of its ranges where it had any."""

    date: str
    figures: Mapping[str, float]
    p10: float | None
    p90: float | None

    @property
    def day(self) -> Day:
        """Return the day it was fixed."""
        return Day.fromisoformat(self.date)


@dataclass(frozen=True)
class KeptScenario:
    """One scenario with its tool and everything typed into it; `answers` hold its own context and the fact book."""

    row: Scenario
    calculator: Calculator
    answers: CurrentAnswers
    is_mine: bool = True

    @property
    def key(self) -> str:
        """Return the key of its context."""
        return key_of(self.row.id)

    def about(self, item: str) -> Any:
        """Return what is said about it under a name, or None."""
        found = self.answers.get((self.key, ABOUT, item))
        return None if found is None else found.value

    def revision(self, item: str) -> int:
        """Return the revision of what is said under a name; 0 where nothing is."""
        found = self.answers.get((self.key, ABOUT, item))
        return 0 if found is None else found.revision

    @property
    def name(self) -> str:
        """Return what it is called."""
        return str(self.about("name") or "–")

    @property
    def note(self) -> str:
        """Return what its owner wrote about it."""
        return str(self.about("note") or "")

    @property
    def is_baseline(self) -> bool:
        """Return whether it is locked as the baseline of its tool."""
        return self.row.baseline_at is not None

    @property
    def changed(self) -> datetime:
        """Return when one of its numbers was last changed; when it was made, where none was."""
        moments = [each.at for (key, block, _item), each in self.answers.items() if key == self.key and block != ABOUT]
        return max([self.row.created_at, *moments])

    @property
    def actual(self) -> dict[str, Actual]:
        """Return {output: what it came to}."""
        known = {each.name for each in self.calculator.outputs}
        return {name: Actual(**each) for name, each in (self.about("actual") or {}).items() if name in known}

    @property
    def expected(self) -> Expected | None:
        """Return what it said when it was fixed, or None while it never was."""
        found = self.about("expected")
        return None if found is None else Expected(**found)

    @cached_property
    def shown(self) -> ShownCalculator:
        """Return its tool as it is shown with its numbers, and those of the fact book where it has none."""
        owner = None if self.is_mine else self.row.person_id
        head = ScenarioHead(self.row.id, self.name, self.is_mine and not self.is_baseline, owner)
        return replace(shown_calculator(self.calculator, self.answers, self.key), scenario=head)

    @cached_property
    def brief(self) -> ShownCalculator:
        """Return its tool for a page that shows its outputs alone: neither chart nor what moves it most is computed."""
        return replace(self.shown, headline_only=True)

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the numbers it computes with that are no examples: its own, then those of the fact book."""
        return self.shown.given


def figures_of(scenario: KeptScenario) -> dict[str, float]:
    """Return {output: value} of every output that is a number with the scenario's numbers."""
    outputs = scenario.brief.results.outputs
    return {name: value for name, value in outputs.items() if isinstance(value, float)}


def all_of(session: Session, actor: Actor, secret: bytes) -> list[KeptScenario]:
    """Return every scenario of the actor that is not removed, the oldest first; two queries."""
    return _filled(session, actor, _ALL.run(session, actor).all(), secret)


def all_beside(
    session: Session, actor: Actor, contexts: Sequence[str], secret: bytes
) -> tuple[list[KeptScenario], CurrentAnswers]:
    """Return what `all_of` does, and the answers of the scenarios and of other `contexts` of theirs; two queries."""
    rows = _rows(session, _ALL.run(session, actor).all())
    keys = {FACTS, *contexts, *(key_of(row.id) for row, _calculator in rows)}
    answers = current(session, actor, sorted(keys), secret)
    return _with_answers(rows, answers), answers


def of_tool(
    session: Session, actor: Actor, calculator: Calculator, secret: bytes
) -> tuple[ShownCalculator, list[KeptScenario]]:
    """Return the tool with the actor's own numbers, and its scenarios, the oldest first; two queries."""
    rows = _rows(session, _OF_TOOL.run(session, actor, calculator=UUID(calculator.uuid)).all())
    own = f"calculator:{calculator.uuid}"
    answers = current(session, actor, [own, FACTS, *(key_of(row.id) for row, _each in rows)], secret)
    return shown_calculator(calculator, answers), _with_answers(rows, answers)


def one_of(session: Session, actor: Actor, identity: UUID, secret: bytes) -> KeptScenario:
    """Return one scenario of the actor's own. NotFound when it is not theirs, not there, or removed."""
    found = _filled(session, actor, _ONE.run(session, actor, scenario=identity).all(), secret)
    if not found:
        raise NotFound
    return found[0]


def removed_of(session: Session, actor: Actor, identity: UUID) -> Scenario:
    """Return the row of a removed scenario of the actor's own, to bring it back. NotFound when there is none."""
    mine = select(Scenario).where(scope_of(Scenario, actor), Scenario.id == identity, Scenario.removed_at.is_not(None))
    found = session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_owner(session: Session, reader: Actor, row: Scenario, secret: bytes) -> KeptScenario:
    """Return somebody else's scenario whose share is already known, opened with its owner's key."""
    rows = _rows(session, _SHARED.run(session, reader, scenario=row.id).all())
    owner = replace(reader, person_id=PersonId(row.person_id))
    answers = current(session, owner, [FACTS, key_of(row.id)], secret)
    if not rows:
        raise NotFound
    return replace(_with_answers(rows, answers)[0], is_mine=False)


def _filled(session: Session, actor: Actor, found: Any, secret: bytes) -> list[KeptScenario]:
    rows = _rows(session, found)
    keys = [FACTS, *(key_of(row.id) for row, _calculator in rows)] if rows else []
    return _with_answers(rows, current(session, actor, keys, secret))


def _rows(session: Session, found: Any) -> list[tuple[Scenario, Calculator]]:
    """Return each scenario with the newest version of its calculator, which stands first."""
    newest: dict[UUID, tuple[Scenario, UUID]] = {}
    for row, version in found:
        newest.setdefault(row.id, (row, version))
    return [(row, calculator_version(session, version)) for row, version in newest.values()]


def _with_answers(rows: list[tuple[Scenario, Calculator]], answers: CurrentAnswers) -> list[KeptScenario]:
    by_context: dict[str, CurrentAnswers] = defaultdict(dict)
    for field, each in answers.items():
        by_context[field[0]][field] = each
    facts = by_context[FACTS]
    return [KeptScenario(row, calculator, by_context[key_of(row.id)] | facts) for row, calculator in rows]


def _query(actor: Actor, *conditions: ColumnElement[bool]) -> Any:
    """Return scenarios with every version of their calculators, the oldest scenario and the newest version first."""
    return (
        select(Scenario, CalculatorVersion.id)
        .join(CalculatorVersion, CalculatorVersion.calculator_id == Scenario.calculator_id)
        .join(ModuleVersion, ModuleVersion.id == CalculatorVersion.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(scope_of(CalculatorVersion, actor), Scenario.removed_at.is_(None), *conditions)
        .order_by(Scenario.created_at, Scenario.id, *newest_first())
    )


_ALL = Prepared(lambda actor: _query(actor, scope_of(Scenario, actor)))
_OF_TOOL = Prepared(
    lambda actor: _query(actor, scope_of(Scenario, actor), Scenario.calculator_id == bindparam("calculator"))
)
_ONE = Prepared(lambda actor: _query(actor, scope_of(Scenario, actor), Scenario.id == bindparam("scenario")))
_SHARED = Prepared(
    lambda actor: _query(actor, Scenario.organisation_id == actor.organisation_id, Scenario.id == bindparam("scenario"))
)
