"""Workbooks in the data folder: ordered with the rights of whoever orders, made in a job, kept for seven days.

A job that dies begins anew and writes over what it left; only the finished file gets its name. A file is gone after
seven days, and at once when somebody of its organisation was erased after it was made: they may stand in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from lms.assigning.report_files import listed, workbook
from lms.assigning.report_files.acting import actor_of
from lms.assigning.report_files.listed import Said, completion_sheet
from lms.assigning.report_files.models import DONE, FAILED, GONE, MAKING, WAITING, ReportFile
from lms.assigning.report_files.sheets import Sheet
from lms.assigning.reports.asking import Question, from_json
from lms.assigning.reports.departments import Gone
from lms.kernel import ledger
from lms.kernel.audit import AuditEntry
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, NotFound

NAME: Final = "reports.workbook"
FOLDER: Final = "reports"
KEPT: Final = timedelta(days=7)
ROW_KEPT: Final = timedelta(days=30)
TELL_EVERY: Final = 1.0
"""Seconds between two words on how far a file is."""
LEASE: Final = timedelta(minutes=5)
ERASED: Final = "person.erased"


def folder_of(data: Path) -> Path:
    """Return where files of reports are in an installation's data folder."""
    return data / FOLDER


def path_of(data: Path, file: UUID) -> Path:
    """Return where one file is."""
    return folder_of(data) / f"{file}.xlsx"


def order(session: Session, actor: Actor, question: Question, of: str, title: str, said: Said, now: datetime) -> UUID:
    """Order the completion list as a workbook, in the caller's transaction; return the id of its page.

    NotFound where the question is not theirs.
    """
    sheet = completion_sheet(session, actor, question, of, said, now)
    ordered = ReportFile(
        id=new_id(),
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        name=f"{sheet.name}.xlsx",
        title=title[:200],
        asked={**question.to_json(), "list": of},
        said=dict(said.labels),
        language=said.language,
        planned=listed.count(session, listed.whom(session, actor, question)),
        created_at=now,
    )
    session.add(ordered)
    session.flush()
    arguments = {"file": str(ordered.id)}
    ledger.enqueue(session, NAME, arguments, now=now, key=str(ordered.id), organisation_id=actor.organisation_id)
    return ordered.id


@job(NAME, lease=LEASE, allowed=JOB, label=_l("Make a workbook of a report"))
def make(work: Work) -> None:
    """Make the file that was ordered, with the rights its owner has now; without them, or the report, it fails."""
    file = UUID(str(work.arguments["file"]))
    with work.writing() as session:
        ordered = session.get(ReportFile, file)
        if ordered is None or ordered.state not in (WAITING, MAKING):
            return
        ordered.state = MAKING
        sheet = _sheet(session, ordered, work.now())
        if sheet is None:
            ordered.state = FAILED
            return
    data = work.post.folder.parent  # mails lie in the data folder too
    path = path_of(data, file)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_suffix(f".part-{uuid4().hex[:8]}")  # a worker that lost its lease writes into a file of its own
    rows = workbook.write(half, work.database, sheet, work.now(), _teller(work, file))
    os.replace(half, path)
    with work.last() as session:
        done = session.get_one(ReportFile, file)
        done.state, done.rows, done.done = DONE, rows, done.planned
        done.size, done.finished_at = path.stat().st_size, work.now()


def _sheet(session: Session, ordered: ReportFile, now: datetime) -> Sheet | None:
    actor = actor_of(session, ordered.person_id)
    if actor is None:
        return None
    said = Said(ordered.language, ordered.said)
    try:
        question = from_json(ordered.asked)
        return completion_sheet(session, actor, question, str(ordered.asked["list"]), said, now)
    except (NotFound, Gone, ValueError):
        return None


def _teller(work: Work, file: UUID) -> Callable[[int, int], None]:
    """Return what says how far a file is, once a second; it prolongs the lease too, and raises where that is lost."""
    told = monotonic()

    def tell(people: int, rows: int) -> None:
        nonlocal told
        if monotonic() - told < TELL_EVERY:
            return
        told = monotonic()
        with work.writing() as session:
            here = session.get_one(ReportFile, file)
            here.done, here.rows = people, rows

    return tell


@job("reports.files.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget workbooks after seven days"))
def forget(work: Work) -> None:
    """Delete files that are old, or in which somebody may stand who was erased; and what nobody has a row for."""
    data, now = work.post.folder.parent, work.now()
    with work.reading() as session:
        going = list(session.scalars(select(ReportFile.id).where(ReportFile.state != GONE, _had_its_time(now))))
    for file in going:
        path_of(data, file).unlink(missing_ok=True)
    with work.writing() as session:
        of_these = ReportFile.id.in_(going)
        session.execute(update(ReportFile).where(of_these).values(state=GONE))
        session.execute(delete(ReportFile).where(ReportFile.created_at < now - ROW_KEPT))
    with work.reading() as session:
        standing = {str(each) for each in session.scalars(select(ReportFile.id).where(ReportFile.state != GONE))}
    for path in folder_of(data).glob("*.*"):
        if path.stem not in standing:
            path.unlink(missing_ok=True)


def _had_its_time(now: datetime) -> ColumnElement[bool]:
    erased = exists().where(
        AuditEntry.organisation_id == ReportFile.organisation_id,
        AuditEntry.action == ERASED,
        AuditEntry.at >= ReportFile.created_at,
    )
    return or_(ReportFile.created_at < now - KEPT, and_(ReportFile.state == DONE, erased))
