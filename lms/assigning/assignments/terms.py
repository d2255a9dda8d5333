"""The terms of an assignment, read once, and what they come to for one person: pure once they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.assignments import again as recertification
from lms.assigning.assignments import audience, dues
from lms.assigning.assignments.absences import Absence, Paused, moved
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import Part
from lms.assigning.assignments.dues import Anchors, Due, Missing, Reckoned
from lms.assigning.assignments.models import Assignment, DueEvent
from lms.assigning.curricula.plan import Plan
from lms.assigning.curricula.reading import plan_of
from lms.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assignment says. `zone`: the organisation's time zone; `event`: the day of the event it counts from."""

    assignment_id: UUID
    organisation_id: UUID
    curriculum_id: UUID
    audience: tuple[Part, ...]
    due: Due
    again: Again | None
    starts_on: date | None
    standing: bool
    event: date | None
    zone: str
    plan: Plan

    def given(self, today: date) -> date:
        """Return the day it is given to somebody: today where they live, or the later day it starts on."""
        return today if self.starts_on is None else max(today, self.starts_on)

    def counted_from(self, given: date) -> date | None:
        """Return the first day whose completions count in a first cycle; None: every day."""
        return recertification.counted_from(self.again, given)

    def is_open_again(self, completed_on: date, today: date) -> bool:
        """Return whether the window of the next cycle has opened for a completion of that day."""
        return self.again is not None and recertification.opens(self.again, completed_on) <= today

    def expiry(self, completed_on: date, given: date) -> date:
        """Return the last day a completion holds; where that is past already, the least number of days from `given`."""
        if self.again is None:
            raise ValueError("a completion expires only where it is asked for again")
        day = recertification.expires(self.again, completed_on)
        return day if day >= given else dues.after(given, self.due.at_least_days)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one person that a due date depends on; `today` is the day where they live."""

    today: date
    hire_date: date | None = None
    job_since: date | None = None
    completion: date | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """When somebody has to be done. `by_rule`: before extension and absences; `moved`: not the rule's own date."""

    due: date | None = None
    by_rule: date | None = None
    late_after: date | None = None
    missing: str | None = None
    moved: bool = False
    paused: Paused = field(default_factory=Paused)


@dataclass(frozen=True, slots=True)
class Before:
    """What a row has already: the extra days it was granted and the days away it has lived through.

    `expiry`: in a later cycle, the last day on which the earlier completion holds, which is its date by rule;
    `floor` is the least date of that. `by_hand`: the day HR gave, which no rule and no absence moves.
    """

    given: date
    extended_days: int = 0
    paused: Paused = field(default_factory=Paused)
    expiry: date | None = None
    by_hand: date | None = None


def dated(terms: Terms, days: Days, before: Before) -> Dated:
    """Return when somebody has to be done who got it on `before.given`."""
    if before.by_hand is not None:
        own = dues.after(before.by_hand, before.extended_days)
        return Dated(own, late_after=own, paused=before.paused)
    reckoned = _reckoned(terms, days, before)
    if reckoned is None:
        return Dated(paused=before.paused)
    if isinstance(reckoned, Missing):
        return Dated(missing=reckoned.anchor, paused=before.paused)
    base = dues.after(reckoned.day, before.extended_days)
    due = moved(base, before.given, days.today, days.absence, before.paused)
    grace = terms.again.grace_days if terms.again is not None and before.expiry is not None else 0
    return Dated(due.due, reckoned.day, dues.after(due.due, grace), None, reckoned.moved, due.paused)


def _reckoned(terms: Terms, days: Days, before: Before) -> Reckoned | Missing | None:
    if before.expiry is not None:
        return Reckoned(before.expiry)
    anchors = Anchors(before.given, days.hire_date, days.job_since, days.completion, terms.event)
    return dues.reckon(terms.due, anchors)


def terms_of(session: Session, assignment: Assignment) -> Terms:
    """Read the terms of an assignment; four queries."""
    zone = session.scalar(select(Organisation.time_zone).where(Organisation.id == assignment.organisation_id))
    due = dues.from_json(assignment.due)
    return Terms(
        assignment.id,
        assignment.organisation_id,
        assignment.curriculum_id,
        audience.from_json(assignment.audience),
        due,
        recertification.from_json(assignment.again),
        assignment.starts_on,
        assignment.standing,
        _event(session, assignment.organisation_id, due),
        zone or "UTC",
        plan_of(session, assignment.curriculum_id),
    )


def _event(session: Session, organisation_id: UUID, due: Due) -> date | None:
    if due.event is None:
        return None
    ours = (DueEvent.id == due.event, DueEvent.organisation_id == organisation_id)
    return session.scalar(select(DueEvent.on).where(*ours))


def finished_at(plan: Plan, completed: Mapping[UUID, Any]) -> Any:
    """Return the moment at which everything a plan asks was done, of {module: moment}; None where something is left."""
    moments = []
    for section in plan.sections:
        done = sorted(completed[item.module] for item in section.required if item.module in completed)
        if len(done) < section.asks:
            return None
        moments += done[section.asks - 1 : section.asks] if section.asks else []
    return max(moments, default=None)
