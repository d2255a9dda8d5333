"""When something is due: the rule as it is stored, and the day it comes to for one person. Pure: no database, no clock.

Days are whole days after the anchor. An anchor that is not known gives `Missing`, never another date in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l

from lms.assigning.assignments.refusals import Refused, day, identity, whole

MOST_DAYS: Final = 3650
AT_LEAST: Final = 14
MOST_AT_LEAST: Final = 365
HIRE_DATE, JOB_SINCE, COMPLETION, EVENT = "hire_date", "job_since", "completion", "event"


class Kind(StrEnum):
    """What the due date counts from."""

    NONE = "none"
    FIXED = "fixed"
    ASSIGNED = "assigned"
    HIRE = "hire"
    ROLE = "role"
    COMPLETION = "completion"
    EVENT = "event"


WAITS_FOR: Final[Mapping[Kind, str]] = {
    Kind.HIRE: HIRE_DATE,
    Kind.ROLE: JOB_SINCE,
    Kind.COMPLETION: COMPLETION,
    Kind.EVENT: EVENT,
}
"""The kinds whose anchor may be missing, and the anchor's name, which is also its name in `Anchors`."""


@dataclass(frozen=True, slots=True)
class Due:
    """A rule. `on` for a fixed date; `days` (0 to 3650) after the anchor for all the others but none.

    `curriculum`: whose completion counts; `event`: the id of a `DueEvent`. `at_least_days` (0 to 365): nobody gets
    fewer days than this from the day it is given, where the rule's own date would leave fewer; a fixed date holds until
    it is past, then those who come later get this many days.
    """

    kind: Kind = Kind.NONE
    on: date | None = None
    days: int = 0
    curriculum: UUID | None = None
    event: UUID | None = None
    at_least_days: int = AT_LEAST


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days one person's due date may count from; None where it is not known. `given`: when they got it."""

    given: date
    hire_date: date | None = None
    job_since: date | None = None
    completion: date | None = None
    event: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The due date waits for this: "hire_date", "job_since", "completion" or "event"."""

    anchor: str


def from_json(stored: Mapping[str, Any]) -> Due:
    """Read a stored rule. Raises Refused naming "due_kind", "due_on", "due_days", "due_curriculum", "due_event" or
    "at_least_days"."""
    try:
        kind = Kind(str(stored.get("kind", Kind.NONE)))
    except ValueError:
        raise Refused("due_kind", _l("Choose what the due date counts from.")) from None
    relative = kind not in (Kind.NONE, Kind.FIXED)
    at_least = whole(stored, "at_least_days", 0, MOST_AT_LEAST, field="at_least_days", default=AT_LEAST)
    return Due(
        kind,
        on=day(stored, "on", field="due_on") if kind is Kind.FIXED else None,
        days=whole(stored, "days", 0, MOST_DAYS, field="due_days", default=-1) if relative else 0,
        curriculum=_curriculum(stored) if kind is Kind.COMPLETION else None,
        event=_event(stored) if kind is Kind.EVENT else None,
        at_least_days=AT_LEAST if kind in (Kind.NONE, Kind.ASSIGNED) else at_least,
    )


def _curriculum(stored: Mapping[str, Any]) -> UUID:
    return identity(stored, "curriculum", field="due_curriculum", text=_l("Choose the curriculum that comes first."))


def _event(stored: Mapping[str, Any]) -> UUID:
    return identity(stored, "event", field="due_event", text=_l("Choose the event."))


def to_json(due: Due) -> dict[str, Any]:
    """Return a rule as it is stored, without what its kind does not use; `from_json` reads it back."""
    if due.kind is Kind.NONE:
        return {"kind": due.kind.value}
    if due.kind is Kind.FIXED:
        on = due.on.isoformat() if due.on else None
        return {"kind": due.kind.value, "on": on, "at_least_days": due.at_least_days}
    stored: dict[str, Any] = {"kind": due.kind.value, "days": due.days}
    if due.kind is not Kind.ASSIGNED:
        stored["at_least_days"] = due.at_least_days
    if due.curriculum is not None:
        stored["curriculum"] = str(due.curriculum)
    if due.event is not None:
        stored["event"] = str(due.event)
    return stored


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day by the rule. `moved`: the rule's own date would have left too few days, so they get the least number."""

    day: date
    moved: bool = False


def reckon(rule: Due, anchors: Anchors) -> Reckoned | Missing | None:
    """Return the day by the rule and whether it had to be moved; None without a due date, `Missing` where it waits."""
    if rule.kind is Kind.NONE:
        return None
    least = after(anchors.given, rule.at_least_days)
    if rule.kind is Kind.FIXED:
        if rule.on is None:
            raise ValueError("a fixed rule has a day")
        return Reckoned(rule.on) if rule.on >= anchors.given else Reckoned(least, moved=True)
    if rule.kind is Kind.ASSIGNED:
        return Reckoned(after(anchors.given, rule.days))
    anchor: date | None = getattr(anchors, WAITS_FOR[rule.kind])
    if anchor is None:
        return Missing(WAITS_FOR[rule.kind])
    own = after(anchor, rule.days)
    return Reckoned(own) if own >= least else Reckoned(least, moved=True)


def due_date(rule: Due, anchors: Anchors) -> date | Missing | None:
    """Return the day by the rule, before extensions and absences; None without one, `Missing` where it waits."""
    found = reckon(rule, anchors)
    return found.day if isinstance(found, Reckoned) else found


def after(day: date, days: int) -> date:
    """Return the day so many days later, at most the last one there is."""
    return day + timedelta(days=min(days, (date.max - day).days))
