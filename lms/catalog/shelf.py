"""Reading the shelf: the newest minor of a module, its pages, calculators and quizzes.

Version rows never change once written, so what is read of them is kept in the process, a bounded number of each;
nothing that can change is.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from lms.calculators.declared import Calculator
from lms.catalog.frozen import Frozen
from lms.catalog.models import CalculatorVersion, Module, ModuleVersion, PageVersion, QuizVersion
from lms.catalog.tool_shelf import fact_definitions, tool_groups
from lms.kernel.permissions import Actor, scope_of
from lms.packs.drills.model import Drill
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz

__all__ = [
    "calculator", "calculator_version", "drill", "fact_definitions", "home", "instrument", "newest",
    "page", "quiz", "quiz_version", "tool_groups",
]  # fmt: skip

_pages: Frozen[tuple[UUID, str, str], PageVersion] = Frozen(500)
_calculators: Frozen[UUID, Calculator] = Frozen(200)
_same_calculators: Frozen[Calculator, Calculator] = Frozen(500)
_calculator_ids: Frozen[tuple[UUID, str], UUID] = Frozen(200)
_quizzes: Frozen[UUID, Quiz] = Frozen(200)
_instruments: Frozen[UUID, Instrument] = Frozen(100)
_drills: Frozen[UUID, Drill] = Frozen(100)
_quiz_names: Frozen[tuple[UUID, str], QuizVersion] = Frozen(200)
_homes: Frozen[UUID, UUID] = Frozen(200)


def newest(major: Any = None) -> ColumnElement[bool]:
    """Return the condition for the newest minor of `major` (the module's own when None) in a join of both tables."""
    other = aliased(ModuleVersion)
    wanted = Module.major if major is None else major
    top = select(func.max(other.minor)).where(other.module_id == Module.id, other.major == wanted).scalar_subquery()
    return and_(ModuleVersion.module_id == Module.id, ModuleVersion.major == wanted, ModuleVersion.minor == top)


def page(session: Session, actor: Actor, version: UUID, name: str, language: str) -> PageVersion | None:
    """Return a page in the reader's language, in English where it is not written yet, or None."""
    for wanted in dict.fromkeys((language, "en")):
        found = _pages.get((version, name, wanted), partial(_read_page, session, actor, version, name, wanted))
        if found is not None:
            return found
    return None


def _read_page(session: Session, actor: Actor, version: UUID, name: str, language: str) -> PageVersion | None:
    found = session.scalars(
        select(PageVersion).where(
            scope_of(PageVersion, actor),
            PageVersion.version_id == version,
            PageVersion.name == name,
            PageVersion.language == language,
        )
    ).first()
    if found is not None:
        session.expunge(found)
    return found


def calculator(session: Session, actor: Actor, version: UUID, name: str) -> Calculator | None:
    """Return a calculator of a version by its name."""

    def read() -> UUID | None:
        here = CalculatorVersion.version_id == version, CalculatorVersion.name == name
        return session.scalar(select(CalculatorVersion.id).where(scope_of(CalculatorVersion, actor), *here))

    found = _calculator_ids.get((version, name), read)
    return None if found is None else calculator_version(session, found)


def calculator_version(session: Session, row: UUID) -> Calculator:
    """Return the calculator of a row whose right to it is already known; the same object as long as it is kept.

    Rows that say the same share one object: what is kept for a calculator is found without comparing all of it.
    """

    def read() -> Calculator:
        document = session.scalars(select(CalculatorVersion.document).where(CalculatorVersion.id == row)).one()
        made = Calculator.from_document(document)
        return _same_calculators.get(made, lambda: made) or made

    found = _calculators.get(row, read)
    if found is None:
        raise LookupError(f"there is no calculator version {row}")
    return found


def quiz_version(session: Session, actor: Actor, version: UUID, name: str) -> QuizVersion | None:
    """Return the row of a quiz in a module version by its name."""

    def read() -> QuizVersion | None:
        found = session.scalars(
            select(QuizVersion).where(
                scope_of(QuizVersion, actor), QuizVersion.version_id == version, QuizVersion.name == name
            )
        ).first()
        if found is not None:
            session.expunge(found)
        return found

    return _quiz_names.get((version, name), read)


def quiz(session: Session, quiz_version_id: UUID) -> Quiz:
    """Return the quiz of an attempt whose right to it is already known."""

    def read() -> Quiz:
        document = session.scalars(select(QuizVersion.document).where(QuizVersion.id == quiz_version_id)).one()
        return Quiz.from_document(document)

    found = _quizzes.get(quiz_version_id, read)
    if found is None:
        raise LookupError(f"there is no quiz version {quiz_version_id}")
    return found


def home(session: Session, quiz_version_id: UUID) -> UUID | None:
    """Return the module version that a quiz version belongs to: its pictures lie there."""

    def read() -> UUID | None:
        return session.scalar(select(QuizVersion.version_id).where(QuizVersion.id == quiz_version_id))

    return _homes.get(quiz_version_id, read)


def instrument(session: Session, quiz_version_id: UUID) -> Instrument:
    """Return the self-assessment of a row of `quiz_version` whose right to it is already known."""

    def read() -> Instrument:
        document = session.scalars(select(QuizVersion.document).where(QuizVersion.id == quiz_version_id)).one()
        return Instrument.from_document(document)

    found = _instruments.get(quiz_version_id, read)
    if found is None:
        raise LookupError(f"there is no self-assessment version {quiz_version_id}")
    return found


def drill(session: Session, quiz_version_id: UUID) -> Drill:
    """Return the decision drill of a row of `quiz_version` whose right to it is already known."""

    def read() -> Drill:
        document = session.scalars(select(QuizVersion.document).where(QuizVersion.id == quiz_version_id)).one()
        return Drill.from_document(document)

    found = _drills.get(quiz_version_id, read)
    if found is None:
        raise LookupError(f"there is no drill version {quiz_version_id}")
    return found
