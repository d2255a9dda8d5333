"""How somebody stands with one module: what their curricula ask, and what they have done. Pure.

The same rule as `reports.standings.WithModule`, which counts it in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from lms.assigning.assignments.models import EXEMPT, OPEN
from lms.assigning.report_files.held import HELD, Held
from lms.assigning.report_files.sheets import Cells
from lms.learning.models import State

NOT_STARTED, UNDER_WAY, FINISHED = (each.value for each in State)


@dataclass(frozen=True, slots=True)
class Asks:
    """What somebody's curricula ask of a module.

    `any`: one of them holds it; `held`: one that they are not exempt from. `since`: what was completed before does not
    count. `due`, `days_late`: of those that require it and are open.
    """

    any: bool
    held: bool
    required: bool
    since: date | None
    due: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class Inside:
    """The curricula that hold a module, and whether each requires it; modules in the same ones share a `number`."""

    number: int
    curricula: Mapping[Any, bool]

    def asks(self, has: Mapping[Any, Held]) -> Asks:
        """Return what the curricula that somebody has ask of it."""
        mine = [(each, self.curricula[id]) for id, each in has.items() if id in self.curricula]
        open_ones = [(each, required) for each, required in mine if each.state == OPEN]
        requiring = [each for each, required in open_ones if required]
        return Asks(
            any=bool(mine),
            held=any(each.state in HELD for each, _required in mine),
            required=any(required for _each, required in mine),
            since=max((each.counted_from for each, _required in open_ones if each.counted_from), default=None),
            due=min((each.due for each in requiring if each.due), default=None),
            days_late=max((each.days_late for each in requiring), default=0),
        )


def module_cells(names: tuple[str, str], asks: Asks, enrolment: Any, zone: tzinfo) -> Cells | None:
    """Return the row of somebody with this enrolment, or None of it; None who has nothing to do with the module."""
    if enrolment is None and not asks.any:
        return None
    _person, _module, has, read, pages_required, passed, completed = enrolment or _NOTHING
    state = _stands(has, completed, asks)
    if state is None:
        return None
    if state == FINISHED:
        on = "" if completed is None else completed.astimezone(zone).date()
        return (*names, state, asks.required, asks.due or "", 0, read, pages_required, passed, on)
    return (*names, state, asks.required, asks.due or "", asks.days_late, read, pages_required, passed, "")


_NOTHING: Final = (None, None, NOT_STARTED, 0, 0, False, None)


def _stands(has: str, completed: datetime | None, asks: Asks) -> str | None:
    """Return how somebody stands; one completed before their present round began to count is to be done again."""
    if has == UNDER_WAY:
        return UNDER_WAY
    if has == FINISHED and (asks.since is None or completed is None or completed.astimezone(UTC).date() >= asks.since):
        return FINISHED
    if asks.held:
        return NOT_STARTED
    return EXEMPT if asks.any else None
