"""The tables of LTI: which platforms may launch what is here, whom they mean, and where they launched it from.

One platform row belongs to exactly one organisation; everything below hangs on it and goes with it.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, ForeignKey, Integer, String, Text, UniqueConstraint, exists, false, true
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

NAME: Final = 255
"""Characters of whatever a platform calls something: issuers, client ids, subjects, contexts, links, nonces."""
ADDRESS: Final = 1_000
NO_DEPLOYMENT, FIRST_DEPLOYMENT, ANY_DEPLOYMENT = "none", "first", "any"
KEPT: Final = "while employed, or until the platform is removed"
theirs = partial(column, privacy="personal", retention=KEPT)
"""A column that says something of one person."""


class LtiPlatform(Base):
    """A learning platform that may launch: who it says it is, and where it is asked.

    `creates_people`: somebody unknown becomes a person here. `trusts_email`: its e-mail addresses are believed.
    `new_deployments`: NO_, FIRST_ or ANY_DEPLOYMENT, which ones it may add by a launch. `key_set`: its public keys as
    they were read last (JSON), at `key_set_at`. `token_audience`: None where it is `token_url`. `registered`: "hand" or
    "dynamic". `frame_origins`: origins beside its own whose pages may hold ours in a frame, one a line.
    """

    __tablename__ = "lti_platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = column(String(120))
    issuer: Mapped[str] = column(String(NAME))
    client_id: Mapped[str] = column(String(NAME))
    login_url: Mapped[str] = column(String(ADDRESS))
    token_url: Mapped[str] = column(String(ADDRESS))
    token_audience: Mapped[str | None] = column(String(ADDRESS))
    key_set_url: Mapped[str] = column(String(ADDRESS))
    key_set: Mapped[str | None] = column(Text)
    key_set_at: Mapped[datetime | None] = column(Instant)
    frame_origins: Mapped[str] = column(Text, default="", server_default="")
    creates_people: Mapped[bool] = column(Boolean, default=True, server_default=true())
    trusts_email: Mapped[bool] = column(Boolean, default=False, server_default=false())
    new_deployments: Mapped[str] = column(String(10), default=NO_DEPLOYMENT, server_default=NO_DEPLOYMENT)
    active: Mapped[bool] = column(Boolean, default=True, server_default=true())
    registered: Mapped[str] = column(String(10), default="hand", server_default="hand")
    created_at: Mapped[datetime] = column(Instant)
    last_launch_at: Mapped[datetime | None] = column(Instant)


class LtiInvitation(Base):
    """A one-time address at which a platform registers itself; only the hash of its secret is kept."""

    __tablename__ = "lti_invitation"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention="24 hours", erase="keep")
    made_at: Mapped[datetime] = column(Instant)
    expires_at: Mapped[datetime] = column(Instant)
    used_at: Mapped[datetime | None] = column(Instant)


class LtiDeployment(Base):
    """One place where a platform has put this tool: the whole platform, a customer's part of it, or a course."""

    __tablename__ = "lti_deployment"
    __table_args__ = (UniqueConstraint("platform_id", "deployment"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    platform_id: Mapped[UUID] = column(ForeignKey("lti_platform.id"))
    deployment: Mapped[str] = column(String(NAME))


class LtiContext(Base):
    """A course of a platform, from which something is launched. `context` is empty where a launch names none."""

    __tablename__ = "lti_context"
    __table_args__ = (UniqueConstraint("deployment_id", "context"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    platform_id: Mapped[UUID] = column(ForeignKey("lti_platform.id"), index=True)
    deployment_id: Mapped[UUID] = column(ForeignKey("lti_deployment.id"))
    context: Mapped[str] = column(String(NAME))
    label: Mapped[str] = column(String(120), default="", server_default="")
    title: Mapped[str] = column(String(200), default="", server_default="")
    memberships_url: Mapped[str | None] = column(String(ADDRESS))


class LtiLink(Base):
    """One activity in a course that opens something here: `target` is "module:…", "page:…", "quiz:…", "curriculum:…"
    or "home", and empty where nothing has been chosen yet. `scopes`: what the grade service grants, by spaces."""

    __tablename__ = "lti_link"
    __table_args__ = (UniqueConstraint("deployment_id", "resource_link"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    deployment_id: Mapped[UUID] = column(ForeignKey("lti_deployment.id"))
    context_id: Mapped[UUID | None] = column(ForeignKey("lti_context.id"), index=True)
    resource_link: Mapped[str] = column(String(NAME))
    title: Mapped[str] = column(String(200), default="", server_default="")
    target: Mapped[str] = column(String(300), default="", server_default="")
    line_item_url: Mapped[str | None] = column(String(ADDRESS))
    line_items_url: Mapped[str | None] = column(String(ADDRESS))
    scopes: Mapped[str] = column(String(ADDRESS), default="", server_default="")


class LtiUser(Base):
    """Whom a platform means by one of its subjects."""

    __tablename__ = "lti_user"
    __table_args__ = (UniqueConstraint("platform_id", "subject"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    platform_id: Mapped[UUID] = column(ForeignKey("lti_platform.id"))
    subject: Mapped[str] = theirs(String(NAME))
    person_id: Mapped[UUID] = theirs(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime] = theirs(Instant)


class LtiVisit(Base):
    """Somebody came from a course, and whether its platform called them an instructor there when they came last."""

    __tablename__ = "lti_visit"
    __table_args__ = (UniqueConstraint("context_id", "person_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    context_id: Mapped[UUID] = column(ForeignKey("lti_context.id"))
    person_id: Mapped[UUID] = theirs(ForeignKey("person.id"), index=True)
    link_id: Mapped[UUID | None] = theirs(ForeignKey("lti_link.id"))
    is_instructor: Mapped[bool] = theirs(Boolean, default=False, server_default=false())
    first_at: Mapped[datetime] = theirs(Instant)
    last_at: Mapped[datetime] = theirs(Instant)


class LtiLearner(Base):
    """Somebody launched an activity as a learner, so that its score may be told under `subject`."""

    __tablename__ = "lti_learner"
    __table_args__ = (UniqueConstraint("link_id", "person_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    link_id: Mapped[UUID] = column(ForeignKey("lti_link.id"))
    person_id: Mapped[UUID] = theirs(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = theirs(String(NAME))
    first_at: Mapped[datetime] = theirs(Instant)


class LtiNonce(Base):
    """A launch that was used: it opens nothing a second time."""

    __tablename__ = "lti_nonce"

    issuer: Mapped[str] = column(String(NAME), primary_key=True)
    nonce: Mapped[str] = column(String(NAME), primary_key=True)
    expires_at: Mapped[datetime] = column(Instant, index=True, retention="10 minutes after the launch could be used")


class LtiKey(Base):
    """A key that this installation signs with. `number`: in the order they are made; `public_key`: its JWK as JSON;
    `private_key`: PEM, sealed, and empty from the moment it was retired."""

    __tablename__ = "lti_key"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    kid: Mapped[str] = column(String(64), unique=True)
    number: Mapped[int] = column(Integer, unique=True)
    private_key: Mapped[str] = column(Text, privacy="secret", retention="while it signs", erase="keep")
    public_key: Mapped[str] = column(Text)
    created_at: Mapped[datetime] = column(Instant)
    retired_at: Mapped[datetime | None] = column(Instant)


def _administered(actor: Actor, model: Any) -> ColumnElement[bool]:
    own: ColumnElement[bool] = model.organisation_id == actor.organisation_id
    return own & (Role.ADMIN in actor.roles)


@scope(LtiPlatform)
def platform_scope(actor: Actor) -> ColumnElement[bool]:
    """An administrator's own organisation's."""
    return _administered(actor, LtiPlatform)


@scope(LtiInvitation)
def invitation_scope(actor: Actor) -> ColumnElement[bool]:
    """An administrator's own organisation's."""
    return _administered(actor, LtiInvitation)


@scope(LtiDeployment)
def deployment_scope(actor: Actor) -> ColumnElement[bool]:
    """An administrator's own organisation's."""
    return _administered(actor, LtiDeployment)


@scope(LtiContext)
def context_scope(actor: Actor) -> ColumnElement[bool]:
    """The courses in which one is an instructor."""
    teaches = exists().where(
        LtiVisit.context_id == LtiContext.id, LtiVisit.person_id == actor.person_id, LtiVisit.is_instructor
    )
    return (LtiContext.organisation_id == actor.organisation_id) & teaches


@scope(LtiLink)
def link_scope(actor: Actor) -> ColumnElement[bool]:
    """The activities of courses in which one is an instructor."""
    teaches = exists().where(
        LtiVisit.context_id == LtiLink.context_id, LtiVisit.person_id == actor.person_id, LtiVisit.is_instructor
    )
    return (LtiLink.organisation_id == actor.organisation_id) & teaches


@scope(LtiUser)
def user_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return LtiUser.person_id == actor.person_id


@scope(LtiVisit)
def visit_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return LtiVisit.person_id == actor.person_id


@scope(LtiLearner)
def learner_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return LtiLearner.person_id == actor.person_id


unscoped(LtiNonce, reason="read and written by a launch alone, before anybody is signed in")
unscoped(LtiKey, reason="the installation's own, never shown but for its public half")
