"""Workbooks: a short one at once, a long one ordered, made in a job, and taken from its page for seven days."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final
from uuid import UUID

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.report_files import listed, making, workbook
from lms.assigning.report_files.asked import of_here, question_here, reach_of
from lms.assigning.report_files.listed import Said
from lms.assigning.report_files.models import DONE, FAILED, GONE, ReportFile
from lms.assigning.report_files.views import as_sheet, given, whole
from lms.assigning.reports.addresses import url_of
from lms.assigning.reports.asking import from_json
from lms.kernel import ledger
from lms.kernel.ledger import Job
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.people.auditing.looking import note_look
from lms.web.context import actor, config, database, db, my, now
from lms.web.forms import Confirmation
from lms.web.languages import language
from lms.web.streaming import NoTurn, come_back, sent_in_pieces

SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE: Final = 256 * 1024


@allow(*MEMBERS)
def report_xlsx() -> ResponseReturnValue:
    """Send a report as a workbook: it is short, so it is made at once."""
    question = question_here()

    def made() -> ResponseReturnValue:
        sheet, file = as_sheet(whole(question)), BytesIO()
        workbook.write(file, database(), sheet, now())
        headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.xlsx"', "Cache-Control": "no-store"}
        return Response(file.getvalue(), content_type=SHEET, headers=headers)

    return given(question, made)


@allow(*MEMBERS)
def order() -> ResponseReturnValue:
    """Order the completion list of a report's people as a workbook."""
    question, of = question_here(), of_here()

    def made() -> ResponseReturnValue:
        title = whole(question).title
        file = making.order(db(), actor(), question, of, title, Said.now(language()), now())
        return redirect(url_for("report_files.one", id=file), 303)

    return given(question, made)


@allow(*MEMBERS)
def one(id: UUID) -> ResponseReturnValue:
    """Show how far my workbook is, or where to take it from."""
    file = _mine(id)
    return render_template(
        "assigning/report_files/file.html",
        file=file,
        stopped=_has_stopped(file),
        ended=file.state in (DONE, FAILED, GONE),
        back=url_of(from_json(file.asked)),
        kept_until=file.created_at + making.KEPT,
        sure=Confirmation(),
    )


@allow(*MEMBERS)
def progress(id: UUID) -> ResponseReturnValue:
    """Say how far my workbook is, for the script that watches it."""
    file = _mine(id)
    ended = file.state in (DONE, FAILED, GONE) or _has_stopped(file)
    return {"ended": ended, "done": file.done, "planned": file.planned, "next": url_for("report_files.one", id=id)}


@allow(*MEMBERS)
def take(id: UUID) -> ResponseReturnValue:
    """Send my workbook to me while I may ask for it; that its names were taken along is noted for whom it concerns."""
    file = _mine(id)
    path = making.path_of(config().data, file.id)
    listed.whom(db(), actor(), from_json(file.asked))  # who lost the right since takes nothing along
    if file.state != DONE or not path.exists():
        raise NotFound
    note_look(database(), actor(), file.title, now(), reach_of(from_json(file.asked)), taken=True)
    try:
        response = sent_in_pieces(_pieces(path), actor().person_id, file.name, SHEET)
    except NoTurn as refused:
        return come_back(refused, url_for("report_files.one", id=id))
    response.content_length = path.stat().st_size
    return response


@allow(*MEMBERS)
def try_again(id: UUID) -> ResponseReturnValue:
    """Have my workbook made again after it stopped."""
    file = _mine(id)
    wanted = (Job.name == making.NAME) & (Job.key == str(file.id))
    ledger.try_again(db(), wanted, now())
    return redirect(url_for("report_files.one", id=id), 303)


def _mine(id: UUID) -> ReportFile:
    return my(ReportFile).where(ReportFile.id == id).one_or_404()


def _has_stopped(file: ReportFile) -> bool:
    return file.state not in (DONE, FAILED, GONE) and ledger.is_parked(db(), making.NAME, str(file.id))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
