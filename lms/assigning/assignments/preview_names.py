"""The names of a dry run, a page at a time: where each stands, what they would get, and why they are in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from lms.assigning.assignments import audience
from lms.assigning.assignments.local_days import local_day
from lms.assigning.assignments.sorts import held_columns, other_columns, sort_of
from lms.assigning.assignments.standing import Latest, Standing, day_columns, in_audience
from lms.assigning.assignments.terms import Terms
from lms.kernel.ids import read_id
from lms.people.models import Department, Person

PAGE: Final = 50
After = tuple[str, str]
"""Where a page begins: the name and the id, as text, of the last one on the page before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person: where they stand, what they would get and why.

    `due`, `missing`: of what they would get (or of what they have, where they have it). `because`: the kinds of parts
    that hold them. `moved`: the rule's date was too near or past, so they get the least number of days.
    `paused_days`: days away that move the date. `reachable`: they have an e-mail address.
    """

    person_id: UUID
    name: str
    email: str
    department: str | None
    standing: Standing
    due: date | None
    missing: str | None
    because: tuple[str, ...]
    moved: bool
    paused_days: int
    reachable: bool


def names(
    session: Session, terms: Terms, now: datetime, after: After | None = None
) -> tuple[tuple[Line, ...], After | None]:
    """Return 50 people of the audience by name, and where the next page begins; one query."""
    kinds = _kinds(terms, now)
    columns = (Person.id, Person.name, Person.email, Department.name.label("department"), Latest.due, Latest.missing)
    query = in_audience(
        select(*columns, *held_columns(terms), *day_columns(terms, now), *other_columns(terms, now), *kinds.values()),
        terms,
        now,
    ).outerjoin(Department, Department.id == Person.department_id)
    if after is not None:
        name, id = after[0], read_id(after[1])
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > id)))
    rows = session.execute(query.order_by(Person.name, Person.id).limit(PAGE + 1)).all()
    lines = tuple(_line(row, terms, tuple(kinds)) for row in rows[:PAGE])
    return lines, (lines[-1].name, str(lines[-1].person_id)) if len(rows) > PAGE else None


def _kinds(terms: Terms, now: datetime) -> dict[str, Any]:
    """Return {kind: the column that says whether a part of that kind holds somebody}."""
    today = local_day(now, None, terms.zone)
    parts = sorted(terms.audience, key=lambda part: part.kind)
    return {
        kind: audience.condition(terms.organisation_id, list(of), today).label(f"in_{kind}")
        for kind, of in groupby(parts, key=lambda part: part.kind)
    }


def _line(row: Any, terms: Terms, kinds: tuple[str, ...]) -> Line:
    sort = sort_of(row, terms, 1)
    when, has = sort.when, sort.standing is Standing.HAS
    late_by = (when.due - when.by_rule).days if when and when.due and when.by_rule else 0
    return Line(
        row.id,
        row.name,
        row.email,
        row.department,
        sort.standing,
        when.due if when else row.due if has else None,
        when.missing if when else row.missing if has else None,
        tuple(kind for kind in kinds if getattr(row, f"in_{kind}")),
        when.moved if when else False,
        late_by,
        sort.reachable,
    )
