"""A report, read for a page or a file alike: its rows in the order that was asked for, its totals, as of when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lms.assigning.curricula.choosing import published
from lms.assigning.reports import editions, managers
from lms.assigning.reports.asked import Asked
from lms.assigning.reports.asking import (
    COHORT,
    CURRICULA,
    CURRICULUM,
    DEPARTMENT,
    MANAGERS,
    MODULE,
    MODULES,
    OVERVIEW,
    TEAM,
    Filters,
    Question,
)
from lms.assigning.reports.rows import SHOWN, Crumb, Figures, Report, Row, total
from lms.assigning.reports.words import in_language
from lms.kernel.permissions import Actor

NONE: Final = "none"
"""The key of the row of people in no department."""
DIRECTLY: Final = "directly"
"""The key of the row of people in the department itself, where others are inside it."""


def report(
    session: Session,
    actor: Actor,
    question: Question,
    now: datetime,
    *,
    language: str = "en",
    every: bool = False,
) -> Report:
    """Return the report that is asked for, in a handful of queries whatever the number of people.

    Line managers come 50 at a time, or with `every` all at once. Raises NotFound and `departments.Gone`, as `Asked`.
    """
    asked = Asked(session, actor, question, now, language)
    if not asked.basis.ready:
        return replace(_report(asked, title_of(asked), "", [], None), counted=False)
    return _KINDS[question.kind](asked, every)


def _subjects(asked: Asked, _every: bool) -> Report:
    """Return how people stand with each curriculum, or with each module."""
    if asked.question.filters.of == MODULES:
        titles = asked.module_titles
        figures = asked.together(MODULE, list(titles))
        rows = [_subject(asked, MODULE, id, title, figures.get(id, Figures())) for id, title in titles.items()]
        return _report(asked, title_of(asked), asked.words("module"), rows, None)
    figures = asked.together(CURRICULUM)
    offered = {each.id for each in published(asked.session, asked.actor)} if asked.question.kind == OVERVIEW else set()
    titles = asked.titles({*figures, *offered})
    rows = [_subject(asked, CURRICULUM, id, title, figures.get(id, Figures())) for id, title in titles.items()]
    together = total(row.figures for row in rows)
    return replace(_report(asked, title_of(asked), asked.words("curriculum"), rows, together), pairs=True)


def _subject(asked: Asked, kind: str, id: UUID, title: str, figures: Figures) -> Row:
    """Return the row of a curriculum or module; it leads to its departments, where the actor may see those."""
    if asked.question.kind in (COHORT, TEAM):
        return Row(str(id), title, figures)
    filters = Filters(department=asked.department_id, group=asked.question.filters.group)
    return Row(str(id), title, figures, Question(kind, id, filters))


def _departments(asked: Asked, _every: bool) -> Report:
    """Return how the departments of one level stand with one curriculum or module."""
    id = asked.question.id
    if asked.question.kind == MODULE:
        counted = editions.of_modules(asked.session, asked.basis, asked.people, [asked.module(id).id])
    else:
        counted = editions.of_curricula(asked.session, asked.basis, asked.people, [asked.curriculum(id).id])
    title = title_of(asked)
    figures = {each.by: each.figures for each in asked.here(counted)}
    rows = _level(asked, figures)
    crumbs = _down(asked, title)
    made = _report(asked, title, asked.words("department"), rows, total(figures.values()))
    return replace(made, way=crumbs)


def _level(asked: Asked, figures: Mapping[UUID | None, Figures]) -> list[Row]:
    """Return a row for each department of the level, and one for those who are in none of them."""
    here = asked.department
    rows = []
    for node in asked.tree.inside(here.id if here else None):
        those = total(figures[id] for id in asked.tree.below(node.id) if id in figures)
        leads_on = asked.tree.inside(node.id)
        deeper = asked.question.narrowed(department=node.id) if leads_on else None
        if those != Figures():
            rows.append(Row(str(node.id), node.name, those, deeper))
    rest = figures.get(here.id if here else None, Figures())
    if rest != Figures() or (here and not rows):
        label = asked.words("directly", name=here.name) if here else asked.words("no-department")
        rows.append(Row(DIRECTLY if here else NONE, label, rest))
    return rows


def _down(asked: Asked, title: str) -> list[Crumb]:
    """Return the way down the tree, the last step of which is here."""
    if asked.department is None:
        return []
    way = asked.tree.way(asked.department.id)
    top = Crumb(title, asked.question.narrowed(department=None))
    return [top, *(Crumb(node.name, asked.question.narrowed(department=node.id)) for node in way)]


def _of_department(asked: Asked, every: bool) -> Report:
    """Return how a department with all below it stands with everything."""
    made = _subjects(asked, every)
    way = asked.tree.way(asked.department.id) if asked.department else []
    return replace(made, way=[Crumb(node.name, replace(asked.question, id=node.id, after=None)) for node in way])


def _managers(asked: Asked, every: bool) -> Report:
    """Return how those who report to each line manager stand with one curriculum."""
    curriculum = managers.curriculum_of(asked)
    if curriculum is None:
        return _report(asked, title_of(asked), asked.words("manager"), [], Figures())
    asked.question = asked.question.kept(curriculum=curriculum.id)
    found = managers.page(asked, curriculum.id, every=every)
    title = title_of(asked)
    made = Report(asked.question, title, asked.words("manager"), SHOWN, found.rows, found.totals, asked.basis.as_of)
    return replace(made, following=found.following)


_KINDS: Final[Mapping[str, Callable[[Asked, bool], Report]]] = {
    OVERVIEW: _subjects,
    COHORT: _subjects,
    TEAM: _subjects,
    DEPARTMENT: _of_department,
    CURRICULUM: _departments,
    MODULE: _departments,
    MANAGERS: _managers,
}


def title_of(asked: Asked) -> str:
    """Return the title of a report without counting anything."""
    kind, id = asked.question.kind, asked.question.id
    if kind in (CURRICULUM, MODULE):
        return _subject_title(asked, kind, id)
    if kind == MANAGERS and (curriculum := managers.curriculum_of(asked)) is not None:
        return asked.words("managers", title=in_language(curriculum.title, asked.language))
    if kind == COHORT:
        return asked.cohort.name
    if kind == DEPARTMENT and asked.department is not None:
        return asked.department.name
    return asked.words("team" if kind == TEAM else asked.question.filters.of.replace(CURRICULA, OVERVIEW))


def _subject_title(asked: Asked, kind: str, id: UUID | None) -> str:
    if kind == MODULE:
        return asked.module_titles.get(asked.module(id).id, "")
    return in_language(asked.curriculum(id).title, asked.language)


def _report(asked: Asked, title: str, heading: str, rows: Sequence[Row], totals: Figures | None) -> Report:
    return Report(asked.question, title, heading, SHOWN, _sorted(asked, rows), totals, asked.basis.as_of)


def _sorted(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """Return the rows in the order that is asked for; without one, as they came: by place or the newest first."""
    question = asked.question
    shown = [row for row in rows if row.late or not question.filters.late]
    column = question.column
    if not column:
        return shown
    if column == "name":
        return sorted(shown, key=lambda row: row.label.casefold(), reverse=question.downward)
    if column == "share":
        return sorted(
            shown, key=lambda row: -1 if row.figures.share is None else row.figures.share, reverse=question.downward
        )
    attribute = column.replace("-", "_")
    return sorted(shown, key=lambda row: int(getattr(row.figures, attribute)), reverse=question.downward)
