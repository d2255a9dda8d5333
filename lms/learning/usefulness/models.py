"""The tables of what works: what one person did with a page, the counters made of it, and the copies trainers see.

Counters and copies name nobody and cannot be taken apart into persons: they stay when somebody is erased.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Integer, String, false, text
from sqlalchemy.orm import Mapped

from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

MONTHS_KEPT = 24
KEPT = f"{MONTHS_KEPT} months after they last had the page open"
COUNTED = "for ever: sums over people that name nobody"
WAITING = text("look_at IS NOT NULL")
"""The visits that the counters have still to look at, in the words of the index that finds them."""


class Answer(StrEnum):
    """What somebody says to "Was this useful?"."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class PageVisit(Base):
    """One page that somebody has opened in one enrolment. It is first counted for the version they first saw.

    `number`: that version, "major.minor". `seconds`: how long they were active on it in all, to five seconds; 0 where
    their browser does not tell. `counted`: {part: what they count as in the counters now}. `look_at`: when the counters
    have to look at it next, None when there is nothing left to count.
    """

    __tablename__ = "page_visit"
    __table_args__ = (Index("ix_page_visit_waiting", "look_at", sqlite_where=WAITING, postgresql_where=WAITING),)

    enrolment_id: Mapped[UUID] = column(
        ForeignKey("enrolment.id"), primary_key=True, privacy="personal", retention=KEPT
    )
    page: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    number: Mapped[str] = column(String(20), privacy="personal", retention=KEPT)
    seconds: Mapped[int] = column(Integer, default=0, privacy="personal", retention=KEPT)
    opened_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    seen_at: Mapped[datetime] = column(Instant, index=True, privacy="personal", retention=KEPT)
    counted: Mapped[dict[str, str]] = column(JSON, default=dict, privacy="personal", retention=KEPT)
    look_at: Mapped[datetime | None] = column(Instant, retention=KEPT)


class PageUseful(Base):
    """What somebody says to "Was this useful?" under one page of one enrolment; only the latest is kept."""

    __tablename__ = "page_useful"

    enrolment_id: Mapped[UUID] = column(
        ForeignKey("enrolment.id"), primary_key=True, privacy="personal", retention=KEPT
    )
    page: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    answer: Mapped[str] = column(String(10), privacy="personal", retention=KEPT)
    said_at: Mapped[datetime] = column(Instant, index=True, privacy="personal", retention=KEPT)


class PageTally(Base):
    """How the people of one organisation fared with one page of one version of a module, counted as they come.

    `part`: one of `lms.learning.usefulness.parts`. `people` have been counted, `fresh` of them since the last release.
    `sums`: {what they count as: people}.
    """

    __tablename__ = "page_tally"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=COUNTED)
    module_id: Mapped[UUID] = column(primary_key=True, retention=COUNTED)
    number: Mapped[str] = column(String(20), primary_key=True, retention=COUNTED)
    page: Mapped[str] = column(String(80), primary_key=True, retention=COUNTED)
    part: Mapped[str] = column(String(20), primary_key=True, retention=COUNTED)
    people: Mapped[int] = column(Integer, default=0, retention=COUNTED)
    fresh: Mapped[int] = column(Integer, default=0, retention=COUNTED)
    sums: Mapped[dict[str, Any]] = column(JSON, default=dict, retention=COUNTED)


class PageRelease(Base):
    """The copy of a tally that trainers see, made when five or more people had been added since the one before."""

    __tablename__ = "page_release"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True, retention=COUNTED)
    module_id: Mapped[UUID] = column(primary_key=True, retention=COUNTED)
    number: Mapped[str] = column(String(20), primary_key=True, retention=COUNTED)
    page: Mapped[str] = column(String(80), primary_key=True, retention=COUNTED)
    part: Mapped[str] = column(String(20), primary_key=True, retention=COUNTED)
    people: Mapped[int] = column(Integer, retention=COUNTED)
    figures: Mapped[dict[str, Any]] = column(JSON, retention=COUNTED)
    released_at: Mapped[datetime] = column(Instant, retention=COUNTED)


unscoped(PageTally, reason="live counters: between two releases they would show what single people did")


@scope(PageVisit)
def visit_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return PageVisit.person_id == actor.person_id


@scope(PageUseful)
def useful_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return PageUseful.person_id == actor.person_id


@scope(PageRelease)
def release_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for those who write and mend the pages."""
    if Role.TRAINER not in actor.roles:
        return false()
    return PageRelease.organisation_id == actor.organisation_id
