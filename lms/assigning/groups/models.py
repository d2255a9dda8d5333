"""The tables of groups: the group, who is in it and because of what, and every coming and going."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "while employed"


class PeopleGroup(Base):
    """A named group of people. Without a `rule` its members are chosen by hand; with one it keeps itself up to date.

    `members`: how many active people there were when they were last counted; pages show it without counting.
    `evaluated_at`: when the rule was last asked of everybody; None while that is still to be done.
    `revision` rises with each change of name or rule. `removed_at`: off every list, and back for a day on request.
    """

    __tablename__ = "people_group"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    name: Mapped[str] = column(String(120))
    rule: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True), mentions="ids")
    members: Mapped[int] = column(Integer, default=0)
    evaluated_at: Mapped[datetime | None] = column(Instant)
    retired: Mapped[bool] = column(Boolean, default=False, server_default=false())
    removed_at: Mapped[datetime | None] = column(Instant)
    revision: Mapped[int] = column(Integer, default=1, server_default="1")
    created_at: Mapped[datetime] = column(Instant)


class GroupMember(Base):
    """One person in one group, since when."""

    __tablename__ = "group_member"
    __table_args__ = (Index("ix_group_member_person_id", "person_id"),)

    group_id: Mapped[UUID] = column(ForeignKey("people_group.id"), primary_key=True, privacy="personal", retention=KEPT)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), primary_key=True, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    since: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class GroupChange(Base):
    """Somebody came into a group or left it. `cause`: "rule", "hand", "import", or "left" for who left the company."""

    __tablename__ = "group_change"
    __table_args__ = (Index("ix_group_change_group_id", "group_id", "at", "joined", "cause"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    group_id: Mapped[UUID] = column(ForeignKey("people_group.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention="24 months")
    joined: Mapped[bool] = column(Boolean, privacy="personal", retention="24 months")
    cause: Mapped[str] = column(String(20), privacy="personal", retention="24 months")
    at: Mapped[datetime] = column(Instant, privacy="personal", retention="24 months")


@scope(PeopleGroup)
def group_scope(actor: Actor) -> ColumnElement[bool]:
    """HR sees the organisation's groups that are not removed; nobody else any."""
    ours = (PeopleGroup.organisation_id == actor.organisation_id) & PeopleGroup.removed_at.is_(None)
    return ours & (Role.HR in actor.roles)


@scope(GroupMember)
def member_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; everybody else their own."""
    own = GroupMember.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (GroupMember.person_id == actor.person_id)


@scope(GroupChange)
def change_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's; everybody else their own."""
    own = GroupChange.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (GroupChange.person_id == actor.person_id)
