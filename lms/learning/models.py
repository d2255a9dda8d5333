"""The tables of learning: enrolments with their place and summary, pages read, quiz attempts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    select,
    text,
)
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope
from lms.people.models import Person

KEPT = "24 months after its module was completed"
"""How each try at a quiz went: `lms.learning.forgetting` sees to it."""
EMPLOYED = "while employed"
"""That somebody took a module and completed it: the record itself."""
UNFOLDED = text("NOT folded AND state = 'submitted'")
"""The attempts that the item tallies have not counted yet, in the words of the index that finds them."""


class State(StrEnum):
    """Where an enrolment stands."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    COMPLETED = "completed"


class AttemptState(StrEnum):
    """Where a quiz attempt stands; `submitted` is final."""

    OPEN = "open"
    SUBMITTED = "submitted"


def _names(kind: type[StrEnum]) -> list[str]:
    return [each.value for each in kind]


class Enrolment(Base):
    """One person on one module in one cycle, pinned to a major; with their place and the summary others see.

    `moves`: how they came from the major they began to this one, as `lms.learning.moving.moves` writes it; None where
    they did not.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "module_id", "cycle"),
        Index("ix_enrolment_report", "organisation_id", "module_id", "state"),
        Index("ix_enrolment_completed", "organisation_id", "completed_at"),
        Index("ix_enrolment_started", "organisation_id", "started_at"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=EMPLOYED)
    module_id: Mapped[UUID] = column(ForeignKey("module.id"), privacy="personal", retention=EMPLOYED)
    cycle: Mapped[int] = column(Integer, default=1, privacy="personal", retention=EMPLOYED)
    major: Mapped[int] = column(Integer, privacy="personal", retention=EMPLOYED)
    required: Mapped[bool] = column(Boolean, default=False, privacy="personal", retention=EMPLOYED)
    available_from: Mapped[date | None] = column(Date, privacy="personal", retention=EMPLOYED)
    due: Mapped[date | None] = column(Date, privacy="personal", retention=EMPLOYED)
    state: Mapped[State] = column(
        Enum(State, native_enum=False, length=20, values_callable=_names, create_constraint=False),
        default=State.NOT_STARTED,
        privacy="personal",
        retention=EMPLOYED,
    )
    pages_read: Mapped[int] = column(Integer, default=0, privacy="personal", retention=EMPLOYED)
    pages_required: Mapped[int] = column(Integer, default=0, privacy="personal", retention=EMPLOYED)
    quiz_passed: Mapped[bool] = column(Boolean, default=False, privacy="personal", retention=EMPLOYED)
    place_page: Mapped[str | None] = column(String(80), privacy="personal", retention=EMPLOYED)
    place_block: Mapped[str | None] = column(String(80), privacy="personal", retention=EMPLOYED)
    place_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=EMPLOYED)
    started_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=EMPLOYED)
    completed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=EMPLOYED)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=EMPLOYED)
    moves: Mapped[list[dict[str, Any]] | None] = column(JSON(none_as_null=True), privacy="personal", retention=EMPLOYED)


class PageRead(Base):
    """One page one has read to its end."""

    __tablename__ = "page_read"

    enrolment_id: Mapped[UUID] = column(
        ForeignKey("enrolment.id"), primary_key=True, privacy="personal", retention=EMPLOYED
    )
    page: Mapped[str] = column(String(80), primary_key=True, privacy="personal", retention=EMPLOYED)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=EMPLOYED)
    read_at: Mapped[datetime] = column(Instant, privacy="personal", retention=EMPLOYED)


class Attempt(Base):
    """One try at one quiz, on the version it was begun with; all are kept.

    `drawn`: the ids of the questions it asks, in their order; None where it asks the whole quiz as it stands.
    `deadline_at`: when its time is up, None without a time limit. `ended_by`: "person" or "time", None while open.
    `checked`: the ids of the items whose feedback was shown at once, which take no other answer.
    `scores`: {item id: points, 0 to 1} of the items that count, written when it is submitted and when it is regraded.
    `folded`: whether the item tallies have counted it.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "block", "number"),
        Index("ix_attempt_deadline", "state", "deadline_at"),
        Index("ix_attempt_version", "organisation_id", "quiz_version_id", "id"),
        Index("ix_attempt_submitted", "organisation_id", "submitted_at"),
        Index("ix_attempt_unfolded", "submitted_at", sqlite_where=UNFOLDED, postgresql_where=UNFOLDED),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    enrolment_id: Mapped[UUID] = column(ForeignKey("enrolment.id"), privacy="personal", retention=KEPT)
    quiz_version_id: Mapped[UUID] = column(ForeignKey("quiz_version.id"), privacy="personal", retention=KEPT)
    block: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    state: Mapped[AttemptState] = column(
        Enum(AttemptState, native_enum=False, length=20, values_callable=_names, create_constraint=False),
        default=AttemptState.OPEN,
        privacy="personal",
        retention=KEPT,
    )
    score: Mapped[float | None] = column(Float, privacy="personal", retention=KEPT)
    passed: Mapped[bool | None] = column(Boolean, privacy="personal", retention=KEPT)
    drawn: Mapped[list[str] | None] = column(JSON(none_as_null=True), privacy="personal", retention=KEPT)
    started_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    submitted_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    deadline_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    ended_by: Mapped[str | None] = column(String(20), privacy="personal", retention=KEPT)
    checked: Mapped[list[str]] = column(JSON, default=list, server_default="[]", privacy="personal", retention=KEPT)
    scores: Mapped[dict[str, float] | None] = column(JSON(none_as_null=True), privacy="personal", retention=KEPT)
    folded: Mapped[bool] = column(Boolean, default=False, server_default=false(), retention=KEPT)


@scope(Enrolment)
def enrolment_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR the organisation's; a line manager those of own reports."""
    own = Enrolment.organisation_id == actor.organisation_id
    if Role.HR in actor.roles:
        return own
    reports = select(Person.id).where(Person.manager_id == actor.person_id)
    return own & ((Enrolment.person_id == actor.person_id) | Enrolment.person_id.in_(reports))


@scope(PageRead)
def page_read_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return PageRead.person_id == actor.person_id


@scope(Attempt)
def attempt_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own: how often somebody tried is nobody else's matter."""
    return Attempt.person_id == actor.person_id
