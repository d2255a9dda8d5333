"""Line managers and how those who report to them stand with one curriculum: fifty at a time, by keyset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.assigning.assignments.models import DRAFT, Assignment
from lms.assigning.curricula.models import Curriculum
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.asking import Question
from lms.assigning.reports.counting import MANAGER, count_curricula
from lms.assigning.reports.editions import figures_of
from lms.assigning.reports.models import ReportTeam
from lms.assigning.reports.rows import COUNTED, Figures, Row, total
from lms.kernel.ids import read_id
from lms.kernel.permissions import scope_of
from lms.people.models import Person

PAGE: Final = 50
MOST: Final = 2**31 - 1
"""No figure is larger; a number in an address may be."""


@dataclass(frozen=True, slots=True)
class Page:
    """Fifty line managers, the totals of all of them, and the question of the page that follows."""

    rows: list[Row]
    totals: Figures
    following: Question | None


def newest_assigned(asked: Asked) -> UUID | None:
    """Return the curriculum that was assigned last; one query."""
    given = select(Assignment.curriculum_id).where(scope_of(Assignment, asked.actor), Assignment.state != DRAFT)
    there = given.join(Curriculum, Curriculum.id == Assignment.curriculum_id).where(Curriculum.removed_at.is_(None))
    return asked.session.scalar(there.order_by(Assignment.created_at.desc(), Assignment.id.desc()).limit(1))


def curriculum_of(asked: Asked) -> Curriculum | None:
    """Return the curriculum that is counted: the one asked for, else the one assigned last; None without any."""
    wanted = asked.question.filters.curriculum or newest_assigned(asked)
    return None if wanted is None else asked.curriculum(wanted)


def page(asked: Asked, curriculum: UUID, *, every: bool) -> Page:
    """Return a page of line managers of the department asked for, or all of them."""
    if asked.basis.edition is None or asked.people.conditions:
        return _counted_now(asked, curriculum, every=every)
    return _stored(asked, curriculum, every=every)


def _counted_now(asked: Asked, curriculum: UUID, *, every: bool) -> Page:
    """Count now, and order here: they are few."""
    counted = {
        each.by: each.figures
        for each in count_curricula(asked.session, asked.people, MANAGER, [curriculum])
        if each.by is not None
    }
    theirs = select(Person.id, Person.name).where(Person.organisation_id == asked.actor.organisation_id)
    if asked.inside is not None:
        theirs = theirs.where(Person.department_id.in_(asked.inside))
    names = {row.id: row.name for row in asked.session.execute(theirs.where(Person.id.in_(counted)))}
    rows = [Row(str(id), name, counted[id]) for id, name in names.items()]
    shown = [row for row in rows if row.late or not asked.question.filters.late]
    column, down = asked.question.column or "name", asked.question.downward
    keyed = sorted((_key(row, column), UUID(row.key), row) for row in shown)
    keyed = keyed[::-1] if down else keyed
    if asked.question.after is not None and not every:
        here = _read_key(asked.question.after[0], column), read_id(asked.question.after[1])
        keyed = [each for each in keyed if (each[:2] < here if down else each[:2] > here)]
    found = [row for _key_, _id, row in keyed]
    return _page(asked, found, total(row.figures for row in rows), every=every)


def _page(asked: Asked, found: Sequence[Row], totals: Figures, *, every: bool) -> Page:
    if every or len(found) <= PAGE:
        return Page(list(found), totals, None)
    last = found[PAGE - 1]
    key = str(_key(last, asked.question.column or "name"))
    return Page(list(found[:PAGE]), totals, replace(asked.question, after=(key, last.key)))


def _key(row: Row, column: str) -> Any:
    if column == "name":
        return row.label
    if column == "share":
        return -1 if row.figures.share is None else row.figures.share
    return getattr(row.figures, column.replace("-", "_"))


def _read_key(text: str, column: str) -> Any:
    if column == "name":
        return text
    try:
        return min(max(int(text), -1), MOST)
    except ValueError:
        return 0


def _stored(asked: Asked, curriculum: UUID, *, every: bool) -> Page:
    """Read the stored edition: a page in the order of one column and the ids; in a second query the sums of all."""
    edition = asked.basis.edition
    figures = figures_of(ReportTeam)
    conditions: list[ColumnElement[bool]] = [
        ReportTeam.edition_id == (edition.id if edition else None),
        ReportTeam.curriculum_id == curriculum,
    ]
    query: Any = select(ReportTeam.person_id, Person.name, *figures).join(Person, Person.id == ReportTeam.person_id)
    sums: Any = select(*(func.sum(each) for each in figures)).where(*conditions)
    if asked.inside is not None:
        conditions.append(Person.department_id.in_(asked.inside))
        sums = sums.join(Person, Person.id == ReportTeam.person_id).where(conditions[-1])
    if asked.question.filters.late:
        conditions.append(ReportTeam.late > 0)
    key = _column(asked.question.column or "name")
    down = asked.question.downward
    if not every:
        conditions += _behind(asked, key)
        query = query.limit(PAGE + 1)
    order = (key.desc(), ReportTeam.person_id.desc()) if down else (key, ReportTeam.person_id)
    rows = asked.session.execute(query.where(*conditions).order_by(*order))
    found = [Row(str(id), name, Figures(*counts)) for id, name, *counts in rows]
    together = Figures(*(int(each or 0) for each in asked.session.execute(sums).one()))
    return _page(asked, found, together, every=every)


def _column(name: str) -> Any:
    if name == "name":
        return Person.name
    if name == "share":
        return func.coalesce((100 * ReportTeam.finished).op("/")(func.nullif(ReportTeam.people, 0)), -1)
    if name == "begun":
        return ReportTeam.under_way + ReportTeam.finished
    return {each.replace("_", "-"): getattr(ReportTeam, each) for each in COUNTED}[name]


def _behind(asked: Asked, key: Any) -> list[ColumnElement[bool]]:
    """Return the condition of standing behind the last row of the page before."""
    if asked.question.after is None:
        return []
    value = _read_key(asked.question.after[0], asked.question.column or "name")
    id = read_id(asked.question.after[1])
    if asked.question.downward:
        return [or_(key < value, and_(key == value, ReportTeam.person_id < id))]
    return [or_(key > value, and_(key == value, ReportTeam.person_id > id))]
