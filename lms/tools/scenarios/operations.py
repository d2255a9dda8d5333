"""What a person does with scenarios: save, copy, remove, lock, use, and tell what came in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.answers import saving
from lms.answers.contexts import Refusal, resolve
from lms.answers.reading import CurrentAnswers
from lms.answers.saving import Outcome
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator
from lms.calculators.ranges import run_ranges
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, scope_of
from lms.tools.ranges.asking import BLOCK as ASKED
from lms.tools.ranges.kept import BLOCK as RANGES
from lms.tools.scenarios.context import ABOUT, key_of
from lms.tools.scenarios.models import Scenario
from lms.tools.scenarios.reading import Actual, Expected, KeptScenario, figures_of, one_of
from lms.tools.showing import BLOCK as INPUTS
from lms.tools.showing import ShownCalculator

MOST: Final = 200
"""So many scenarios of all tools a person keeps at a time."""

Field = tuple[str, str]
"""A block and an item of a context."""


class TooMany(ValueError):
    """The person keeps as many scenarios as there may be."""


class AlreadyLocked(ValueError):
    """Another scenario of the tool is the baseline."""


class Locked(ValueError):
    """A baseline is neither removed nor locked again."""


def numbers_in(answers: CurrentAnswers, context: str) -> dict[Field, Any]:
    """Return what was entered in a context: numbers, ranges and what is asked of them, without those taken back."""
    return {
        (block, item): found.value
        for (key, block, item), found in answers.items()
        if key == context and block in (INPUTS, RANGES, ASKED) and found.value is not None
    }


def make(
    session: Session,
    actor: Actor,
    calculator: Calculator,
    about: Mapping[str, Any],
    numbers: Mapping[Field, Any],
    secret: bytes,
    now: datetime,
    *,
    copied_from: UUID | None = None,
) -> Scenario:
    """Keep numbers as a new scenario. `about`: its `name`, and what else is said of it. TooMany after 200."""
    mine = select(func.count()).where(scope_of(Scenario, actor), Scenario.removed_at.is_(None))
    if (session.scalar(mine) or 0) >= MOST:
        raise TooMany
    row = Scenario(
        id=new_id(),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        calculator_id=UUID(calculator.uuid),
        created_at=now,
        copied_from=copied_from,
    )
    session.add(row)
    session.flush()
    said = {(ABOUT, item): text for item, text in about.items() if text}
    _write(session, actor, key_of(row.id), {**said, **_sound(session, actor, row.id, numbers)}, {}, secret, now)
    return row


def _sound(session: Session, actor: Actor, scenario: UUID, numbers: Mapping[Field, Any]) -> dict[Field, Any]:
    """Leave out what the tool of today no longer takes: an input that is gone, a number outside its new bounds."""
    context = resolve(session, actor, key_of(scenario))
    found = {}
    for (block, item), value in numbers.items():
        try:
            found[block, item] = context.value(block, item, value)
        except Refusal:
            continue
    return found


def describe(
    session: Session,
    actor: Actor,
    kept: KeptScenario,
    said: Mapping[str, tuple[int, str]],
    secret: bytes,
    now: datetime,
) -> Outcome:
    """Change name or note: {item: (the revision it was changed from, text)}. What came too late is a conflict."""
    changed = {item: each for item, each in said.items() if each[1] != (kept.about(item) or "")}
    values: dict[Field, Any] = {(ABOUT, item): text for item, (_base, text) in changed.items()}
    bases = {(ABOUT, item): base for item, (base, _text) in changed.items()}
    return _write(session, actor, kept.key, values, bases, secret, now)


def remove(kept: KeptScenario, now: datetime) -> None:
    """Take a scenario off every list; it can be brought back. Locked while it is the baseline."""
    if kept.is_baseline:
        raise Locked
    kept.row.removed_at = now


def lock(session: Session, actor: Actor, kept: KeptScenario, today: date, secret: bytes, now: datetime) -> None:
    """Make a scenario the baseline: facts and ranges in force are frozen into it, and what it says today is kept.

    AlreadyLocked when the tool has another baseline, Locked when it is this one.
    """
    held = select(Scenario).where(Scenario.id == kept.row.id).with_for_update()
    row = session.scalars(held.execution_options(populate_existing=True)).one()
    if row.baseline_at is not None:
        raise Locked
    kept = one_of(session, actor, row.id, secret)  # what another window saved until the lock is held counts too
    values = {**_in_force(kept), (ABOUT, "expected"): asdict(expected(kept, today)), (ABOUT, "baseline"): True}
    _write(session, actor, kept.key, values, _revisions(kept), secret, now)
    try:
        with session.begin_nested():
            row.baseline_at = now
            session.flush()
    except IntegrityError as fault:
        raise AlreadyLocked from fault


def unlock(session: Session, actor: Actor, kept: KeptScenario, secret: bytes, now: datetime) -> None:
    """Let a baseline be changed again; that it was one stays in its history."""
    if kept.is_baseline:
        kept.row.baseline_at = None
        session.flush()
        _write(session, actor, kept.key, {(ABOUT, "baseline"): False}, _revisions(kept), secret, now)


def _in_force(kept: KeptScenario) -> dict[Field, Any]:
    """Return the numbers and ranges a scenario takes from the fact book, as answers of its own."""
    own = numbers_in(kept.answers, kept.key)
    numbers: dict[Field, Any] = {(INPUTS, name): value for name, value in kept.values.items()}
    ranges: dict[Field, Any] = {
        (RANGES, name): {"shape": each.shape, "low": each.low, "high": each.high}
        for name, each in kept.shown.range_rows.ranges.items()
    }
    return {field: value for field, value in (numbers | ranges).items() if field not in own}


def expected(kept: KeptScenario, today: date) -> Expected:
    """Return what a scenario says now: its figures, and between which two 8 of 10 runs fall where it has ranges."""
    p10 = p90 = None
    if kept.shown.range_rows.ranges:
        seed = kept.shown.ranges.asked.seed
        found = run_ranges(kept.calculator, kept.values, kept.shown.range_rows.specifications(), seed=seed)
        p10, p90 = found.p10, found.p90
    return Expected(today.isoformat(), figures_of(kept), p10, p90)


def use(
    session: Session,
    actor: Actor,
    kept: KeptScenario,
    tool: ShownCalculator,
    answers: CurrentAnswers,
    secret: bytes,
    now: datetime,
) -> None:
    """Make a scenario's numbers and ranges the tool's own; what the tool has and the scenario has not is taken back."""
    before = {(block, item): found for (key, block, item), found in answers.items() if key == tool.context}
    wanted = numbers_in(kept.answers, kept.key)
    gone: dict[Field, Any] = dict.fromkeys(numbers_in(answers, tool.context))
    changed = {
        field: value for field, value in (gone | wanted).items() if field not in before or before[field].value != value
    }
    bases = {field: found.revision for field, found in before.items()}
    _write(session, actor, tool.context, changed, bases, secret, now)


def tell(
    session: Session,
    actor: Actor,
    kept: KeptScenario,
    output: str,
    actual: Actual | None,
    today: date,
    secret: bytes,
    now: datetime,
) -> Outcome:
    """Keep what an output came to, or None to take it back. Where the scenario was never fixed, it is from now on."""
    told = {name: asdict(each) for name, each in kept.actual.items() if name != output}
    values: dict[Field, Any] = {(ABOUT, "actual"): told if actual is None else {**told, output: asdict(actual)}}
    if kept.expected is None:
        values[ABOUT, "expected"] = asdict(expected(kept, today))
    return _write(session, actor, kept.key, values, _revisions(kept), secret, now)


def _revisions(kept: KeptScenario) -> dict[Field, int]:
    return {(block, item): each.revision for (key, block, item), each in kept.answers.items() if key == kept.key}


def _write(
    session: Session,
    actor: Actor,
    context: str,
    values: Mapping[Field, Any],
    bases: Mapping[Field, int],
    secret: bytes,
    now: datetime,
) -> Outcome:
    """Append answers; `bases` are the revisions they were made from, 0 where there is none."""
    sent = [
        SentAnswer(new_id(), context, block, item, bases.get((block, item), 0), value)
        for (block, item), value in values.items()
    ]
    return saving.save(session, actor, sent, secret, now) if sent else Outcome()
