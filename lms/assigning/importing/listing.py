"""What the pages of an import show: its rows by verdict, a page at a time, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.importing.mapping import DATES, LABELS
from lms.assigning.importing.models import CHANGED, ERROR, LEFT, NEW, SAME, PeopleImport, PeopleImportRow
from lms.assigning.importing.problems import Problem
from lms.kernel.permissions import Actor, Rows, scope_of

PAGE: Final = 50
EARLIER: Final = 20
TABS: Final = (NEW, CHANGED, SAME, ERROR)
COLUMNS: Final = {"department_id": "department", "manager_id": "manager_email"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is shown. `changes`: (label, before, after); `problems`: what is wrong and what to do."""

    number: int
    said: Mapping[str, str | None]
    changes: list[tuple[str, str, str]]
    problems: list[str]
    returns: bool

    @property
    def name(self) -> str:
        """Return the name, else the address."""
        return self.said.get("name") or self.said.get("email") or "–"


def imports(session: Session, actor: Actor) -> list[PeopleImport]:
    """Return the organisation's latest imports, the newest first."""
    return Rows(session, actor, PeopleImport).order_by(PeopleImport.created_at.desc()).limit(EARLIER).all()


def one(session: Session, actor: Actor, identity: UUID) -> PeopleImport:
    """Return an import of the own organisation. Raises NotFound."""
    return Rows(session, actor, PeopleImport).where(PeopleImport.id == identity).one_or_404()


def lines(session: Session, actor: Actor, found: PeopleImport, verdict: str, after: int) -> tuple[list[Line], int]:
    """Return a page of rows with a verdict, and the number to go on after, 0 where these are the last."""
    wanted = (scope_of(PeopleImportRow, actor), PeopleImportRow.import_id == found.id)
    query = select(PeopleImportRow).where(*wanted, PeopleImportRow.verdict == verdict, PeopleImportRow.number > after)
    rows = session.scalars(query.order_by(PeopleImportRow.number).limit(PAGE + 1)).all()
    return [_line(row) for row in rows[:PAGE]], rows[PAGE - 1].number if len(rows) > PAGE else 0


def _line(row: PeopleImportRow) -> Line:
    changes = [
        (str(LABELS.get(name, name)), _value(name, before), _value(name, after))
        for name, (before, after) in row.changes.items()
        if name != "active"
    ]
    return Line(row.number, row.said, changes, problems_of(row), row.returns)


def _value(name: str, text: str | None) -> str:
    """Return a value as its reader writes it."""
    if not text:
        return str(_("nothing"))
    day: str = format_date(date.fromisoformat(text), "medium") if name in DATES else text
    return day


def problems_of(row: PeopleImportRow) -> list[str]:
    """Return what is wrong with a row, in words."""
    return [Problem.read(stored).text for stored in row.errors if "code" in stored]


def errors(session: Session, actor: Actor, found: PeopleImport) -> Iterator[tuple[int, str, str, str]]:
    """Yield (row, column, what stands there, what to do) of every problem, in the order of the file."""
    wanted = (scope_of(PeopleImportRow, actor), PeopleImportRow.import_id == found.id)
    query = select(PeopleImportRow).where(*wanted, PeopleImportRow.verdict == ERROR).order_by(PeopleImportRow.number)
    for row in session.scalars(query):
        for stored in row.errors:
            problem = Problem.read(stored)
            yield row.number, str(LABELS.get(problem.field, "")), problem.said, problem.text


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody whom undoing left as they are: name or address, and what was changed since."""

    name: str
    fields: list[str]


def left(session: Session, actor: Actor, found: PeopleImport) -> list[Kept]:
    """Return the first of those whom undoing left, with what somebody changed since."""
    wanted = (scope_of(PeopleImportRow, actor), PeopleImportRow.import_id == found.id)
    query = select(PeopleImportRow).where(*wanted, PeopleImportRow.outcome == LEFT).order_by(PeopleImportRow.number)
    return [_kept(row) for row in session.scalars(query.limit(PAGE))]


def _kept(row: PeopleImportRow) -> Kept:
    names = [name for stored in row.errors for name in stored.get("kept", ())]
    name = row.said.get("name") or row.said.get("email") or _("somebody who was not in the file")
    return Kept(str(name), [_field(each) for each in names])


def _field(column: str) -> str:
    words: dict[str, Any] = {
        "active": _("access"),
        "account_id": _("sign-in"),
        "reports": _("people who report to them"),
    }
    return str(words.get(column) or LABELS.get(COLUMNS.get(column, column), column))
