"""The tables of regrading: what a trainer had done, and each result as it was before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, Float, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope
from lms.learning.models import KEPT

LASTING = "for ever: it names nobody"


class Policy(StrEnum):
    """What a mended key does to results: a point that was given stays, or every point is as the key says."""

    NOBODY_LOSES = "nobody-loses"
    AS_THE_KEY_SAYS = "as-the-key-says"


class Regrading(Base):
    """One regrade of an organisation's results to a version of a quiz; `finished_at` None while it is under way."""

    __tablename__ = "regrading"
    __table_args__ = (UniqueConstraint("organisation_id", "quiz_version_id", "number"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=LASTING)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), retention=LASTING)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), retention=LASTING)
    number: Mapped[int] = column(Integer, retention=LASTING)
    policy: Mapped[str] = column(String(20), retention=LASTING)
    started_at: Mapped[datetime] = column(Instant, retention=LASTING)
    finished_at: Mapped[datetime | None] = column(Instant, retention=LASTING)


class MendCount(Base):
    """What a mended key would change in one organisation, as it was last counted: numbers, never whose they are.

    `figures` is the document of a `Counted` (`lms.learning.regrading.counted`), empty before the first count ended at
    `counted_at`. While it is counted, `done` of `of` results have been looked at; `wanted_at` None: it is not.
    """

    __tablename__ = "mend_count"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=LASTING)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), primary_key=True, retention=LASTING)
    figures: Mapped[dict[str, Any]] = column(JSON, default=dict, retention=LASTING)
    counted_at: Mapped[datetime | None] = column(Instant, retention=LASTING)
    wanted_at: Mapped[datetime | None] = column(Instant, retention=LASTING)
    done: Mapped[int] = column(Integer, default=0, retention=LASTING)
    of: Mapped[int] = column(Integer, default=0, retention=LASTING)


class Regrade(Base):
    """One result as it was before a regrade (`scores`, `score`, `passed`, by the key of `from_version_id`).

    `new_score` and `new_passed` are what it became by the key of `to_version_id`; `items` are the questions whose key
    was mended between the two, `reason` is the policy. `number` counts the regrades of the attempt from 1. `seen_at`:
    when the person put the message about it away.
    """

    __tablename__ = "regrade"
    __table_args__ = (UniqueConstraint("attempt_id", "number"), Index("ix_regrade_unseen", "person_id", "seen_at"))

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    attempt_id: Mapped[UUID] = column(ForeignKey("attempt.id"), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    from_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), privacy="personal", retention=KEPT)
    to_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), privacy="personal", retention=KEPT)
    items: Mapped[list[str]] = column(JSON, privacy="personal", retention=KEPT)
    reason: Mapped[str] = column(String(20), privacy="personal", retention=KEPT)
    scores: Mapped[dict[str, float]] = column(JSON, privacy="personal", retention=KEPT)
    score: Mapped[float] = column(Float, privacy="personal", retention=KEPT)
    passed: Mapped[bool] = column(Boolean, privacy="personal", retention=KEPT)
    new_score: Mapped[float] = column(Float, privacy="personal", retention=KEPT)
    new_passed: Mapped[bool] = column(Boolean, privacy="personal", retention=KEPT)
    at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    seen_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


@scope(Regrading)
def regrading_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for those who write and mend the questions."""
    if Role.TRAINER not in actor.roles:
        return false()
    return Regrading.organisation_id == actor.organisation_id


@scope(MendCount)
def mend_count_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for those who write and mend the questions."""
    if Role.TRAINER not in actor.roles:
        return false()
    return MendCount.organisation_id == actor.organisation_id


@scope(Regrade)
def regrade_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own: a result is nobody else's matter."""
    return Regrade.person_id == actor.person_id
