"""The names behind a figure. Those who are on the list can see who opened it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.assigning.assignment_pages.addresses import after_of, first_page, next_page
from lms.assigning.looking import SOME, Reach, note_look
from lms.assigning.reports import asking
from lms.assigning.reports.asking import Question, read_question
from lms.assigning.reports.departments import Gone
from lms.assigning.reports.names import names, words_of
from lms.assigning.reports.rows import Cell, Column
from lms.assigning.reports.views import gone_page
from lms.kernel.ids import read_id
from lms.kernel.permissions import MEMBERS, NotFound, Role, allow
from lms.web.context import actor, database, db, now, today
from lms.web.languages import language


@allow(*MEMBERS)
def behind() -> ResponseReturnValue:
    """Show the names behind a figure: HR of everybody, a facilitator of their cohort, a line manager of own reports."""
    question, cell = asked_here()
    try:
        found, following = names(
            db(), actor(), question, cell, now(), after=after_of(request.args), language=language()
        )
        title, label = words_of(db(), actor(), question, cell, now(), language())
    except Gone as gone:
        return gone_page(gone, question)
    note_look(database(), actor(), f"{title} · {label}".strip(" ·")[:100], now(), reach_of(question, cell))
    return render_template(
        "assigning/reports/names.html",
        title=title,
        question=question,
        label=label,
        cell=cell,
        names=found,
        following=next_page(following),
        first=first_page(),
        of_hr=Role.HR in actor().roles,
        today=today(),
        at=now(),
    )


def asked_here() -> tuple[Question, Cell]:
    """Return the report and the figure that an address asks for. Raises NotFound where it names none."""
    kind, about = request.args.get("kind", ""), read_id(request.args.get("about", ""))
    column = request.args.get("column", "")
    if kind not in asking.KINDS or (about is None) == (kind in asking.ABOUT_ONE) or column not in list(Column):
        raise NotFound
    given = {name: text for name, text in request.args.items() if name not in ("after", "id")}
    return read_question(kind, about, given), Cell(request.args.get("row") or None, Column(column))


def reach_of(question: Question, cell: Cell) -> Reach:
    """Return of whom a list is, for those who ask who looked."""
    filters, row = question.filters, read_id(cell.row or "")
    if question.kind == asking.COHORT:
        return Reach("cohort", question.id, narrowed=True)
    if question.kind in (asking.CURRICULUM, asking.MODULE) and not row and not filters.department:
        return Reach(question.kind, question.id, narrowed=True)
    department = row if question.kind in (asking.CURRICULUM, asking.MODULE) else None
    department = department or filters.department or (question.id if question.kind == asking.DEPARTMENT else None)
    if department is not None:
        return Reach("department", department, narrowed=True)
    if filters.group is not None:
        return Reach("group", filters.group, narrowed=True)
    return SOME
