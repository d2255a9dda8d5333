"""What HR sees: who is where with a module. Nothing of answers, numbers of tries, or anything private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State
from lms.people.models import Department, Person

PAGE = 50
SHOWN = {"all", "late", "no-hire-date", "finished", "under-way", "not-started"}


@dataclass(frozen=True)
class Overview:
    """The organisation on one module, in counts of active people."""

    people: int
    finished: int
    under_way: int
    late: int
    no_hire_date: int

    @property
    def not_started(self) -> int:
        """Return how many have not begun."""
        return self.people - self.finished - self.under_way


@dataclass(frozen=True)
class Line:
    """One person on one module."""

    name: str
    email: str
    job: str | None
    department: str | None
    enrolment_state: State
    due: date | None
    pages_read: int
    pages_required: int
    quiz_passed: bool

    @property
    def state(self) -> State:
        """Return the state; somebody without an enrolment has not started."""
        return self.enrolment_state

    @property
    def steps(self) -> int:
        """Return what is done of the pages and the questions."""
        return self.pages_read + self.quiz_passed


def titles(session: Session, actor: Actor) -> list[tuple[Module, dict[str, str]]]:
    """Return the modules on the shelf with their titles."""
    rows = session.execute(
        select(Module, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor))
        .order_by(Module.position)
    )
    return [(module, document["title"]) for module, document in rows]


def overview(session: Session, actor: Actor, module: Module, today: date) -> Overview:
    """Return the counts; one query."""
    enrolled = _joined(select(*_counts(today)), actor, module)
    row = session.execute(enrolled).one()
    return Overview(*(int(count or 0) for count in row))


def _counts(today: date) -> list[Any]:
    def counted(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return [
        func.count(Person.id),
        counted(Enrolment.state == State.COMPLETED),
        counted(Enrolment.state == State.UNDER_WAY),
        counted(_late(today)),
        counted(Person.hire_date.is_(None)),
    ]


def _late(today: date) -> Any:
    return and_(Enrolment.due < today, Enrolment.state != State.COMPLETED)


def _joined(query: Any, actor: Actor, module: Module) -> Any:
    later = aliased(Enrolment)
    superseded = exists().where(
        later.person_id == Enrolment.person_id, later.module_id == Enrolment.module_id, later.cycle > Enrolment.cycle
    )
    on = and_(Enrolment.person_id == Person.id, Enrolment.module_id == module.id, ~superseded)
    return query.select_from(Person).outerjoin(Enrolment, on).where(scope_of(Person, actor), Person.active)


@dataclass(frozen=True)
class Wanted:
    """Which lines: those shown, found by a word, after the last one seen."""

    shown: str = "all"
    word: str = ""
    after: tuple[str, str] | None = None


def lines(
    session: Session, actor: Actor, module: Module, wanted: Wanted, today: date
) -> tuple[list[Line], tuple[str, str] | None]:
    """Return one page of people by name, and the key of the next page or None; one query."""
    query = _joined(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.job,
            Department.name,
            Enrolment.state,
            Enrolment.due,
            Enrolment.pages_read,
            Enrolment.pages_required,
            Enrolment.quiz_passed,
        ),
        actor,
        module,
    ).outerjoin(Department, Department.id == Person.department_id)
    for condition in _filters(wanted, today):
        query = query.where(condition)
    rows = session.execute(query.order_by(Person.name, Person.id).limit(PAGE + 1)).all()
    found = [
        Line(name, email, job, department, state or State.NOT_STARTED, due, read or 0, required or 0, bool(passed))
        for _id, name, email, job, department, state, due, read, required, passed in rows[:PAGE]
    ]
    following = (rows[PAGE - 1][1], str(rows[PAGE - 1][0])) if len(rows) > PAGE else None
    return found, following


def _filters(wanted: Wanted, today: date) -> list[Any]:
    conditions: dict[str, Any] = {
        "late": _late(today),
        "no-hire-date": Person.hire_date.is_(None),
        "finished": Enrolment.state == State.COMPLETED,
        "under-way": Enrolment.state == State.UNDER_WAY,
        "not-started": or_(Enrolment.state.is_(None), Enrolment.state == State.NOT_STARTED),
    }
    found = [conditions[wanted.shown]] if wanted.shown in conditions else []
    if wanted.word:
        like = f"%{_plain(wanted.word)}%"
        found.append(or_(*(each.ilike(like, escape="\\") for each in (Person.name, Person.email, Department.name))))
    if wanted.after:
        name, identity = wanted.after
        found.append(or_(Person.name > name, and_(Person.name == name, Person.id > read_id(identity))))
    return found


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
