"""What one person has been given, as learning asks for it: one query, however many curricula and modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, AssignmentRun
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.assigning.curricula.plan import Item, Plan, Section, counts, progress, rhythm
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor
from lms.kernel.prepared import Prepared
from lms.kernel.zones import zone_of
from lms.learning.models import Enrolment, State
from lms.learning.plans import Away, Deadline, Given, GivenSection, Planned
from lms.people.models import Organisation, Person


def given_to(session: Session, actor: Actor) -> Sequence[Given]:
    """Return the curricula the actor has open or has finished, in their latest cycle: open ones first, then by due."""
    rows = _GIVEN.run(session, actor).all()
    each = [_given(list(of)) for _, of in groupby(rows, key=lambda row: row.id)]
    latest: dict[UUID, Given] = {given.curriculum_id: given for given in each}
    return sorted(latest.values(), key=_urgency)


def _urgency(given: Given) -> tuple[bool, bool, date, str]:
    return given.finished, given.due is None, given.due or date.max, str(given.assigned)


def _query(actor: Actor) -> Any:
    completed = (
        select(Enrolment.module_id, func.max(Enrolment.completed_at).label("at"))
        .where(Enrolment.person_id == actor.person_id, Enrolment.state == State.COMPLETED)
        .group_by(Enrolment.module_id)
        .subquery()
    )
    item, section = CurriculumItem, CurriculumSection
    return (
        # columns, not rows of tables: what is left out here costs a page more than the query itself
        select(
            Assigned.id,
            Assigned.curriculum_id,
            Assigned.state,
            Assigned.available_from,
            Assigned.created_at,
            Assigned.counted_from,
            Assigned.due,
            Assigned.late_after,
            Assigned.missing,
            Curriculum.title,
            Curriculum.summary,
            Curriculum.every_days,
            section.position.label("section"),
            section.title.label("section_title"),
            section.needed,
            item.module_id,
            item.required,
            item.after,
            item.opens_on,
            item.opens_after_days,
            completed.c.at.label("completed_at"),
            Person.away_from,
            Person.away_until,
            func.coalesce(Person.time_zone, Organisation.time_zone).label("zone"),
        )
        .join(AssignmentRun, and_(AssignmentRun.id == Assigned.run_id, AssignmentRun.state == APPLIED))
        .join(Person, Person.id == Assigned.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(Curriculum, Curriculum.id == Assigned.curriculum_id)
        .join(item, item.curriculum_id == Curriculum.id)
        .join(section, section.id == item.section_id)
        .outerjoin(completed, completed.c.module_id == item.module_id)
        .where(
            Assigned.person_id == actor.person_id,
            Assigned.state.in_((OPEN, COMPLETED)),
        )
        .order_by(Assigned.cycle, Assigned.id, section.position, item.position)
    )


_GIVEN = Prepared(_query)


@dataclass(frozen=True, slots=True)
class _Had:
    """How somebody has a curriculum: since when, by when, and from which day on a completion counts."""

    assigned: UUID
    curriculum: UUID
    title: dict[str, str]
    summary: dict[str, str]
    start: date
    deadline: Deadline | None = None
    counted_from: date | None = None
    finished: bool = False
    waits: bool = False
    away: Away | None = None


def _given(rows: list[Any]) -> Given:
    one = rows[0]
    zone = zone_of(one.zone)
    had = _Had(
        one.id,
        one.curriculum_id,
        one.title,
        one.summary,
        start=one.available_from or one.created_at.astimezone(zone).date(),
        deadline=_deadline(one),
        counted_from=one.counted_from,
        finished=one.state == COMPLETED,
        waits=one.due is None and one.missing is not None,
        away=_away(one),
    )
    completed = {row.module_id: row.completed_at.astimezone(zone).date() for row in rows if row.completed_at}
    return _shown(had, _plan(rows), completed)


def _deadline(row: Any) -> Deadline | None:
    if row.due is None:
        return None
    return Deadline(row.due, row.late_after, _away(row))


def _away(row: Any) -> Away | None:
    return (row.away_from, row.away_until) if row.away_from and row.away_until else None


def _plan(rows: list[Any]) -> Plan:
    sections = []
    for _position, of in groupby(rows, key=lambda row: row.section):
        each = list(of)
        items = tuple(
            Item(row.module_id, row.required, tuple(map(UUID, row.after)), row.opens_on, row.opens_after_days)
            for row in each
        )
        sections.append(Section(items, each[0].section_title, each[0].needed))
    return Plan(tuple(sections), rows[0].every_days)


def previewed(curriculum: Curriculum, document: Document, start: date) -> Given:
    """Return a curriculum as somebody would have it who is given it on `start` and has done nothing yet."""
    return _shown(_Had(new_id(), curriculum.id, dict(document.title), dict(document.summary), start), document.plan, {})


def _shown(had: _Had, plan: Plan, completed: dict[UUID, date]) -> Given:
    standing = progress(plan, completed, had.counted_from)
    counted = counts(completed, had.counted_from)
    last = had.deadline.due if had.deadline is not None else date.max
    suggested = {step.module: step.done_by for step in rhythm(plan, had.start) if step.done_by <= last}
    positions = count()

    def planned(item: Item) -> Planned:
        return Planned(
            module_id=item.module,
            assigned=had.assigned,
            curriculum=had.title,
            required=item.required,
            position=next(positions),
            deadline=had.deadline,
            suggested=suggested.get(item.module),
            available_from=max(item.first_day(had.start) or had.start, had.start),
            after=tuple(module for module in item.after if module not in counted),
            counted_from=had.counted_from,
            curriculum_id=had.curriculum,
            completed_on=completed[item.module] if item.module in counted else None,
        )

    sections = tuple(
        GivenSection(dict(each.title), each.asks, len(each.required), tuple(planned(item) for item in each.items))
        for each in plan.sections
    )
    return Given(
        assigned=had.assigned,
        curriculum_id=had.curriculum,
        title=had.title,
        summary=had.summary,
        sections=sections,
        done=standing.done,
        total=standing.total,
        start=had.start,
        deadline=had.deadline,
        finished=had.finished,
        waits=had.waits,
        away=had.away,
    )
