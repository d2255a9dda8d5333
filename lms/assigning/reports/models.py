"""The tables of reports: an edition of counts of a whole organisation, and the totals of each day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

COUNTING, SHOWN, OLD = "counting", "shown", "old"
CURRICULUM, MODULE = "curriculum", "module"
UNTIL_NEXT = "until it is counted anew"


class ReportEdition(Base):
    """What was counted at once for a whole organisation, as it stood at `as_of`.

    `state`: "counting" while it is made, "shown" when it is whole, "old" when a later one is shown and it is being
    deleted. `people`: active people; `unreachable`: how many of them have something open and no e-mail address.
    `done` of `planned` steps, for whoever waits.
    """

    __tablename__ = "report_edition"
    __table_args__ = (Index("ix_report_edition_organisation_id", "organisation_id", "state", "as_of"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    state: Mapped[str] = column(String(10), default=COUNTING)
    as_of: Mapped[datetime] = column(Instant)
    people: Mapped[int] = column(Integer, default=0)
    unreachable: Mapped[int] = column(Integer, default=0)
    planned: Mapped[int] = column(Integer, default=0)
    done: Mapped[int] = column(Integer, default=0)


class ReportFigure(Base):
    """How the people directly in one department stand with one curriculum or module; see `rows.Figures`.

    `subject`: "curriculum" or "module"; `department_id` is None of people in no department. The ids are kept as they
    were when it was counted: what they named may have gone meanwhile.
    """

    __tablename__ = "report_figure"
    __table_args__ = (Index("ix_report_figure_edition_id", "edition_id", "subject", "subject_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    edition_id: Mapped[UUID] = column(ForeignKey("report_edition.id"))
    subject: Mapped[str] = column(String(10))
    subject_id: Mapped[UUID] = column()
    department_id: Mapped[UUID | None] = column()
    people: Mapped[int] = column(Integer)
    not_started: Mapped[int] = column(Integer)
    under_way: Mapped[int] = column(Integer)
    finished: Mapped[int] = column(Integer)
    late: Mapped[int] = column(Integer)
    exempt: Mapped[int] = column(Integer)
    halfway: Mapped[int] = column(Integer)


class ReportTeam(Base):
    """How those who report to one person stand with one curriculum; see `rows.Figures`."""

    __tablename__ = "report_team"
    __table_args__ = (
        Index("ix_report_team_edition_id", "edition_id", "curriculum_id", "person_id"),
        Index("ix_report_team_person_id", "person_id"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    edition_id: Mapped[UUID] = column(ForeignKey("report_edition.id"))
    curriculum_id: Mapped[UUID] = column()
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=UNTIL_NEXT)
    people: Mapped[int] = column(Integer)
    not_started: Mapped[int] = column(Integer)
    under_way: Mapped[int] = column(Integer)
    finished: Mapped[int] = column(Integer)
    late: Mapped[int] = column(Integer)
    exempt: Mapped[int] = column(Integer)
    halfway: Mapped[int] = column(Integer)


class ReportDay(Base):
    """How an organisation stood with one curriculum on one day: counts that survive the people who were counted."""

    __tablename__ = "report_day"
    __table_args__ = (UniqueConstraint("organisation_id", "curriculum_id", "day"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    curriculum_id: Mapped[UUID] = column()
    day: Mapped[date] = column(Date)
    people: Mapped[int] = column(Integer)
    finished: Mapped[int] = column(Integer)
    late: Mapped[int] = column(Integer)


def _of_hr(model: type[ReportEdition | ReportFigure | ReportTeam | ReportDay], actor: Actor) -> ColumnElement[bool]:
    return (model.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)


@scope(ReportEdition)
def edition_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return _of_hr(ReportEdition, actor)


@scope(ReportFigure)
def figure_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return _of_hr(ReportFigure, actor)


@scope(ReportTeam)
def team_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return _of_hr(ReportTeam, actor)


@scope(ReportDay)
def day_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return _of_hr(ReportDay, actor)
