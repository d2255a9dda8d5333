"""Writing an assignment down before it is carried out: nothing is given to anybody here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments import again as recertification
from lms.assigning.assignments import audience, dues, runs
from lms.assigning.assignments.again import Again
from lms.assigning.assignments.audience import MOST_PARTS, PERSON, REPORTS, Part
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.models import (
    ACTIVE,
    DRAFT,
    ENDED,
    STAY,
    WITHDRAW,
    Assigned,
    Assignment,
    AssignmentRun,
    DueEvent,
)
from lms.assigning.assignments.refusals import Refused
from lms.assigning.curricula.models import Curriculum
from lms.kernel import audit, ledger
from lms.kernel.permissions import Actor, NotFound, Role, Rows
from lms.people.models import Organisation, Person

LONGEST_NAME: Final = 160
LONGEST_EVENT: Final = 120
FURTHEST: Final = 3650


@dataclass(frozen=True, slots=True)
class Draft:
    """What HR, or a line manager for own reports, typed. `id` and `revision` where it is a change of one that is there.

    `name` empty: the curriculum's title is taken. `leaves`: "stay" or "withdraw".
    """

    curriculum_id: UUID
    audience: tuple[Part, ...]
    name: str = ""
    due: Due = field(default_factory=Due)
    again: Again | None = None
    standing: bool = True
    leaves: str = STAY
    starts_on: date | None = None
    id: UUID | None = None
    revision: int | None = None


def save_draft(session: Session, actor: Actor, draft: Draft, now: datetime) -> Assignment:
    """Save a new assignment or a changed one. Raises Refused naming the field; NotFound for what is not the actor's.

    Fields: "curriculum", "name", "audience", "due_kind", "due_on", "due_days", "due_curriculum", "due_event",
    "at_least_days", "again_months", "again_yearly", "window_days", "grace_days", "starts_on", "revision" (somebody else
    changed it meanwhile). Somebody without the role HR may only name own reports (kinds "person" and "reports").
    An assignment that is active keeps its curriculum; a changed rule moves the dates of what is open (by a job).
    """
    assignment = _there(session, actor, draft) if draft.id else None
    curriculum = _curriculum(session, actor, draft, assignment)
    values = _values(session, actor, draft, curriculum, now, assignment)
    if assignment is None:
        assignment = Assignment(
            organisation_id=actor.organisation_id,
            made_by=actor.person_id,
            by_manager=Role.HR not in actor.roles,
            state=DRAFT,
            revision=0,
            created_at=now,
        )
        session.add(assignment)
    for name, value in values.items():
        setattr(assignment, name, value)
    assignment.revision += 1
    session.flush()
    audit.note(session, actor, "assignment.saved", now, detail=assignment.name)
    if assignment.state == ACTIVE:
        look_again(session, assignment.organisation_id, now, assignment=assignment.id)
    return assignment


def look_again(session: Session, organisation_id: UUID, now: datetime, **about: UUID) -> None:
    """Have the dates of an assignment, or of an event, reckoned again by a job."""
    arguments = {"organisation": str(organisation_id), **{key: str(value) for key, value in about.items()}}
    ledger.enqueue(session, "assignments.refresh", arguments, now=now, organisation_id=organisation_id)


def _there(session: Session, actor: Actor, draft: Draft) -> Assignment:
    found = Rows(session, actor, Assignment).where(Assignment.id == draft.id).one_or_404()
    if draft.revision is not None and draft.revision != found.revision:
        raise Refused("revision", _l("Somebody else changed this assignment meanwhile. Look at it and try again."))
    if found.state == ENDED:
        raise Refused("", _l("This assignment has ended. Make a new one."))
    return found


def _curriculum(session: Session, actor: Actor, draft: Draft, there: Assignment | None) -> Curriculum:
    wanted = Rows(session, actor, Curriculum).where(Curriculum.id == draft.curriculum_id).first()
    if wanted is None:
        raise Refused("curriculum", _l("Choose a curriculum."))
    if there is not None and there.state == ACTIVE:
        if there.curriculum_id != wanted.id:
            raise Refused("curriculum", _l("People have this curriculum already. Make a new assignment for another."))
    elif not wanted.published or wanted.retired:
        raise Refused("curriculum", _l("This curriculum is not published, so it cannot be given to anybody yet."))
    return wanted


def _values(
    session: Session, actor: Actor, draft: Draft, curriculum: Curriculum, now: datetime, there: Assignment | None
) -> dict[str, Any]:
    parts = audience.from_json(audience.to_json(draft.audience))
    _check_audience(session, actor, parts)
    due = dues.from_json(dues.to_json(draft.due))
    _check_due(session, actor, due, curriculum, None if there and there.state == ACTIVE else now)
    _check_start(draft, due, now)
    if draft.leaves not in (STAY, WITHDRAW):
        raise Refused("leaves", _l("Choose what becomes of it when somebody leaves the audience."))
    return {
        "curriculum_id": curriculum.id,
        "name": _name(session, actor, draft.name, curriculum),
        "audience": audience.to_json(parts),
        "due": dues.to_json(due),
        "again": recertification.to_json(recertification.from_json(recertification.to_json(draft.again))),
        "standing": draft.standing,
        "leaves": draft.leaves,
        "starts_on": draft.starts_on,
    }


def _name(session: Session, actor: Actor, typed: str, curriculum: Curriculum) -> str:
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME:
        raise Refused("name", _l("The name is too long: use at most %(most)s characters.", most=LONGEST_NAME))
    if name:
        return name
    language = session.scalar(select(Organisation.language).where(Organisation.id == actor.organisation_id)) or ""
    title = curriculum.title.get(language) or next(iter(curriculum.title.values()), "")
    return title[:LONGEST_NAME]


def _check_audience(session: Session, actor: Actor, parts: tuple[Part, ...]) -> None:
    if not parts:
        raise Refused("audience", _l("Choose whom it is for."))
    if len(parts) > MOST_PARTS:
        raise Refused("audience", _l("Choose at most %(most)s, or make a group of them.", most=MOST_PARTS))
    people = [part.id for part in parts if part.kind == PERSON]
    known: tuple[ColumnElement[bool], ...] = (
        Person.id.in_(people),
        Person.organisation_id == actor.organisation_id,
    )
    if Role.HR not in actor.roles:
        if any(part.kind not in (PERSON, REPORTS) or part == Part(REPORTS, None) for part in parts):
            raise Refused("audience", _l("Choose among those who report to you."))
        if any(part.kind == REPORTS and part.id != actor.person_id for part in parts):
            raise Refused("audience", _l("Choose among those who report to you."))
        known = (*known, Person.manager_id == actor.person_id)
    if people and session.scalar(select(func.count()).select_from(Person).where(*known)) != len(people):
        raise NotFound


def _check_due(session: Session, actor: Actor, due: Due, curriculum: Curriculum, now: datetime | None) -> None:
    """Refuse a date that is past, except where it is already in force, and anchors that are nobody's here."""
    if now is not None and due.on is not None and due.on < now.date():
        raise Refused("due_on", _l("This day is past. Choose a later one."))
    if now is not None and due.on is not None and (due.on - now.date()).days > FURTHEST:
        raise Refused("due_on", _l("Choose a day within the next ten years."))
    if due.curriculum is not None:
        if due.curriculum == curriculum.id:
            raise Refused("due_curriculum", _l("A curriculum cannot wait for its own completion. Choose another one."))
        if Rows(session, actor, Curriculum).where(Curriculum.id == due.curriculum).first() is None:
            raise Refused("due_curriculum", _l("Choose the curriculum that comes first."))
    if due.event is not None and Rows(session, actor, DueEvent).where(DueEvent.id == due.event).first() is None:
        raise Refused("due_event", _l("Choose the event."))


