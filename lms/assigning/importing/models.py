"""The tables of people from a file: the import, its file while it is read, and every row with what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "30 days after the import"
FILE_KEPT = "until the import is applied, at most a day"

UPLOADED, READ, CHECKING, CHECKED = "uploaded", "read", "checking", "checked"
APPLYING, APPLIED, UNDOING, UNDONE, FAILED = "applying", "applied", "undoing", "undone", "failed"
WORKING = frozenset({UPLOADED, CHECKING, APPLYING, UNDOING})
"""The states in which a job has the import in hand."""

NEW, CHANGED, SAME, ERROR, LEAVER = "new", "changed", "same", "error", "leaver"
DONE, WAITS, TAKEN_BACK, LEFT = "done", "waits", "taken-back", "left"
FIRST_LEAVER = 1_000_000
"""Rows of the file are numbered as the file numbers them; people who leave come after all of them."""


class PeopleImport(Base):
    """One file of people on its way into the organisation.

    `state`: uploaded → read → checking → checked → applying → applied → undoing → undone, or failed (`refused`: why).
    `header`: the file's own names of columns; `mapping`: for each of them the field it is, or None. `seen`: what was
    recognised in the file, shown to whoever uploaded it. `choices`: date_order, clear_empty, leave_out, bring_back,
    deactivate. `counts`: rows by verdict and by what became of them. `phase`, `after`: how far a job came;
    `turn`: how many jobs it has had, the key of the next.
    `departments`: the paths that are to be made, and with an id those that were. `fields`: what was changed.
    """

    __tablename__ = "people_import"
    __table_args__ = (Index("ix_people_import_list", "organisation_id", "created_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    by_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT, erase="null")
    file_name: Mapped[str] = column(String(120))
    size: Mapped[int] = column(Integer)
    digest: Mapped[str] = column(String(64))
    state: Mapped[str] = column(String(10), default=UPLOADED)
    refused: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True))
    seen: Mapped[dict[str, Any]] = column(JSON, default=dict)
    header: Mapped[list[str]] = column(JSON, default=list)
    mapping: Mapped[list[str | None]] = column(JSON, default=list)
    choices: Mapped[dict[str, Any]] = column(JSON, default=dict)
    counts: Mapped[dict[str, int]] = column(JSON, default=dict)
    departments: Mapped[list[dict[str, str]]] = column(JSON, default=list)
    fields: Mapped[list[str]] = column(JSON, default=list)
    rows: Mapped[int] = column(Integer, default=0)
    phase: Mapped[str] = column(String(10), default="")
    after: Mapped[int] = column(Integer, default=0)
    done: Mapped[int] = column(Integer, default=0)
    planned: Mapped[int] = column(Integer, default=0)
    turn: Mapped[int] = column(Integer, default=0)
    created_at: Mapped[datetime] = column(Instant)
    checked_at: Mapped[datetime | None] = column(Instant)
    applied_at: Mapped[datetime | None] = column(Instant)
    undone_at: Mapped[datetime | None] = column(Instant)


class PeopleImportPart(Base):
    """A piece of the file, compressed; `number` 0 holds its first rows as JSON. It belongs to whoever uploaded it."""

    __tablename__ = "people_import_part"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    import_id: Mapped[UUID] = column(ForeignKey("people_import.id"))
    person_id: Mapped[UUID | None] = column(
        ForeignKey("person.id"), index=True, privacy="personal", retention=FILE_KEPT, export=False
    )
    number: Mapped[int] = column(Integer)
    content: Mapped[bytes] = column(LargeBinary, privacy="personal", retention=FILE_KEPT, export=False)


class PeopleImportRow(Base):
    """One row of the file, or one person who is not in it.

    `id`: also that of the person, for whom the import takes on. `number`: the row as the sheet numbers it. `person_id`:
    whom it is about, once that is known. `said`: field → what the file says, as it is stored. `changes`: field →
    [before, after] as they are shown. `before`: column → [before, after], what undoing puts back. `outcome`: None,
    waits (for its line manager), done, taken-back, or left (somebody changed it since; `errors` say what).
    """

    __tablename__ = "people_import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_people_import_row_verdict", "import_id", "verdict", "number"),
        Index("ix_people_import_row_person", "person_id", "import_id"),
    )

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    import_id: Mapped[UUID] = column(ForeignKey("people_import.id"))
    person_id: Mapped[UUID | None] = column(ForeignKey("person.id"), privacy="personal", retention=KEPT)
    number: Mapped[int] = column(Integer)
    verdict: Mapped[str] = column(String(10), privacy="personal", retention=KEPT)
    returns: Mapped[bool] = column(Boolean, default=False, server_default=false(), privacy="personal", retention=KEPT)
    said: Mapped[dict[str, Any]] = column(JSON, default=dict, privacy="personal", retention=KEPT)
    changes: Mapped[dict[str, Any]] = column(JSON, default=dict, privacy="personal", retention=KEPT)
    before: Mapped[dict[str, Any]] = column(JSON, default=dict, privacy="personal", retention=KEPT, mentions="ids")
    errors: Mapped[list[dict[str, Any]]] = column(JSON, default=list, privacy="personal", retention=KEPT)
    outcome: Mapped[str | None] = column(String(12), privacy="personal", retention=KEPT)


@scope(PeopleImport)
def import_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return PeopleImport.organisation_id == actor.organisation_id if Role.HR in actor.roles else false()


@scope(PeopleImportPart)
def part_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR."""
    return PeopleImportPart.organisation_id == actor.organisation_id if Role.HR in actor.roles else false()


@scope(PeopleImportRow)
def row_scope(actor: Actor) -> ColumnElement[bool]:
    """The organisation's, for HR; others what a file says of themselves."""
    own = PeopleImportRow.organisation_id == actor.organisation_id
    return own if Role.HR in actor.roles else own & (PeopleImportRow.person_id == actor.person_id)
