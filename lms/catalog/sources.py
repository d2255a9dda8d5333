"""The files a version was made of, and what an organisation's modules may use without holding it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, select
from sqlalchemy.orm import Session

from lms.calculators.declared import Calculator
from lms.catalog.models import SHELF, CalculatorVersion, Medium, Module, ModuleVersion, SourceFile, in_reach
from lms.catalog.shelf import calculator_version, newest
from lms.packs.lending import Lent
from lms.packs.own_files import picture_name
from lms.packs.tool_shelves import FactDefinition


def sources_of(session: Session, version_id: UUID) -> dict[str, bytes]:
    """Return the files a version was made of, by their paths inside a pack, sorted; two queries.

    Empty for a version whose files were never stored: those of before files were kept, and gone from the folder since.
    Whoever asks has the right to the version already.
    """
    rows = session.execute(
        select(SourceFile.path, SourceFile.content).where(SourceFile.version_id == version_id).order_by(SourceFile.path)
    ).all()
    missing = {path: picture_name(path) for path, content in rows if content is None}
    pictures = _pictures(session, version_id, [name for name in missing.values() if name is not None])
    return {path: pictures[missing[path] or ""] if content is None else content for path, content in rows}


def has_sources(session: Session, versions: Collection[UUID]) -> set[UUID]:
    """Return those of the versions whose files are stored; one query."""
    query = select(SourceFile.version_id).where(SourceFile.version_id.in_(versions)).distinct()
    return set(session.scalars(query))


def _pictures(session: Session, version_id: UUID, names: Collection[str]) -> dict[str, bytes]:
    if not names:
        return {}
    query = select(Medium.name, Medium.content).where(Medium.version_id == version_id, Medium.name.in_(names))
    return dict(session.execute(query).all())


def lent_to(session: Session, organisation_id: UUID | None, without: UUID | None = None) -> Lent:
    """Return the tools and facts that a module of the organisation may use; three queries.

    Every calculator of the newest versions in its reach, by name, its own before the shared library's, and one of a
    tool shelf before the copies of it in modules. `without` is a module whose own ones are left out: that which is
    being written. No organisation: what the shared library lends.
    """
    here = Module.organisation_id.is_(None) if organisation_id is None else in_reach(organisation_id)
    if without is not None:
        here = and_(here, Module.id != without)
    rows = session.execute(_newest(here)).all()
    shared = {row.calculator_id for row in rows if row.organisation_id is None}
    own_first = sorted(rows, key=lambda row: row.calculator_id in shared)
    return Lent(_Tools(session, _by_name(own_first)), _facts(session, here))


@dataclass(frozen=True)
class _Tools(Mapping[str, Calculator]):
    """Calculators that are read from their rows when they are asked for."""

    session: Session
    rows: Mapping[str, UUID]

    def __getitem__(self, name: str) -> Calculator:
        return calculator_version(self.session, self.rows[name])

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _newest(here: ColumnElement[bool]) -> Any:
    """Return the query of the calculators of the newest versions, shelves first, in the order of the library."""
    return (
        select(CalculatorVersion.id, CalculatorVersion.name, CalculatorVersion.calculator_id, Module.organisation_id)
        .join(ModuleVersion, ModuleVersion.id == CalculatorVersion.version_id)
        .join(Module, newest())
        .where(here)
        .order_by(case((Module.kind == SHELF, 0), else_=1), Module.position, Module.slug, CalculatorVersion.name)
    )


def _by_name(rows: Iterable[Row[Any]]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for row in rows:
        found.setdefault(row.name, row.id)
    return found


def _facts(session: Session, here: ColumnElement[bool]) -> dict[str, FactDefinition]:
    query = (
        select(ModuleVersion.document)
        .join(Module, newest())
        .where(here, Module.kind == SHELF)
        .order_by(Module.position, Module.slug)
    )
    found: dict[str, FactDefinition] = {}
    for document in session.scalars(query):
        for each in document["facts"]:
            found.setdefault(each["name"], FactDefinition.from_document(each))
    return found
