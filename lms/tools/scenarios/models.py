"""The tables of scenarios. None holds a word or a number the person typed: those are sealed answers of its context."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until the person is erased"
SHARED = "until either of the two is erased"
LOCKED = text("baseline_at IS NOT NULL")


class Scenario(Base):
    """One set of numbers of one tool, kept by one person; its name, note and numbers stand in `scenario:<id>`.

    `removed_at`: taken off every list, and can be brought back. `baseline_at`: locked since then, one a tool.
    `copied_from`: the scenario it was made from.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        Index("ix_scenario_person_calculator", "person_id", "calculator_id"),
        Index(
            "ix_scenario_baseline",
            "person_id",
            "calculator_id",
            unique=True,
            sqlite_where=LOCKED,
            postgresql_where=LOCKED,
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    calculator_id: Mapped[UUID] = column(privacy="personal", retention=KEPT)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    removed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    baseline_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    copied_from: Mapped[UUID | None] = column(privacy="personal", retention=KEPT)


class ScenarioShare(Base):
    """A colleague may read a scenario. The row is the reader's, so that erasing either of the two takes it along.

    `revoked_at`: the owner has ended it; shared anew, the same row is open again.
    """

    __tablename__ = "scenario_share"
    __table_args__ = (UniqueConstraint("scenario_id", "person_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=SHARED)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    scenario_id: Mapped[UUID] = column(
        ForeignKey("scenario.id", ondelete="CASCADE"), privacy="personal", retention=SHARED
    )
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=SHARED)
    shared_at: Mapped[datetime] = column(Instant, privacy="personal", retention=SHARED)
    revoked_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=SHARED)


class ScenarioLook(Base):
    """A colleague has opened a shared scenario: `person_id` is who, and the owner is shown it."""

    __tablename__ = "scenario_look"
    __table_args__ = (Index("ix_scenario_look_scenario_at", "scenario_id", "at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=SHARED)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    scenario_id: Mapped[UUID] = column(
        ForeignKey("scenario.id", ondelete="CASCADE"), privacy="personal", retention=SHARED
    )
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=SHARED)
    at: Mapped[datetime] = column(Instant, privacy="personal", retention=SHARED)


@scope(Scenario)
def scenario_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role; what is shared is reached through its share."""
    return Scenario.person_id == actor.person_id


@scope(ScenarioShare)
def share_scope(actor: Actor) -> ColumnElement[bool]:
    """What one has shared, and what is shared with oneself."""
    return (ScenarioShare.person_id == actor.person_id) | ScenarioShare.scenario_id.in_(_own(actor))


@scope(ScenarioLook)
def look_scope(actor: Actor) -> ColumnElement[bool]:
    """Who looked at one's own scenarios, and one's own looks."""
    return (ScenarioLook.person_id == actor.person_id) | ScenarioLook.scenario_id.in_(_own(actor))


def _own(actor: Actor) -> ColumnElement[UUID]:
    return select(Scenario.id).where(Scenario.person_id == actor.person_id).scalar_subquery()
