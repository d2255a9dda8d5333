"""The tables of HR's lists: the views somebody saved, and what was done with many people at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, Date, ForeignKey, Index, Integer, String, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "while employed"
UNDOABLE = "30 days"
WAITING, DONE, UNDOING, UNDONE = "waiting", "done", "undoing", "undone"


class SavedView(Base):
    """A list of people as somebody set it up: filters, order and columns under a name, for oneself or all of HR.

    `query`: the part of the address behind the question mark, {key: text}. `deleted_at`: when it was deleted; for a
    while it can be brought back.
    """

    __tablename__ = "saved_view"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    name: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    query: Mapped[dict[str, str]] = column(JSON, default=dict, privacy="personal", retention=KEPT, mentions="ids")
    shared: Mapped[bool] = column(Boolean, default=False, server_default=false(), privacy="personal", retention=KEPT)
    deleted_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class PeopleAct(Base):
    """One thing done with many people: a department, a line manager, a place, days away, an end, a group.

    `value`: what is set, {"id": …}, {"text": …} or {"from": …, "until": …}. `wanted`: whom it is for, as the list was
    asked for, or {"ids": […]}; emptied once it is done. `planned`, `done`: people looked at; `changed`: those for whom
    it changed anything. `after`: the last person looked at, to go on from.
    """

    __tablename__ = "people_act"
    __table_args__ = (Index("ix_people_act_organisation_id", "organisation_id", "created_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    by_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=UNDOABLE, erase="null")
    kind: Mapped[str] = column(String(20))
    value: Mapped[dict[str, Any]] = column(JSON, default=dict, mentions="ids")
    wanted: Mapped[dict[str, Any]] = column(JSON, default=dict, mentions="ids")
    state: Mapped[str] = column(String(10), default=WAITING)
    planned: Mapped[int] = column(Integer, default=0)
    done: Mapped[int] = column(Integer, default=0)
    changed: Mapped[int] = column(Integer, default=0)
    after: Mapped[UUID | None] = column(mentions="place")
    created_at: Mapped[datetime] = column(Instant)
    finished_at: Mapped[datetime | None] = column(Instant)


class PeopleActRow(Base):
    """One person whom such an act changed, and what stood there before, so that it can be undone."""

    __tablename__ = "people_act_row"

    act_id: Mapped[UUID] = column(ForeignKey("people_act.id"), primary_key=True, privacy="personal", retention=UNDOABLE)
    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, index=True, privacy="personal", retention=UNDOABLE
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    before_id: Mapped[UUID | None] = column(privacy="personal", retention=UNDOABLE, mentions="ids")
    before_text: Mapped[str | None] = column(String(120), privacy="personal", retention=UNDOABLE)
    before_from: Mapped[date | None] = column(Date, privacy="personal", retention=UNDOABLE)
    before_until: Mapped[date | None] = column(Date, privacy="personal", retention=UNDOABLE)


@scope(SavedView)
def saved_view_scope(actor: Actor) -> ColumnElement[bool]:
    """HR sees its own and those shared with all of HR; nobody else any."""
    own = (SavedView.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)
    return own & ((SavedView.person_id == actor.person_id) | SavedView.shared)


@scope(PeopleAct)
def act_scope(actor: Actor) -> ColumnElement[bool]:
    """HR sees the organisation's."""
    return (PeopleAct.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)


@scope(PeopleActRow)
def act_row_scope(actor: Actor) -> ColumnElement[bool]:
    """HR sees the organisation's."""
    return (PeopleActRow.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)
