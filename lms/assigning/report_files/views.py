"""A report to take along: its rows, the names behind a figure, and the list of who stands where, as CSV or on paper."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.assigning.assignments.reading import zone_of
from lms.assigning.report_files import listing_csv, paper
from lms.assigning.report_files.asked import of_here, question_here, reach_of
from lms.assigning.report_files.cells import Manner
from lms.assigning.report_files.listed import Said, completion_sheet
from lms.assigning.report_files.reported import Behind, names_sheet, report_sheet
from lms.assigning.report_files.sheets import Sheet
from lms.assigning.reports import name_views
from lms.assigning.reports.addresses import url_of
from lms.assigning.reports.asking import TEAM, Question
from lms.assigning.reports.departments import Gone
from lms.assigning.reports.names import words_of
from lms.assigning.reports.reading import report
from lms.assigning.reports.rows import Report
from lms.kernel.permissions import MEMBERS, allow
from lms.people.auditing.looking import note_look
from lms.web.context import actor, database, db, now
from lms.web.languages import language
from lms.web.paper.children import NotMade
from lms.web.streaming import NoTurn, come_back, sent_in_pieces
from lms.web.visitors import signed_in_visitor


@allow(*MEMBERS)
def report_csv() -> ResponseReturnValue:
    """Send a report as CSV."""
    question = question_here()
    return given(question, lambda: _sent(as_sheet(whole(question))))


@allow(*MEMBERS)
def report_pdf() -> ResponseReturnValue:
    """Send a report on paper."""
    question = question_here()

    def made() -> ResponseReturnValue:
        found = whole(question)
        who = signed_in_visitor()
        try:
            made = paper.typeset(paper.wording(found, who.name, who.organisation, now()), int(now().timestamp()))
        except NotMade:
            page = render_template("assigning/report_files/not_made.html", back=url_of(question))
            return page, 503, {"Retry-After": "10"}
        name = as_sheet(found).name
        return Response(made, content_type="application/pdf", headers=_as_file(f"{name}.pdf"))

    return given(question, made)


@allow(*MEMBERS)
def names_csv() -> ResponseReturnValue:
    """Send the names behind one figure as CSV; that they were listed is noted for whom it concerns."""
    question, cell = name_views.asked_here()

    def made() -> ResponseReturnValue:
        title, label = words_of(db(), actor(), question, cell, now(), language())
        words = " · ".join(filter(None, (title, label)))[:100]
        note_look(database(), actor(), words, now(), name_views.reach_of(question, cell), taken=True)
        return _sent(names_sheet(Behind(actor(), question, cell, now(), language()), title))

    return given(question, made)


@allow(*MEMBERS)
def completion_csv() -> ResponseReturnValue:
    """Send the completion list of a report's people as CSV, read in short pieces while it is sent."""
    question = question_here()

    def made() -> ResponseReturnValue:
        sheet = completion_sheet(db(), actor(), question, of_here(), Said.now(language()), now())
        title = report(db(), actor(), question, now(), language=language()).title
        note_look(database(), actor(), title[:100], now(), reach_of(question), taken=True)
        return _sent(sheet)

    return given(question, made)


def of_team() -> str:
    """Return what a line manager can take along of their team; nobody's team, nothing."""
    return render_template("assigning/report_files/take_away.html", question=Question(TEAM))


def given(question: Question, make: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Return what `make` makes; where it cannot be made now the page that says so, where it moved the report's own."""
    try:
        return make()
    except Gone:
        return redirect(url_of(question), 302)
    except NoTurn as refused:
        return come_back(refused, url_of(question))


def whole(question: Question) -> Report:
    """Return the report that is asked for with all its rows, in the reader's language."""
    return report(db(), actor(), question, now(), language=language(), every=True)


def as_sheet(found: Report) -> Sheet:
    """Return a report as a list."""
    return report_sheet(found, _("All together"), zone_of(db(), actor().organisation_id))


def _sent(sheet: Sheet) -> Response:
    manner = Manner(language(), codes=request.args.get("header") == "codes")
    pieces = listing_csv.pieces(database(), sheet, manner)
    return sent_in_pieces(pieces, actor().person_id, f"{sheet.name}.csv")


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
