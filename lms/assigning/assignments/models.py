"""The tables of assignments: the assignment, its runs, what each person has, and wishes for more time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope
from lms.people.models import Person

KEPT = "while employed"

DRAFT, ACTIVE, ENDED = "draft", "active", "ended"
STAGING, APPLIED, UNDONE, FAILED = "staging", "applied", "undone", "failed"
OPEN, COMPLETED, EXEMPT, WITHDRAWN = "open", "completed", "exempt", "withdrawn"
ASKED, GRANTED, DECLINED, TAKEN_BACK = "asked", "granted", "declined", "taken-back"
STAY, WITHDRAW = "stay", "withdraw"

BEING_GIVEN = text("state = 'staging'")
WAITING = text("missing IS NOT NULL")
UNDECIDED = text("state = 'asked'")


class Assignment(Base):
    """A curriculum for people, groups, departments or cohorts, with the rule that says when it is due.

    `audience`: [{"kind": a name of `audience.KINDS`, "id": uuid text}], read by `audience.from_json`.
    `due`: read by `dues.from_json`; `again`: None, or read by `again.from_json`.
    `standing`: it also reaches those who come into its audience later. `leaves`: what becomes of what somebody has open
    when they go out of the audience, "stay" or "withdraw".
    """

    __tablename__ = "assignment"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    curriculum_id: Mapped[UUID] = column(ForeignKey("curriculum.id"), index=True)
    name: Mapped[str] = column(String(160))
    state: Mapped[str] = column(String(10), default=DRAFT)
    audience: Mapped[list[dict[str, str]]] = column(JSON, default=list, mentions="ids")
    due: Mapped[dict[str, Any]] = column(JSON, default=dict)
    again: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True))
    standing: Mapped[bool] = column(Boolean, default=True)
    leaves: Mapped[str] = column(String(10), default=STAY, server_default=STAY)
    starts_on: Mapped[date | None] = column(Date)
    made_by: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    by_manager: Mapped[bool] = column(Boolean, default=False, server_default=false())
    revision: Mapped[int] = column(Integer, default=1, server_default="1")
    created_at: Mapped[datetime] = column(Instant)


class AssignmentRun(Base):
    """One carrying out of an assignment. What it gives is seen by nobody until the run is `applied`.

    `cause`: "assigned" by hand, "rule" for those who came into the audience later, "again" for a new cycle.
    `planned`, `done`: people, for the progress bar; `given`: to how many it was news
    (rows made for those who had not finished before). `after`: the last person id that
    was looked at, to go on from. `mails_at`: when the first mails go; until then undoing leaves no trace with anybody.
    `mails`: how many went. An assignment has one run of each cause at a time that is staging.
    """

    __tablename__ = "assignment_run"
    __table_args__ = (
        Index("ix_assignment_run_assignment_id", "assignment_id", "created_at"),
        Index(
            "ix_assignment_run_staging",
            "assignment_id",
            "cause",
            unique=True,
            sqlite_where=BEING_GIVEN,
            postgresql_where=BEING_GIVEN,
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    assignment_id: Mapped[UUID] = column(ForeignKey("assignment.id"))
    state: Mapped[str] = column(String(10), default=STAGING)
    cause: Mapped[str] = column(String(20), default="assigned")
    planned: Mapped[int] = column(Integer, default=0)
    done: Mapped[int] = column(Integer, default=0)
    given: Mapped[int] = column(Integer, default=0)
    after: Mapped[UUID | None] = column(mentions="place")
    by_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    created_at: Mapped[datetime] = column(Instant)
    applied_at: Mapped[datetime | None] = column(Instant)
    mails_at: Mapped[datetime | None] = column(Instant)
    mails: Mapped[int] = column(Integer, default=0, server_default="0")
    undone_at: Mapped[datetime | None] = column(Instant)


class Assigned(Base):
    """One curriculum that one person has been given, in one cycle: the row that home and HR's pages read.

    Seen while its run is applied. `available_from`: the day it was given, or the later day the assignment starts on.
    `due`: the day it has to be done by, None without one; `due_by_rule`: the same before extensions and absences moved
    it; `due_by_hand`: the day HR gave while the rule's own waited, which stays until HR takes it back; `late_after`:
    the last day on which it is not late, `due` and the grace of a later cycle. `missing`: the anchor the due date waits
    for ("hire_date", "job_since", "completion", "event"). `paused_days`: days away that were lived through, counted up
    to `paused_to`. `counted_from`: modules completed before this day do not count. `done` of `total` required modules.
    `reason`: why exempt or withdrawn, of closed lists. `completed_on`: the day of `completed_at` where they live.
    """

    __tablename__ = "assigned"
    __table_args__ = (
        UniqueConstraint("person_id", "curriculum_id", "cycle"),
        Index("ix_assigned_report", "organisation_id", "curriculum_id", "state", "done", "late_after"),
        Index("ix_assigned_run_id", "run_id"),
        Index("ix_assigned_assignment_id", "assignment_id", "person_id"),
        Index("ix_assigned_late", "organisation_id", "state", "late_after"),
        Index("ix_assigned_due", "organisation_id", "state", "due"),
        Index("ix_assigned_completed", "organisation_id", "completed_at"),
        Index(
            "ix_assigned_missing", "organisation_id", "state", "missing", sqlite_where=WAITING, postgresql_where=WAITING
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    curriculum_id: Mapped[UUID] = column(ForeignKey("curriculum.id"), privacy="personal", retention=KEPT)
    assignment_id: Mapped[UUID] = column(ForeignKey("assignment.id"), privacy="personal", retention=KEPT)
    run_id: Mapped[UUID] = column(ForeignKey("assignment_run.id"))
    cycle: Mapped[int] = column(Integer, default=1, privacy="personal", retention=KEPT)
    state: Mapped[str] = column(String(10), default=OPEN, privacy="personal", retention=KEPT)
    available_from: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    due: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    due_by_rule: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    due_by_hand: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    late_after: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    missing: Mapped[str | None] = column(String(20), privacy="personal", retention=KEPT)
    counted_from: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    extended_days: Mapped[int] = column(Integer, default=0, server_default="0", privacy="personal", retention=KEPT)
    paused_days: Mapped[int] = column(Integer, default=0, server_default="0", privacy="personal", retention=KEPT)
    paused_to: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    done: Mapped[int] = column(Integer, default=0, privacy="personal", retention=KEPT)
    total: Mapped[int] = column(Integer, default=0, privacy="personal", retention=KEPT)
    reason: Mapped[str | None] = column(String(30), privacy="personal", retention=KEPT)
    completed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    completed_on: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class ExtensionWish(Base):
    """Somebody asked for more time. `reason` is of a closed list: why somebody is late is nobody's novel."""

    __tablename__ = "extension_wish"
    __table_args__ = (
        Index(
            "ix_extension_wish_undecided",
            "assigned_id",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    assigned_id: Mapped[UUID] = column(ForeignKey("assigned.id"), index=True, privacy="personal", retention=KEPT)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    wanted: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    reason: Mapped[str] = column(String(30), privacy="personal", retention=KEPT)
    state: Mapped[str] = column(String(10), default=ASKED, privacy="personal", retention=KEPT)
    decided_by: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    asked_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    decided_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class DueEvent(Base):
    """A day of the organisation's from which due dates count: a conference, a launch, a reorganisation."""

    __tablename__ = "due_event"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    name: Mapped[str] = column(String(120))
    on: Mapped[date | None] = column(Date)
    created_at: Mapped[datetime] = column(Instant)


def _reports_of(actor: Actor) -> ColumnElement[bool]:
    return Assigned.person_id.in_(select(Person.id).where(Person.manager_id == actor.person_id))


@scope(Assignment)
def assignment_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; a line manager those they made; whoever has it may read what they were given."""
    own = Assignment.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (Assignment.made_by == actor.person_id)


@scope(AssignmentRun)
def run_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; a line manager those they began."""
    own = AssignmentRun.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (AssignmentRun.by_id == actor.person_id)


@scope(Assigned)
def assigned_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR the organisation's; a line manager those of own reports."""
    own = Assigned.organisation_id == actor.organisation_id
    if Role.HR in actor.roles:
        return own
    return own & or_(Assigned.person_id == actor.person_id, _reports_of(actor))


@scope(ExtensionWish)
def wish_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR the organisation's; a line manager those of own reports."""
    own = ExtensionWish.organisation_id == actor.organisation_id
    if Role.HR in actor.roles:
        return own
    reports = select(Person.id).where(Person.manager_id == actor.person_id)
    return own & or_(ExtensionWish.person_id == actor.person_id, ExtensionWish.person_id.in_(reports))


@scope(DueEvent)
def event_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's."""
    return DueEvent.organisation_id == actor.organisation_id
