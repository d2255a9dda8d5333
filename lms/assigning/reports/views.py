"""The pages of reports: one table each, with its funnel and its weeks, narrowed, ordered, and led down the tree."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.assigning.curricula.choosing import published
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.reports import asking, days, editions, reading
from lms.assigning.reports.asking import CURRICULA, Question, read_question
from lms.assigning.reports.departments import Gone
from lms.assigning.reports.drawing import Trend, trend_of
from lms.assigning.reports.rows import FUNNEL, Column, Figures, Report
from lms.kernel.ids import read_id
from lms.kernel.permissions import NotFound, Role, allow
from lms.people.departments import named_tree
from lms.web.context import actor, db, my, now
from lms.web.forms import Confirmation
from lms.web.languages import language

GONE = 410


@allow(Role.HR)
def overview() -> ResponseReturnValue:
    """Show all curricula, or all modules."""
    return _page(asking.OVERVIEW)


@allow(Role.HR)
def curriculum(about: UUID) -> ResponseReturnValue:
    """Show the departments of one level with one curriculum."""
    return _page(asking.CURRICULUM, about)


@allow(Role.HR)
def module(about: UUID) -> ResponseReturnValue:
    """Show the departments of one level with one module."""
    return _page(asking.MODULE, about)


@allow(Role.HR)
def department(about: UUID) -> ResponseReturnValue:
    """Show how one department with all below it stands with everything."""
    return _page(asking.DEPARTMENT, about)


@allow(Role.HR)
def managers() -> ResponseReturnValue:
    """Show line managers, fifty at a time."""
    return _page(asking.MANAGERS)


@allow(Role.HR, Role.TRAINER)
def cohort(about: UUID) -> ResponseReturnValue:
    """Show a cohort to HR and to whoever leads it."""
    return _page(asking.COHORT, about)


def of_team() -> str:
    """Return the small report on a line manager's own page: what their reports have been given."""
    try:
        made = reading.report(db(), actor(), Question(asking.TEAM), now(), language=language())
    except NotFound:
        return ""
    return render_template("assigning/reports/team.html", report=made, at=now()) if made.rows else ""


def way_to_cohort(cohort: UUID) -> str:
    """Return the way from a cohort's page to its report."""
    return render_template("assigning/reports/way_to_cohort.html", cohort=cohort)


def _page(kind: str, about: UUID | None = None) -> ResponseReturnValue:
    question = read_question(kind, about, request.args)
    try:
        made = reading.report(db(), actor(), question, now(), language=language())
    except Gone as gone:
        return gone_page(gone, question)
    return render_template("assigning/reports/report.html", report=made, question=made.question, **_around(made))


def gone_page(gone: Gone, question: Question) -> ResponseReturnValue:
    """Say that a department is no more, and lead to where its people are."""
    there = None
    if gone.into is not None:
        by_id = question.kind == asking.DEPARTMENT
        there = Question(question.kind, gone.into.id, question.filters) if by_id else None
        there = there or question.narrowed(department=gone.into.id)
    return render_template("assigning/reports/gone.html", gone=gone, there=there, question=question), GONE


def _around(report: Report) -> dict[str, object]:
    """Return what stands round the table: what can narrow it, the funnel, the weeks, and how fresh it is."""
    question = report.question
    of_hr = Role.HR in actor().roles
    groups = my(PeopleGroup).where(PeopleGroup.removed_at.is_(None)).order_by(PeopleGroup.name) if of_hr else None
    whole = question.kind in (asking.OVERVIEW, asking.CURRICULUM) and question.filters.of == CURRICULA
    plain = question.filters.department is None and question.filters.group is None
    return {
        "of_hr": of_hr,
        "departments": named_tree(db(), actor().organisation_id) if of_hr else (),
        "groups": groups.all() if groups else (),
        "curricula": published(db(), actor()) if question.kind == asking.MANAGERS else (),
        "funnel": [each for each in FUNNEL if question.kind != asking.MODULE or each is not Column.HALFWAY],
        "trend": _trend(report) if whole and plain and report.counted else None,
        "stored": editions.basis_of(db(), actor(), now()).edition is not None or not report.counted,
        "counting": editions.in_the_making(db(), actor().organisation_id) if of_hr else None,
        "form": Confirmation(),
        "at": now(),
    }


def _trend(report: Report) -> Trend | None:
    """Return the weeks of the curriculum, or of all of them together."""
    if report.question.kind == asking.CURRICULUM:
        figures = {report.question.id: report.totals or Figures()}
    else:
        figures = {read_id(row.key): row.figures for row in report.rows}
    people = editions.people_of(db(), actor().organisation_id, now())
    known = {id: each for id, each in figures.items() if id is not None and each.people}
    return trend_of(days.trend(db(), people, known))
