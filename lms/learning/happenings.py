"""What learners did, read from the rows that say so, for those who tell other systems of it.

Nothing is announced from inside a learner's save: whoever wants to know reads what happened since they last looked. A
row may be committed a little after the moment it names, so look back some way (`LATE`) and know each happening again
by its kind and row. Each is one that others than the person may know of: that a module was begun and completed, that
its questions were passed, that a self-assessment was done or a drill played. Answers, scores of self-assessments,
decisions, and tries that did not pass are not among them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.catalog.shelf import newest
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.drills.models import Play
from lms.learning.models import Attempt, AttemptState, Enrolment, State
from lms.questions.text import Text

LATE: Final = timedelta(minutes=15)
"""How long after the moment it names a row may be committed: far longer than a request or a portion of a job takes."""


class Kind(StrEnum):
    """What happened."""

    BEGUN = "module-begun"
    COMPLETED = "module-completed"
    PASSED = "questions-passed"
    ASSESSED = "self-assessment-done"
    PLAYED = "drill-played"


class Place(NamedTuple):
    """Up to where a kind was read: the moment of the last row, and its id."""

    at: datetime
    row: UUID


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that somebody did. `row`: the id of what says so, unique within its kind.

    `began_at`: of a completed module, when it was begun. `enrolment`: the round of the module it belongs to, None where
    it belongs to none. `version`: "major.minor" of the module. `thing` and `thing_title`: the lasting id and the title
    of the quiz, self-assessment or drill, None and {} of a module. `score`: 0 to 1, of passed questions alone.
    """

    kind: Kind
    row: UUID
    at: datetime
    began_at: datetime | None
    person: UUID
    enrolment: UUID | None
    module: UUID
    slug: str
    title: Text
    version: str
    thing: UUID | None
    thing_title: Text
    score: float | None

    @property
    def place(self) -> Place:
        """Return where to go on reading after it."""
        return Place(self.at, self.row)


def happened(session: Session, organisation: UUID, kind: Kind, after: Place, most: int) -> list[Happening]:
    """Return up to `most` happenings of one kind in an organisation after a place, the earliest first; one query.

    What somebody does who has been deactivated since is among them; what was erased is not.
    """
    query, at, row = _QUERIES[kind]
    later = or_(at > after.at, and_(at == after.at, row > after.row))
    mine = row.class_.organisation_id == organisation
    rows = session.execute(query.where(mine, at >= after.at, later).order_by(at, row).limit(most))
    return [_happening(kind, each) for each in rows]


def of_rows(session: Session, organisation: UUID, kind: Kind, rows: Collection[UUID]) -> dict[UUID, Happening]:
    """Return {row: happening} of those rows of one kind that still say so; one query."""
    query, _at, row = _QUERIES[kind]
    mine = row.class_.organisation_id == organisation, row.in_(rows)
    return {each.row: _happening(kind, each) for each in session.execute(query.where(*mine))}


def _happening(kind: Kind, row: Any) -> Happening:
    return Happening(
        kind=kind,
        row=row.row,
        at=row.at,
        began_at=row.began_at,
        person=row.person_id,
        enrolment=row.enrolment,
        module=row.module,
        slug=row.slug,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        thing=row.thing,
        thing_title=row.thing_title or {},
        score=row.score,
    )


def _about_a_module(at: InstrumentedAttribute[Any], began: Any, condition: ColumnElement[bool]) -> Select[Any]:
    module = select(*_row(Enrolment, at), began.label("began_at"), Enrolment.id.label("enrolment"), *_MODULE)
    nothing = null().label("thing"), null().label("thing_title"), null().label("score")
    return (
        module.add_columns(*nothing)
        .join(Module, Module.id == Enrolment.module_id)
        .join(ModuleVersion, newest(Enrolment.major))
        .where(condition)
    )


def _about_a_thing(model: Any, at: Any, enrolment: Any, score: Any, condition: ColumnElement[bool]) -> Select[Any]:
    title = QuizVersion.document["title"].label("thing_title")
    thing = QuizVersion.quiz_id.label("thing"), title, score.label("score")
    return (
        select(*_row(model, at), null().label("began_at"), enrolment.label("enrolment"), *_MODULE, *thing)
        .join(QuizVersion, QuizVersion.id == model.quiz_version_id)
        .join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(condition)
    )


def _row(model: Any, at: Any) -> tuple[Any, ...]:
    return model.id.label("row"), at.label("at"), model.person_id.label("person_id")


def _first_pass() -> ColumnElement[bool]:
    """Return the condition of the first try that passed: how many there were before and after is nobody's matter."""
    other = aliased(Attempt)
    same = other.enrolment_id == Attempt.enrolment_id, other.block == Attempt.block
    before = exists().where(*same, other.passed.is_(True), other.number < Attempt.number)
    return and_(Attempt.state == AttemptState.SUBMITTED, Attempt.passed.is_(True), ~before)


_MODULE = (
    Module.id.label("module"),
    Module.slug.label("slug"),
    ModuleVersion.document["title"].label("title"),
    ModuleVersion.major.label("major"),
    ModuleVersion.minor.label("minor"),
)
_NOTHING = null()
_QUERIES: Final[dict[Kind, tuple[Select[Any], Any, Any]]] = {
    Kind.BEGUN: (
        _about_a_module(Enrolment.started_at, _NOTHING, Enrolment.started_at.is_not(None)),
        Enrolment.started_at,
        Enrolment.id,
    ),
    Kind.COMPLETED: (
        _about_a_module(Enrolment.completed_at, Enrolment.started_at, Enrolment.state == State.COMPLETED),
        Enrolment.completed_at,
        Enrolment.id,
    ),
    Kind.PASSED: (
        _about_a_thing(Attempt, Attempt.submitted_at, Attempt.enrolment_id, Attempt.score, _first_pass()),
        Attempt.submitted_at,
        Attempt.id,
    ),
    Kind.ASSESSED: (
        _about_a_thing(Sitting, Sitting.closed_at, _NOTHING, _NOTHING, Sitting.state == SittingState.CLOSED),
        Sitting.closed_at,
        Sitting.id,
    ),
    Kind.PLAYED: (
        _about_a_thing(Play, Play.ended_at, _NOTHING, _NOTHING, Play.ended_at.is_not(None)),
        Play.ended_at,
        Play.id,
    ),
}
