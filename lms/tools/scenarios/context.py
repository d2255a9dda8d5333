"""Where a scenario's answers go: its numbers and ranges as a tool's own, and what is said about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.calculators.declared import Calculator
from lms.calculators.judging import LARGEST
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.tools.inputs import CalculatorContext, newest_of
from lms.tools.scenarios.models import Scenario

ABOUT: Final = "about"
"""The block of what is said about a scenario: `name`, `note`, `actual`, `expected`, `baseline`."""
LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 1_000
_DAYS: Final = (date(2000, 1, 1), date(2100, 12, 31))


def key_of(scenario: UUID) -> str:
    """Return the key of a scenario's context."""
    return f"scenario:{scenario}"


class ScenarioContext:
    """One scenario of one's own. While it is a baseline its numbers are refused (409); what is said about it is not."""

    private = True
    closed = None

    def __init__(self, row: Scenario, calculator: Calculator, version: str) -> None:
        """`version` is the exact module version the calculator is read from."""
        self._row, self._calculator, self.version = row, calculator, version
        self._numbers = CalculatorContext(calculator, version)

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return a value as it is kept; Refusal names what cannot stand so, in words."""
        if block == ABOUT:
            return self._about(item, value)
        if self._row.baseline_at is not None:
            raise Refusal("context", locked_words(), status=409)
        return self._numbers.value(block, item, value)

    def _about(self, item: str, value: Any) -> Any:
        if item not in _CHECKS:
            raise Refusal("item", _("There is no such field about a scenario."))
        return _CHECKS[item](self._calculator, value)


def locked_words() -> str:
    """Return why the numbers of a baseline stay as they are."""
    return str(
        _("This scenario is your baseline, so its numbers stay as they are. Unlock it first, or work on a copy.")
    )


def name_problem(name: str) -> str:
    """Return what is wrong with a name, in words; empty when nothing is."""
    if not name.strip():
        return str(_("Give it a name."))
    long = len(name.strip()) > LONGEST_NAME
    return (
        ""
        if name.isprintable() and not long
        else str(_("A name is one line of at most %(most)s characters.", most=LONGEST_NAME))
    )


def note_problem(note: str) -> str:
    """Return what is wrong with a note, in words; empty when nothing is."""
    sound = all(sign.isprintable() or sign in "\n\t" for sign in note)
    return "" if sound and len(note) <= LONGEST_NOTE else str(_("At most %(most)s characters.", most="1,000"))


def day_problem(day: object) -> str:
    """Return what is wrong with the day of an outcome, a text; empty when nothing is."""
    try:
        found = date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        found = None
    sound = found is not None and _DAYS[0] <= found <= _DAYS[1] and found.isoformat() == day
    return "" if sound else str(_("Write the day as year-month-day, for example 2026-11-27."))


def _name(_calculator: Calculator, value: Any) -> str:
    problem = name_problem(value if isinstance(value, str) else "")
    if problem:
        raise Refusal("value", problem)
    return str(value).strip()


def _note(_calculator: Calculator, value: Any) -> str:
    if value is None:
        return ""
    problem = note_problem(value if isinstance(value, str) else "\x00")
    if problem:
        raise Refusal("value", problem)
    return str(value).strip()


def _actual(calculator: Calculator, value: Any) -> dict[str, Any]:
    """Return {output: {"value": number, "date": "YYYY-MM-DD"}}."""
    if value is None:
        return {}
    _an_object(value, {each.name for each in calculator.outputs if not each.hidden})
    for each in value.values():
        _an_object(each, {"value", "date"}, whole=True)
        _number(each["value"])
        problem = day_problem(each["date"])
        if problem:
            raise Refusal("value.date", problem)
    return dict(value)


def _expected(calculator: Calculator, value: Any) -> dict[str, Any] | None:
    """Return {"date", "figures": {output: number}, "p10", "p90"}; the last two None where there were no ranges."""
    if value is None:
        return None
    _an_object(value, {"date", "figures", "p10", "p90"}, whole=True)
    _an_object(value["figures"], {each.name for each in calculator.outputs})
    for number in (*value["figures"].values(), *filter(lambda end: end is not None, (value["p10"], value["p90"]))):
        _number(number)
    problem = day_problem(value["date"])
    if problem:
        raise Refusal("value.date", problem)
    return dict(value)


def _baseline(_calculator: Calculator, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refusal("value", _("Is yes or no."))
    return value


def _an_object(value: Any, names: set[str], *, whole: bool = False) -> None:
    sound = isinstance(value, Mapping) and (set(value) == names if whole else set(value) <= names)
    if not sound:
        raise Refusal("value", _("There is no such field about a scenario."))


def _number(value: Any) -> None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not sound or abs(value) > LARGEST:
        raise Refusal("value", _("is a number"))


Check = Callable[[Calculator, Any], Any]
"""Takes the tool and what was sent; returns it as it is kept, or raises Refusal."""

_CHECKS: Final[dict[str, Check]] = {
    "name": _name,
    "note": _note,
    "actual": _actual,
    "expected": _expected,
    "baseline": _baseline,
}


def about_item(item: str) -> Callable[[Check], Check]:
    """Let one more thing be said about a scenario, under this name: a decorator of what checks it."""

    def registered(check: Check) -> Check:
        _CHECKS[item] = check
        return check

    return registered


_ROW = Prepared(
    lambda actor: (
        select(Scenario)
        .where(scope_of(Scenario, actor), Scenario.id == bindparam("scenario"), Scenario.removed_at.is_(None))
        .with_for_update(read=True, of=Scenario)  # so that locking a baseline waits for answers on their way into it
    )
)


@context_kind("scenario")
def scenario_context(session: Session, actor: Actor, identity: str) -> ScenarioContext:
    """Resolve `scenario:<id>` to one of the actor's own that is not removed, on the newest version of its tool."""
    wanted = read_id(identity)
    row = None if wanted is None else _ROW.run(session, actor, scenario=wanted).scalar()
    found = None if row is None else newest_of(session, actor, row.calculator_id)
    if row is None or found is None:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return ScenarioContext(row, *found)
