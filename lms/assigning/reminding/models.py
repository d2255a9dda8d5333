"""The tables of reminding: ladders, own words, when mails may go, wishes of readers, and what was said when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from lms.assigning.assignments.models import KEPT
from lms.assigning.reminding.calendars import MONDAY
from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.outbox import LONGEST_SUBJECT
from lms.kernel.permissions import Actor, Role, scope

WITHOUT_ASSIGNMENT = text("assignment_id IS NULL")


class ReminderLadder(Base):
    """The steps of one assignment's reminders; without an assignment, of all that have none of their own.

    `steps`: read by `ladder.from_json`. A ladder without steps sends nothing.
    """

    __tablename__ = "reminder_ladder"
    __table_args__ = (
        Index("ix_reminder_ladder_assignment_id", "assignment_id", unique=True),
        Index(
            "ix_reminder_ladder_default",
            "organisation_id",
            unique=True,
            sqlite_where=WITHOUT_ASSIGNMENT,
            postgresql_where=WITHOUT_ASSIGNMENT,
        ),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    assignment_id: Mapped[UUID | None] = column(ForeignKey("assignment.id", ondelete="CASCADE"))
    steps: Mapped[list[dict[str, Any]]] = column(JSON, default=list)
    changed_at: Mapped[datetime] = column(Instant)


class MailRule(Base):
    """When mails of an organisation may go. Hours are those of the reader's own clock.

    `quiet_from`, `quiet_until`: whole hours, 0 to 24, between which nothing goes; equal where none is quiet.
    `working_days`: digits, 0 is Monday. `closed`: days off of the organisation's own, ISO dates. `most_a_week`: mails
    to one person in seven days, `kinds.CAPPED` ones. `digest_day`: the weekday of the weekly digest, or AT_ONCE.
    """

    __tablename__ = "mail_rule"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True)
    quiet_from: Mapped[int] = column(SmallInteger, default=20)
    quiet_until: Mapped[int] = column(SmallInteger, default=7)
    working_days: Mapped[str] = column(String(7), default="01234")
    closed: Mapped[list[str]] = column(JSON, default=list)
    most_a_week: Mapped[int] = column(SmallInteger, default=3)
    digest_day: Mapped[int] = column(SmallInteger, default=MONDAY)
    changed_at: Mapped[datetime] = column(Instant)


class MailText(Base):
    """Words of an organisation's own for one text of `words.TEXTS` in one language, with `{name}` slots."""

    __tablename__ = "mail_text"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "language"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    kind: Mapped[str] = column(String(30))
    language: Mapped[str] = column(String(2))
    subject: Mapped[str] = column(String(LONGEST_SUBJECT))
    body: Mapped[str] = column(Text)
    changed_at: Mapped[datetime] = column(Instant)


class MailWish(Base):
    """How one person wants mails. `digest_day`: a weekday, AT_ONCE, or None for what the organisation says.

    `ended`: the kinds of mail they want no more, of those that can be ended.
    """

    __tablename__ = "mail_wish"

    person_id: Mapped[UUID] = column(
        ForeignKey("person.id"), primary_key=True, privacy="personal", retention="while employed"
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    digest_day: Mapped[int | None] = column(SmallInteger, privacy="personal", retention="while employed")
    ended: Mapped[list[str]] = column(JSON, default=list, privacy="personal", retention="while employed")
    changed_at: Mapped[datetime] = column(Instant, privacy="personal", retention="while employed")


class Reminder(Base):
    """One step of the ladder, said once about what one person was given, for one due date.

    `step`: its name in the ladder. `occasion`: the due date it was reckoned from, ISO, or "round 3" without one.
    `letter`: the key of the mail that says it, whose reader is the person or their line manager; several reminders of
    one reader share one. `on`: the day, where the reader lives, on which it is to go.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("assigned_id", "step", "occasion"),
        Index("ix_reminder_letter", "letter"),
        Index("ix_reminder_person_id", "person_id", "on"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    assigned_id: Mapped[UUID] = column(
        ForeignKey("assigned.id", ondelete="CASCADE"), privacy="personal", retention=KEPT
    )
    step: Mapped[str] = column(String(20), privacy="personal", retention=KEPT)
    days: Mapped[int] = column(Integer, default=0, privacy="personal", retention=KEPT)
    occasion: Mapped[str] = column(String(20), privacy="personal", retention=KEPT)
    due: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    on: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    letter: Mapped[UUID] = column(privacy="personal", retention=KEPT, export=False)
    planned_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


@scope(ReminderLadder)
def ladder_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return (ReminderLadder.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)


@scope(MailRule)
def rule_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's: whoever gets mails may know when they come."""
    return MailRule.organisation_id == actor.organisation_id


@scope(MailText)
def text_scope(actor: Actor) -> ColumnElement[bool]:
    """HR the organisation's."""
    return (MailText.organisation_id == actor.organisation_id) & (Role.HR in actor.roles)


@scope(MailWish)
def wish_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return MailWish.person_id == actor.person_id


@scope(Reminder)
def reminder_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR the organisation's."""
    own = Reminder.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (Reminder.person_id == actor.person_id)
