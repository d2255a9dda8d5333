"""The tables of practice: exercises one has chosen, what was photographed, promises and how they went."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Enum, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

KEPT = "until the person removes it or is erased"


class ExerciseState(StrEnum):
    """Where an exercise stands. `set-aside`: the other one of the choice was taken instead; nothing of it is lost."""

    CHOSEN = "chosen"
    SET_ASIDE = "set-aside"
    DONE = "done"


class PromiseState(StrEnum):
    """Where a promise stands; all but `open` are final."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """How a promise went when it was asked back. `not-yet` leaves it open with a new day."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    DROPPED = "dropped"


def _named(kind: type[StrEnum]) -> Enum:
    values = [each.value for each in kind]
    return Enum(kind, native_enum=False, length=20, values_callable=lambda _kind: values, create_constraint=False)


class PracticeExercise(Base):
    """One person's exercise of one module: chosen, perhaps with a day, done. Its note is a private answer.

    `major` is the module's major it was chosen in: its text is read from the newest minor of that.
    """

    __tablename__ = "practice_exercise"
    __table_args__ = (UniqueConstraint("person_id", "module_id", "block"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    module_id: Mapped[UUID] = column(ForeignKey("module.id"), privacy="personal", retention=KEPT)
    major: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    block: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    state: Mapped[ExerciseState] = column(
        _named(ExerciseState), default=ExerciseState.CHOSEN, privacy="personal", retention=KEPT
    )
    planned_for: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    chosen_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    done_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class PracticePhotograph(Base):
    """The photograph brought back from an exercise: a JPEG drawn anew, sealed with the person's key.

    `removed_at`: taken away, and can be brought back for a day.
    """

    __tablename__ = "practice_photograph"

    exercise_id: Mapped[UUID] = column(
        ForeignKey("practice_exercise.id"), primary_key=True, privacy="personal", retention=KEPT
    )
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    width: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    height: Mapped[int] = column(Integer, privacy="personal", retention=KEPT)
    sealed: Mapped[bytes] = column(LargeBinary, deferred=True, privacy="sensitive", retention=KEPT, export=False)
    added_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    removed_at: Mapped[datetime | None] = column(Instant, index=True, privacy="personal", retention="a day")


class Promise(Base):
    """One sentence to somebody, by a day. `sealed` holds {"what", "whom"} as JSON, encrypted with the person's key.

    `due` is the day it is asked back; earlier days stand in its reports.
    """

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_person_state", "person_id", "state", "due"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    module_id: Mapped[UUID | None] = column(ForeignKey("module.id"), privacy="personal", retention=KEPT)
    block: Mapped[str | None] = column(String(80), privacy="personal", retention=KEPT)
    sealed: Mapped[bytes] = column(LargeBinary, privacy="sensitive", retention=KEPT, export=False)
    due: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    state: Mapped[PromiseState] = column(
        _named(PromiseState), default=PromiseState.OPEN, privacy="personal", retention=KEPT
    )
    made_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    closed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class PromiseReport(Base):
    """How a promise went when it was asked back, once, for ever: written, never changed."""

    __tablename__ = "promise_report"

    id: Mapped[UUID] = column(primary_key=True, default=new_id, privacy="personal", retention=KEPT)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    promise_id: Mapped[UUID] = column(ForeignKey("promise.id"), index=True, privacy="personal", retention=KEPT)
    outcome: Mapped[Outcome] = column(_named(Outcome), privacy="personal", retention=KEPT)
    due: Mapped[date] = column(Date, privacy="personal", retention=KEPT)
    new_due: Mapped[date | None] = column(Date, privacy="personal", retention=KEPT)
    sealed: Mapped[bytes | None] = column(LargeBinary, privacy="sensitive", retention=KEPT, export=False)
    at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


@scope(PracticeExercise)
def exercise_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own, nobody else's, whatever the role."""
    return PracticeExercise.person_id == actor.person_id


@scope(PracticePhotograph)
def photograph_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return PracticePhotograph.person_id == actor.person_id


@scope(Promise)
def promise_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return Promise.person_id == actor.person_id


@scope(PromiseReport)
def report_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return PromiseReport.person_id == actor.person_id
