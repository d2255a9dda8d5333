"""The names behind a figure: the same people it counted, by name, a page at a time or as many as a file takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assigned
from lms.assigning.reports import managers
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.asking import CURRICULUM, MANAGERS, MODULE, MODULES, Question
from lms.assigning.reports.candidates import Behind, candidates
from lms.assigning.reports.reading import DIRECTLY, NONE, title_of
from lms.assigning.reports.rows import Cell, Column, Name
from lms.assigning.reports.standings import WithModule, here, with_curriculum
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.people.models import Department, Person

PAGE: Final = 50
After = tuple[str, str]
Condition = ColumnElement[bool]
_STATES: Final = (Column.FINISHED, Column.UNDER_WAY, Column.NOT_STARTED, Column.EXEMPT)


def names(
    session: Session,
    actor: Actor,
    question: Question,
    cell: Cell,
    now: datetime,
    *,
    after: After | None = None,
    size: int = PAGE,
    language: str = "en",
) -> tuple[list[Name], After | None]:
    """Return `size` people behind a figure by name, and where the next page begins; None after the last.

    Somebody with several curricula has a line for each, all on one page. The people of a page are looked for first, in
    the order of an index; what is shown is read of those alone.
    Raises NotFound for a cell that is not there or a report that is not theirs, and `departments.Gone`.
    """
    behind = _behind(Asked(session, actor, question, now, language), cell)
    found: list[Name] = []
    place: After | None = after
    while True:
        some = candidates(session, behind, cell.column, place, size + 1)
        found += _named(session, behind, cell.column, [id for id, _name in some])
        people = {each.person_id for each in found}
        if len(people) > size or len(some) <= size:
            break
        place = (some[-1][1], str(some[-1][0]))
    return _page(found, size)


def _page(found: list[Name], size: int) -> tuple[list[Name], After | None]:
    """Return the lines of the first `size` people, and the last of them where more follow."""
    people = list(dict.fromkeys(each.person_id for each in found))[:size]
    if len({each.person_id for each in found}) <= size:
        return found, None
    kept = set(people)
    page = [each for each in found if each.person_id in kept]
    return page, (page[-1].name, str(page[-1].person_id))


def _named(session: Session, behind: Behind, column: Column, ids: list[UUID]) -> list[Name]:
    """Return the lines of those of these people who stand behind the figure, in the order of names and ids."""
    if not ids:
        return []
    ours = behind.asked.actor.organisation_id
    every_row = session.execute(_query(behind, column, ids)).all()
    rows = [row for row in every_row if row.counted and row.active and row.organisation_id == ours]
    titles = _titles(behind, {row.subject_id for row in rows})
    order = {id: place for place, id in enumerate(ids)}
    every = (_name(row, titles) for row in rows)
    return sorted(every, key=lambda each: (order[each.person_id], each.subject))


def count_names(session: Session, actor: Actor, question: Question, cell: Cell, now: datetime) -> int:
    """Return how many names stand behind a figure now; raises as `names`."""
    query = _query(_behind(Asked(session, actor, question, now), cell), cell.column)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def words_of(
    session: Session, actor: Actor, question: Question, cell: Cell, now: datetime, language: str
) -> tuple[str, str]:
    """Return the title of the report and the words of the row a figure stands in, "" for the totals; as `names`."""
    asked = Asked(session, actor, question, now, language)
    _behind(asked, cell)
    return title_of(asked), _label(asked, cell)


def _label(asked: Asked, cell: Cell) -> str:
    question = asked.question
    id = read_id(cell.row or "")
    if cell.row == DIRECTLY and asked.department is not None:
        return asked.words("directly", name=asked.department.name)
    if id is None:
        return asked.words("no-department") if cell.row else ""
    if question.kind == MANAGERS:
        theirs = select(Person.name).where(scope_of(Person, asked.actor), Person.id == id)
        return asked.session.scalar(theirs) or ""
    if question.kind in (CURRICULUM, MODULE):
        node = asked.tree.node(id)
        return node.name if node else ""
    titles = asked.module_titles if question.filters.of == MODULES else asked.titles([id])
    return titles.get(id, "")


def _behind(asked: Asked, cell: Cell) -> Behind:
    question = asked.question
    who = [*asked.narrowing]
    if question.kind == MANAGERS:
        curriculum = managers.curriculum_of(asked)
        if curriculum is None:
            raise NotFound
        narrow = cell.row is not None or asked.inside is not None
        return Behind(asked, None, curriculum.id, (*who, _reporting_to(asked, cell.row)), narrow)
    if question.kind in (CURRICULUM, MODULE):
        who += _in_department(asked, cell.row)
        if question.kind == MODULE:
            return Behind(asked, asked.module(question.id).id, None, tuple(who))
        return Behind(asked, None, asked.curriculum(question.id).id, tuple(who))
    who += _in_department(asked, None)
    if question.filters.of == MODULES:
        return Behind(asked, asked.module(_id(cell.row)).id, None, tuple(who))
    return Behind(asked, None, asked.curriculum(_id(cell.row)).id if cell.row else None, tuple(who))


def _id(key: str | None) -> UUID:
    found = read_id(key or "")
    if found is None:
        raise NotFound
    return found


def _in_department(asked: Asked, key: str | None) -> list[Condition]:
    """Return the condition of being in the department of a row: with all below it, or in it directly; none for all."""
    wanted = asked.inside
    if key is None:
        return [] if wanted is None else [Person.department_id.in_(wanted)]
    if key == NONE and wanted is None:
        nowhere = Person.organisation_id == asked.actor.organisation_id
        return [nowhere & Person.department_id.is_(None)]
    if key == DIRECTLY and asked.department is not None:
        return [Person.department_id == asked.department.id]
    id = _id(key)
    if asked.tree.node(id) is None or (wanted is not None and id not in wanted):
        raise NotFound
    return [Person.department_id.in_(asked.tree.below(id))]


def _reporting_to(asked: Asked, key: str | None) -> Condition:
    """Return the condition of reporting to the line manager of a row, or to any of those asked for."""
    if key is not None:
        ours = (scope_of(Person, asked.actor), Person.id == _id(key))
        if asked.session.scalar(select(Person.id).where(*ours)) is None:
            raise NotFound
        return Person.manager_id == _id(key)
    if asked.inside is None:
        return Person.manager_id.is_not(None)
    theirs = (Person.organisation_id == asked.actor.organisation_id, Person.department_id.in_(asked.inside))
    return Person.manager_id.in_(select(Person.id).where(*theirs).correlate(None))


def _query(behind: Behind, column: Column, only: list[UUID] | None = None) -> Any:
    """Return the query of a cell's lines, of everybody or of `only` these people."""
    if behind.module is not None:
        return _of_module(behind, behind.module, column, only)
    asked = behind.asked
    conditions = with_curriculum(asked.now, asked.people.zone)
    return (
        select(
            *_person(),
            Assigned.curriculum_id.label("subject_id"),
            _state(conditions).label("state"),
            case((conditions[Column.LATE], 1), else_=0).label("late"),
            Assigned.done.label("done"),
            Assigned.total.label("total"),
            Assigned.due.label("due"),
            case((conditions[column], 1), else_=0).label("counted"),
        )
        .select_from(Assigned)
        .join(Person, Person.id == Assigned.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(here(asked.actor.organisation_id, only), behind.about, *_who(behind, only, conditions[column]))
    )


def _of_module(behind: Behind, module: UUID, column: Column, only: list[UUID] | None) -> Any:
    asked = behind.asked
    about = WithModule(asked.actor.organisation_id, module, asked.now, asked.people.zone, only)
    conditions = about.conditions
    query = select(
        *_person(),
        literal(module).label("subject_id"),
        _state(conditions).label("state"),
        case((conditions[Column.LATE], 1), else_=0).label("late"),
        literal(0).label("done"),
        literal(0).label("total"),
        about.due.label("due"),
        case((conditions[column], 1), else_=0).label("counted"),
    ).select_from(Person)
    query = about.joined(query).outerjoin(Department, Department.id == Person.department_id)
    return query.where(*_who(behind, only, conditions[column]))


def _who(behind: Behind, only: list[UUID] | None, wanted: Condition) -> tuple[Condition, ...]:
    """Return who is meant. Of people who were looked for already nothing but their ids is asked: what else there is to
    say would only lead an index elsewhere, so it is said of each row."""
    return (*behind.asked.people.them, *behind.who, wanted) if only is None else (Person.id.in_(only),)


def _person() -> tuple[Any, ...]:
    return (
        Person.id.label("person_id"),
        Person.organisation_id.label("organisation_id"),
        Person.active.label("active"),
        Person.name.label("name"),
        Person.email.label("email"),
        Department.name.label("department"),
    )


def _state(conditions: Mapping[Column, Condition]) -> Any:
    return case(*((conditions[each], each.value) for each in _STATES))


def _titles(behind: Behind, ids: set[UUID]) -> Mapping[UUID, str]:
    return behind.asked.titles(ids) if behind.module is None else behind.asked.module_titles


def _name(row: Any, titles: Mapping[UUID, str]) -> Name:
    return Name(
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        department=row.department,
        subject_id=row.subject_id,
        subject=titles.get(row.subject_id, ""),
        state=row.state,
        late=bool(row.late),
        modules_done=row.done,
        modules=row.total,
        due=row.due,
    )
