"""The list of people as HR asks for it: found, narrowed, ordered, by fifty, and counted without looking at everybody.

First the ids of one page are found in their order, then what is shown of those fifty: a join for a column costs fifty
look-ups, however many people there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from lms.assigning.assignments.local_days import local_day
from lms.assigning.roster.asking import Wanted
from lms.assigning.roster.curriculum_states import given
from lms.assigning.roster.module_states import asked_of, states, with_module
from lms.catalog.models import Module
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, scope_of
from lms.learning.models import Enrolment, State
from lms.people import words
from lms.people.departments import subtree
from lms.people.models import Department, Person

PAGE: Final = 50
FEW: Final = 2_000
COUNTED: Final = 1_000
"""So many people are counted for a page; where there are more, it says so."""
KNOWN: Final = 11
"""Columns of a line before access, absence and the module."""
LAST_DAY: Final = date(9999, 12, 31)
FIRST_DAY: Final = date(1, 1, 1)
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list; with a module, how they stand with it. `due`, `days_late`: of what requires it of them;
    0 while they are not late, where they live."""

    id: UUID
    name: str
    email: str
    job: str | None
    department: str | None
    manager: str | None
    manager_email: str | None
    location: str | None
    hired: date | None
    language: str | None
    cost_centre: str | None
    active: bool
    away_until: date | None
    state: State
    due: date | None
    days_late: int
    pages_read: int
    pages_required: int
    quiz_passed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that was asked for: by whom, of whom, with which module, on which day of theirs. `zone`: of the
    organisation."""

    actor: Actor
    wanted: Wanted
    module: Module | None
    today: date
    now: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Page:
    """Fifty people, and the last of them where more follow."""

    lines: list[Line]
    following: UUID | None


def page(session: Session, asked: Asked, size: int = PAGE) -> Page:
    """Return one page of the list; a handful of queries whatever its length."""
    ids = list(session.scalars(_ordered(session, people(session, asked), asked).limit(size + 1)))
    lines = lines_of(session, asked, ids[:size])
    return Page(lines, ids[size - 1] if len(ids) > size else None)


def count(session: Session, asked: Asked, most: int = COUNTED) -> int:
    """Return how many people fit, at most `most` + 1."""
    some = people(session, asked, counting=True).limit(most + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def people(session: Session, asked: Asked, *, counting: bool = False) -> Select[UUID]:
    """Return the query of the ids of everybody who fits, in no order."""
    typed = words.matching(session, asked.actor, asked.wanted.q, counting=counting)
    exceptions = _few(session, asked)
    drives = typed.drives or exceptions is not None
    own = () if drives else (scope_of(Person, asked.actor),)
    found = select(Person.id).where(*own, *_narrowed(session, asked, exceptions), *typed.conditions)
    return found if asked.module is None else cast("Select[UUID]", with_module(found, asked.module))


def _narrowed(session: Session, asked: Asked, exceptions: Condition | None) -> list[Condition]:
    """Return what narrows the list, over `Person` (and `Enrolment` where a module is chosen), but for typed words."""
    wanted = asked.wanted
    found = [Person.active.is_(wanted.show != "inactive"), *_shown(asked)] if exceptions is None else [exceptions]
    if wanted.curriculum is not None:
        found.append(given(asked.actor, wanted.curriculum, wanted.show, asked.now, asked.zone))
    if wanted.department is not None:
        found.append(Person.department_id.in_(subtree(wanted.department)))
    if wanted.job:
        found.append(Person.job == wanted.job)
    if wanted.location:
        found.append(Person.location == wanted.location)
    if wanted.manager:
        found.append(_reports_to(session, asked.actor, wanted.manager))
    return found


def _few(session: Session, asked: Asked) -> Condition | None:
    """Return the condition of being one of the few exceptions an index names, None where there are many or no such.

    Walked in the order of names, a handful among a hundred thousand would be looked for in all of them.
    """
    found = {
        "away": and_(Person.away_until >= asked.today, Person.away_from <= asked.today),
        "no-hire-date": Person.hire_date.is_(None),
        "no-manager": Person.manager_id.is_(None),
        "no-department": Person.department_id.is_(None),
    }
    if asked.wanted.show not in found:
        return None
    those = select(Person.id).where(scope_of(Person, asked.actor), Person.active, found[asked.wanted.show])
    some = those.limit(FEW + 1).subquery()
    is_few = (session.scalar(select(func.count()).select_from(some)) or 0) <= FEW
    return Person.id.in_(those) if is_few else None


def _shown(asked: Asked) -> list[Condition]:
    plain = {
        "away": and_(Person.away_from <= asked.today, Person.away_until >= asked.today),
        "no-hire-date": Person.hire_date.is_(None),
        "no-manager": Person.manager_id.is_(None),
        "no-department": Person.department_id.is_(None),
    }
    show, module = asked.wanted.show, asked.module
    if module is not None and asked.wanted.curriculum is None and show not in plain:
        plain |= states(asked.actor, module, asked.now, asked.zone)
    return [plain[show]] if show in plain else []


def _reports_to(session: Session, actor: Actor, said: str) -> Condition:
    """Return the condition of reporting to whom an address or an id names; nobody, where it names nobody."""
    named = Person.id == read_id(said) if read_id(said) else Person.email == said.casefold()
    manager = session.scalar(select(Person.id).where(scope_of(Person, actor), named))
    return Person.manager_id == manager if manager is not None else false()


def _ordered(session: Session, query: Select[Any], asked: Asked) -> Select[Any]:
    """Return the query in its order, from behind the last person of the page before; name and id settle every tie."""
    sort = asked.wanted.sort
    if sort == "department":
        query = query.outerjoin(Department, Department.id == Person.department_id)
    keys = _keys(sort)
    if asked.wanted.id is not None:
        query = query.where(_behind(session, asked, keys))
    return query.order_by(*(key.desc() if down else key.asc() for key, down in keys))


def _keys(sort: str) -> list[tuple[Any, bool]]:
    """Return the columns of an order, and whether each runs downward. Whoever has no date or department comes last."""
    tie = [(Person.name, False), (Person.id, False)]
    if sort == "department":
        nowhere = case((Person.department_id.is_(None), 1), else_=0)
        return [(nowhere, False), (func.coalesce(Department.name, ""), False), *tie]
    if sort == "newest":
        return [(func.coalesce(Person.hire_date, FIRST_DAY), True), *tie]
    if sort == "longest":
        return [(func.coalesce(Person.hire_date, LAST_DAY), False), *tie]
    return tie


def _behind(session: Session, asked: Asked, keys: list[tuple[Any, bool]]) -> Condition:
    """Return the condition of standing behind the last person seen; where they are not there, the list begins anew."""
    last = (
        select(*(key for key, _down in keys))
        .select_from(Person)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(scope_of(Person, asked.actor), Person.id == asked.wanted.id)
    )
    values = session.execute(last).first()
    if values is None:
        return true()
    (first, down), here = keys[0], values[0]
    from_here = first <= here if down else first >= here  # the range of the index; the rest only settles ties
    return and_(from_here, or_(*(_after(keys[: place + 1], values) for place in range(len(keys)))))


def _after(keys: list[tuple[Any, bool]], values: Any) -> Condition:
    """Return the condition of being equal in all keys but the last, and behind in that."""
    *same, (last, down) = keys
    equal = [key == values[place] for place, (key, _down) in enumerate(same)]
    here = values[len(same)]
    return and_(*equal, last < here if down else last > here)


def lines_of(session: Session, asked: Asked, ids: Sequence[UUID]) -> list[Line]:
    """Return what is shown of these people, in the order of `ids`, which a list of the actor's gave; one query."""
    manager = aliased(Person)
    query: Any = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.job,
            Department.name,
            manager.name,
            manager.email,
            Person.location,
            Person.hire_date,
            Person.language,
            Person.cost_centre,
            Person.active,
            Person.away_until,
            Person.away_from,
            *_standing(asked),
        )
        .outerjoin(Department, Department.id == Person.department_id)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(Person.id.in_(ids))
    )
    if asked.module is not None:
        query = with_module(query, asked.module)
    by_id = {row[0]: _line(row, asked) for row in session.execute(query)}
    return [by_id[id] for id in ids if id in by_id]


def _standing(asked: Asked) -> Sequence[Any]:
    if asked.module is None:
        return ()
    done = (Enrolment.state, Enrolment.pages_read, Enrolment.pages_required, Enrolment.quiz_passed)
    return (*done, Person.time_zone, *asked_of(asked.module.id, asked.now, asked.zone))


def _line(row: Any, asked: Asked) -> Line:
    active, until, since = row[KNOWN : KNOWN + 3]
    away = until if since is not None and until is not None and since <= asked.today <= until else None
    state, read, required, passed, own_zone, due, passed_due = row[KNOWN + 3 :] or (None,) * 7
    late = 0
    if passed_due is not None and state != State.COMPLETED:
        late = (local_day(asked.now, own_zone, asked.zone) - passed_due).days
    standing = (state or State.NOT_STARTED, due, late, read or 0, required or 0, bool(passed))
    return Line(*(*row[:KNOWN], active, away, *standing))
