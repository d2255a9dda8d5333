"""What does not stay: a file after a day, rows after thirty. The import itself stays, as counts without names."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from lms.assigning.importing.examining import forget_rows
from lms.assigning.importing.files import forget_file
from lms.assigning.importing.models import (
    CHECKED,
    CHECKING,
    FAILED,
    READ,
    UPLOADED,
    PeopleImport,
    PeopleImportPart,
    PeopleImportRow,
)
from lms.assigning.importing.refusing import Unreadable
from lms.kernel.jobs import JOB, Work, job

FILE_KEPT: Final = timedelta(days=1)
ROWS_KEPT: Final = timedelta(days=30)
UNUSED: Final = (UPLOADED, READ, CHECKING, CHECKED)


@job("people.import.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget files of people"))
def forget(work: Work) -> None:
    """Delete files that nobody went on with for a day, and rows of imports older than thirty days."""
    now = work.now()
    with work.reading() as session:
        unused = and_(PeopleImport.created_at < now - FILE_KEPT, PeopleImport.state.in_((*UNUSED, FAILED)))
        old = and_(PeopleImport.created_at < now - ROWS_KEPT, _has(PeopleImportRow))
        kept = or_(_has(PeopleImportPart), PeopleImport.state.in_(UNUSED))
        abandoned = list(session.scalars(select(PeopleImport.id).where(unused, kept)))
        aged = list(session.scalars(select(PeopleImport.id).where(old)))
    for identity in abandoned:
        forget_file(work, identity)
        with work.writing() as session:
            _let_go(session, identity)
    for identity in {*abandoned, *aged}:
        forget_rows(work, identity)


def _has(model: type[PeopleImportPart] | type[PeopleImportRow]) -> ColumnElement[bool]:
    return PeopleImport.id.in_(select(model.import_id))


def _let_go(session: Session, identity: UUID) -> None:
    found = session.get_one(PeopleImport, identity)
    if found.state in UNUSED:
        found.state, found.refused = FAILED, Unreadable("gone").stored()