def _check_start(draft: Draft, due: Due, now: datetime) -> None:
    if draft.starts_on is None:
        return
    if abs((draft.starts_on - now.date()).days) > FURTHEST:
        raise Refused("starts_on", _l("Choose a day within the next ten years."))
    if due.kind is Kind.FIXED and due.on is not None and due.on < draft.starts_on:
        raise Refused("starts_on", _l("It would start after it is due. Choose an earlier day."))


def discard(session: Session, actor: Actor, assignment: Assignment) -> None:
    """Delete a draft that never gave anything to anybody. Raises Refused where it did."""
    given = session.scalar(select(Assigned.id).where(Assigned.assignment_id == assignment.id).limit(1))
    run = session.scalar(select(AssignmentRun.id).where(AssignmentRun.assignment_id == assignment.id).limit(1))
    if assignment.state != DRAFT or given is not None or run is not None:
        raise Refused("", _l("This assignment has been carried out. End it instead; what people did stays."))
    session.delete(assignment)
    session.flush()


def end(session: Session, actor: Actor, assignment: Assignment, now: datetime) -> None:
    """Stop an assignment: nobody new gets it and no new cycle opens; what people have, they keep.

    Raises Refused while it is being carried out.
    """
    session.refresh(assignment, with_for_update=True)
    by_hand = runs.staging_run(session, assignment.id, runs.BY_HAND)
    if by_hand is not None and not runs.has_failed(session, by_hand):
        raise Refused("", _l("It is being given at this moment. Wait until that is done, or undo it; then end it."))
    if assignment.state != ENDED:
        assignment.state = ENDED
        assignment.revision += 1
        session.flush()
        audit.note(session, actor, "assignment.ended", now, detail=assignment.name)


def save_event(
    session: Session, actor: Actor, name: str, on: date | None, now: datetime, event_id: UUID | None = None
) -> DueEvent:
    """Save an event that due dates count from, without a day where it is not fixed yet; the dates that count from it
    move by a job. Raises Refused naming "event_name" or "event_on"."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_EVENT:
        raise Refused("event_name", _l("Give the event a name of at most %(most)s characters.", most=LONGEST_EVENT))
    if on is not None and abs((on - now.date()).days) > FURTHEST:
        raise Refused("event_on", _l("Choose a day within the next ten years."))
    same = Rows(session, actor, DueEvent).where(DueEvent.name == name).first()
    if same is not None and same.id != event_id:
        raise Refused("event_name", _l("There is an event of this name already. Choose another name."))
    if event_id is None:
        event = DueEvent(organisation_id=actor.organisation_id, name=name, on=on, created_at=now)
        session.add(event)
    else:
        event = Rows(session, actor, DueEvent).where(DueEvent.id == event_id).one_or_404()
        event.name, event.on = name, on
        look_again(session, actor.organisation_id, now, event=event.id)
    session.flush()
    audit.note(session, actor, "event.saved", now, detail=name)
    return event
