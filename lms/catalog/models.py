"""The tables of what is taught. Every version row is written once and never changed: the database refuses it."""

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
    exists,
    text,
)
from sqlalchemy.orm import Mapped, aliased

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope

SHELF_RETENTION = "for ever: results stand on it"


MODULE, SHELF = "module", "shelf"
"""What a row of `module` is: something that is taught, or a tool shelf, which nobody is ever shown as a module."""

SHARED = text("organisation_id IS NULL")


class Module(Base):
    """A module under its lasting identity (`lms.catalog.identity`). No organisation means the shared library.

    A tool shelf has such a row too, of another `kind`, because it is published and numbered in the same way. `slug`,
    its address, is given once in the shared library and once in each organisation. `withdrawn_at`: taken off the
    organisation's shelf, so that only those who have begun it, or are to do it, still meet it.
    """

    __tablename__ = "module"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        Index("uq_module_shared_slug", "slug", unique=True, sqlite_where=SHARED, postgresql_where=SHARED),
    )

    id: Mapped[UUID] = column(primary_key=True, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"), index=True)
    slug: Mapped[str] = column(String(80))
    major: Mapped[int] = column(Integer)
    position: Mapped[int] = column(Integer, default=0)
    kind: Mapped[str] = column(String(20), default=MODULE, server_default=MODULE)
    withdrawn_at: Mapped[datetime | None] = column(Instant)


class ModuleVersion(Base):
    """One published, frozen version of a module; `document` holds what pages about it need: titles, objectives,
    page order, sources; `closure` everything, key included, as it was frozen."""

    __tablename__ = "module_version"
    __table_args__ = (UniqueConstraint("module_id", "major", "minor"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    module_id: Mapped[UUID] = column(ForeignKey("module.id"))
    major: Mapped[int] = column(Integer)
    minor: Mapped[int] = column(Integer)
    digest: Mapped[str] = column(String(64))
    document: Mapped[dict[str, Any]] = column(JSON)
    closure: Mapped[dict[str, Any]] = column(JSON, deferred=True)
    published_at: Mapped[datetime] = column(Instant)


class PageVersion(Base):
    """One page of one version in one language, rendered: `document` holds its blocks in order."""

    __tablename__ = "page_version"
    __table_args__ = (UniqueConstraint("version_id", "name", "language"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    name: Mapped[str] = column(String(80))
    language: Mapped[str] = column(String(2))
    position: Mapped[int] = column(Integer)
    required: Mapped[bool] = column(Boolean)
    minutes: Mapped[int] = column(Integer)
    title: Mapped[str] = column(String(200))
    document: Mapped[dict[str, Any]] = column(JSON)


class CalculatorVersion(Base):
    """One calculator of one version, parsed: what the browser and the server compute from."""

    __tablename__ = "calculator_version"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    calculator_id: Mapped[UUID] = column(index=True)
    name: Mapped[str] = column(String(80))
    document: Mapped[dict[str, Any]] = column(JSON)


class QuizVersion(Base):
    """One quiz, self-assessment or drill (`kind` in `document`) as it stood when its module version was published."""

    __tablename__ = "quiz_version"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    quiz_id: Mapped[UUID] = column(index=True)
    name: Mapped[str] = column(String(80))
    number: Mapped[str] = column(String(20))
    document: Mapped[dict[str, Any]] = column(JSON)


class Medium(Base):
    """One picture of one version."""

    __tablename__ = "medium"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    name: Mapped[str] = column(String(120))
    content_type: Mapped[str] = column(String(60))
    content: Mapped[bytes] = column(LargeBinary)
    alt: Mapped[dict[str, str]] = column(JSON)


class SourceFile(Base):
    """One file a version was made of, at its path inside a pack; `content` is None where it is the version's picture
    of that name (`Medium`), which is not kept twice."""

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention=SHELF_RETENTION)
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    version_id: Mapped[UUID] = column(ForeignKey("module_version.id"))
    path: Mapped[str] = column(String(255))
    content: Mapped[bytes | None] = column(LargeBinary)


class LibrarySync(Base):
    """One reading of a shelf: what it found, what it refused. Written last, so it stamps only what is stored."""

    __tablename__ = "library_sync"

    id: Mapped[UUID] = column(primary_key=True, default=new_id, retention="the last 50")
    organisation_id: Mapped[UUID | None] = column(ForeignKey("organisation.id"))
    digest: Mapped[str] = column(String(64))
    problems: Mapped[list[dict[str, Any]]] = column(JSON)
    at: Mapped[datetime] = column(Instant)


def _shelf_scope(model: Any) -> None:
    @scope(model)
    def rule(actor: Actor) -> ColumnElement[bool]:
        """The shared library, and one's own organisation's shelf."""
        found: ColumnElement[bool] = model.organisation_id.is_(None) | (model.organisation_id == actor.organisation_id)
        return found


def in_reach(organisation_id: UUID) -> ColumnElement[bool]:
    """Return the condition for the modules an organisation has: its own, and the shared library's.

    Where both have one at the same address the organisation's own stands, and the other one waits.
    """
    own = aliased(Module)
    hidden = exists().where(own.organisation_id == organisation_id, own.slug == Module.slug, own.kind == Module.kind)
    shared: ColumnElement[bool] = Module.organisation_id.is_(None) & ~hidden
    return shared | (Module.organisation_id == organisation_id)


@scope(Module)
def module_scope(actor: Actor) -> ColumnElement[bool]:
    """The modules of the shared library, and of one's own organisation's shelf; a tool shelf is none."""
    return in_reach(actor.organisation_id) & (Module.kind == MODULE)


for _model in (ModuleVersion, PageVersion, CalculatorVersion, QuizVersion, Medium, SourceFile, LibrarySync):
    _shelf_scope(_model)
