"""The tables of group results: what has been told, for ever, and how many people it takes.

They name nobody and cannot be taken apart into persons, so erasing somebody leaves them as they are. The database
itself refuses to change or delete what has been told.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from lms.assigning.group_results.suppression import FEWEST
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "for ever: sums over people that name nobody"
TOLD = ("group_snapshot", "group_cell")
"""The tables whose rows are written once."""


class GroupRule(Base):
    """How many people a told group takes in one organisation, and from when on answers count.

    `counts_from`: what was begun before that moment is in no figure, because the page beside it said that nobody else
    would see anything of it. No row: FEWEST, and everything counts.
    """

    __tablename__ = "group_rule"
    __table_args__ = (CheckConstraint("fewest >= 5", name="fewest"),)

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True)
    fewest: Mapped[int] = column(Integer, default=FEWEST)
    counts_from: Mapped[datetime | None] = column(Instant)


class GroupCut(Base):
    """A quarter that is done: its snapshots, if any, were all stored before this row was."""

    __tablename__ = "group_cut"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=KEPT)
    quarter: Mapped[str] = column(String(7), primary_key=True, retention=KEPT)
    at: Mapped[datetime] = column(Instant, retention=KEPT)


class GroupSnapshot(Base):
    """What one organisation's departments answered to one instrument, told at the end of a quarter.

    Every sitting closed in [`since`, `until`) is in it once, its person's latest. The next snapshot begins at `until`,
    so no sitting is ever in two. `major` is the version whose scores compare; `fewest` the rule of that day.
    """

    __tablename__ = "group_snapshot"
    __table_args__ = (UniqueConstraint("organisation_id", "instrument_id", "major", "quarter"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), retention=KEPT)
    instrument_id: Mapped[UUID] = column(retention=KEPT)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), retention=KEPT)
    major: Mapped[int] = column(Integer, retention=KEPT)
    quarter: Mapped[str] = column(String(7), retention=KEPT)
    since: Mapped[datetime] = column(Instant, retention=KEPT)
    until: Mapped[datetime] = column(Instant, retention=KEPT)
    fewest: Mapped[int] = column(Integer, retention=KEPT)
    published_at: Mapped[datetime] = column(Instant, retention=KEPT)


class GroupCell(Base):
    """One department as it stood that day, or the whole organisation at place 0; `department_id` may be gone since.

    `people` answered and `mean` is theirs, 0 to 100, rounded to what so many can bear; both None where it is not told.
    Why it is not told is kept nowhere: that would tell something itself.
    """

    __tablename__ = "group_cell"

    snapshot_id: Mapped[UUID] = column(ForeignKey("group_snapshot.id"), primary_key=True, retention=KEPT)
    place: Mapped[int] = column(Integer, primary_key=True, retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), retention=KEPT)
    department_id: Mapped[UUID | None] = column(retention=KEPT)
    name: Mapped[str] = column(String(120), retention=KEPT)
    depth: Mapped[int] = column(Integer, retention=KEPT)
    people: Mapped[int | None] = column(Integer, retention=KEPT)
    mean: Mapped[int | None] = column(Integer, retention=KEPT)


def _hr(model: type[GroupSnapshot | GroupCell | GroupRule | GroupCut], actor: Actor) -> ColumnElement[bool]:
    return model.organisation_id == actor.organisation_id if Role.HR in actor.roles else false()


@scope(GroupRule)
def rule_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return _hr(GroupRule, actor)


@scope(GroupCut)
def cut_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return _hr(GroupCut, actor)


@scope(GroupSnapshot)
def snapshot_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return _hr(GroupSnapshot, actor)


@scope(GroupCell)
def cell_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return _hr(GroupCell, actor)
