"""The tables of what we tell platforms and ask of them: results passed on, choices of content that are open."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope, unscoped

KEPT: Final = "as long as the link is known"
AN_HOUR: Final = "an hour"
theirs = partial(column, privacy="personal", retention=KEPT)
"""A column that says something of one person."""


class LtiResult(Base):
    """What was last passed on of one person's result behind one link, so that only what differs is passed on again.

    `score`: 0 to 100; None where the platform may hold something else and is to be told anew. `sequence`: the stamp
    it went with, seconds since 1970, each higher than the one before. `renewed`: how often in a row the platform said
    that it holds something newer.
    """

    __tablename__ = "lti_result"
    __table_args__ = (UniqueConstraint("link_id", "person_id"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    link_id: Mapped[UUID] = theirs(ForeignKey("lti_link.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = theirs(ForeignKey("person.id"), index=True)
    score: Mapped[float | None] = theirs(Float)
    completed: Mapped[bool] = theirs(Boolean, default=False, server_default=false())
    sequence: Mapped[int] = column(BigInteger)
    renewed: Mapped[int] = column(Integer, default=0, server_default="0")
    wanted_at: Mapped[datetime] = theirs(Instant)


class LtiChoice(Base):
    """Somebody who chooses content for a course of a platform, from the page that opens to what is sent back.

    Only the hash of its address is kept. `return_url`: where the choice goes, from the platform's own signed message;
    `data`: what the platform wants back with it. `multiple`: whether several things may be chosen; `scores`: whether a
    column of the gradebook may come with each. It is used once.
    """

    __tablename__ = "lti_choice"
    __table_args__ = (Index("ix_lti_choice_expires_at", "expires_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    deployment_id: Mapped[UUID] = column(ForeignKey("lti_deployment.id", ondelete="CASCADE"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=AN_HOUR)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=AN_HOUR)
    return_url: Mapped[str] = column(Text)
    data: Mapped[str | None] = column(Text)
    course: Mapped[str] = column(String(300), default="", server_default="")
    multiple: Mapped[bool] = column(Boolean)
    scores: Mapped[bool] = column(Boolean)
    expires_at: Mapped[datetime] = column(Instant, privacy="personal", retention=AN_HOUR)
    used_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=AN_HOUR)


class LtiWatch(Base):
    """Up to when results were looked at: one row. `full_at`: when all of them were, not only the recently changed."""

    __tablename__ = "lti_watch"

    id: Mapped[int] = column(Integer, primary_key=True)
    looked_at: Mapped[datetime] = column(Instant)
    full_at: Mapped[datetime] = column(Instant)


@scope(LtiResult)
def result_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return (LtiResult.organisation_id == actor.organisation_id) & (LtiResult.person_id == actor.person_id)


@scope(LtiChoice)
def choice_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return (LtiChoice.organisation_id == actor.organisation_id) & (LtiChoice.person_id == actor.person_id)


unscoped(LtiWatch, reason="the job's own mark of how far it has looked; nobody is shown it")
