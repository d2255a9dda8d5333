"""The tables of SCIM: what a directory said of a person and of a group, and what an organisation lets it do."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT: Final = "while employed"
USER_NAME, EXTERNAL_ID = 320, 255
"""Characters of a userName and of an externalId."""


class ScimUser(Base):
    """A person whom a directory looks after: one row from the first time it wrote anything of them.

    `user_name_key`: as user names are compared; that of somebody who was deleted may have been passed on, and is their
    id then. `document`: what the directory sent, as JSON, and beside it the columns of `Person` it was stored as.
    `other_emails`: addresses beside the one in use, folded, one a line. `deleted_at`: when the directory deleted them.
    """

    __tablename__ = "scim_user"
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_name_key"),
        Index("ix_scim_user_external", "organisation_id", "external_id"),
    )

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, privacy="personal", retention=KEPT
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    user_name: Mapped[str] = column(String(USER_NAME), privacy="personal", retention=KEPT)
    user_name_key: Mapped[str] = column(String(USER_NAME), privacy="personal", retention=KEPT, export=False)
    external_id: Mapped[str | None] = column(String(EXTERNAL_ID), privacy="personal", retention=KEPT)
    document: Mapped[str] = column(Text, privacy="personal", retention=KEPT)
    other_emails: Mapped[str | None] = column(Text, privacy="personal", retention=KEPT, export=False)
    changed_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    deleted_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class ScimGroup(Base):
    """What a directory calls one of our groups."""

    __tablename__ = "scim_group"
    __table_args__ = (Index("ix_scim_group_external", "organisation_id", "external_id"),)

    group_id: Mapped[UUID] = column(ForeignKey("people_group.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    external_id: Mapped[str | None] = column(String(EXTERNAL_ID))


class ScimSettings(Base):
    """What an organisation lets its directory do. `adopts`: also look after people who have a role here."""

    __tablename__ = "scim_settings"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True)
    adopts: Mapped[bool] = column(Boolean, default=False, server_default=false())


@scope(ScimUser)
def user_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's; everybody else what stands there of themselves."""
    own = ScimUser.organisation_id == actor.organisation_id
    return own if Role.ADMIN in actor.roles else own & (ScimUser.person_id == actor.person_id)


@scope(ScimGroup)
def group_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's."""
    return (ScimGroup.organisation_id == actor.organisation_id) & (Role.ADMIN in actor.roles)


@scope(ScimSettings)
def settings_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's."""
    return (ScimSettings.organisation_id == actor.organisation_id) & (Role.ADMIN in actor.roles)
