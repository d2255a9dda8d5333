"""The tables of cohorts: people who meet with a facilitator, and their meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Index, Integer, String, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "while employed"


class Cohort(Base):
    """People who go through something together, led by a trainer or another facilitator.

    `retired`: it has had its last meeting; it stays to be read. `revision` rises with each change of its name,
    facilitator or curriculum.
    """

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    name: Mapped[str] = column(String(120))
    facilitator_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT, erase="null"
    )
    curriculum_id: Mapped[UUID | None] = column(ForeignKey("curriculum.id"))
    retired: Mapped[bool] = column(Boolean, default=False, server_default=false())
    revision: Mapped[int] = column(Integer, default=1, server_default="1")
    created_at: Mapped[datetime] = column(Instant)


class CohortMember(Base):
    """One person in one cohort, since when."""

    __tablename__ = "cohort_member"
    __table_args__ = (Index("ix_cohort_member_person_id", "person_id"),)

    cohort_id: Mapped[UUID] = column(ForeignKey("cohort.id"), primary_key=True, privacy="personal", retention=KEPT)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), primary_key=True, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    since: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class CohortMeeting(Base):
    """One meeting of a cohort. `prework`: ids of the modules to have completed before it. `place`: a room or a link."""

    __tablename__ = "cohort_meeting"
    __table_args__ = (Index("ix_cohort_meeting_cohort_id", "cohort_id", "begins_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    cohort_id: Mapped[UUID] = column(ForeignKey("cohort.id"))
    title: Mapped[str] = column(String(160))
    begins_at: Mapped[datetime] = column(Instant)
    minutes: Mapped[int] = column(Integer, default=90)
    place: Mapped[str] = column(String(200), default="")
    prework: Mapped[list[Any]] = column(JSON, default=list)
    cancelled: Mapped[bool] = column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime] = column(Instant)


def leads(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the cohorts the actor may change: HR all, a facilitator their own."""
    own = Cohort.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (Cohort.facilitator_id == actor.person_id)


@scope(Cohort)
def cohort_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; a facilitator those they lead; a member those they are in."""
    mine = select(CohortMember.cohort_id).where(CohortMember.person_id == actor.person_id)
    return leads(actor) | ((Cohort.organisation_id == actor.organisation_id) & Cohort.id.in_(mine))


@scope(CohortMember)
def member_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; a facilitator those of their cohorts; everybody else only themselves."""
    own = CohortMember.organisation_id == actor.organisation_id
    led = select(Cohort.id).where(leads(actor))
    return own & (CohortMember.cohort_id.in_(led) | (CohortMember.person_id == actor.person_id))


@scope(CohortMeeting)
def meeting_scope(actor: Actor) -> ColumnElement[bool]:
    """The meetings of the cohorts the actor sees."""
    seen = select(Cohort.id).where(cohort_scope(actor))
    return (CohortMeeting.organisation_id == actor.organisation_id) & CohortMeeting.cohort_id.in_(seen)
