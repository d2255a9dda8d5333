"""From the shelves into the database: read whole, checked whole, and only then stored; the stamp comes last.

A shelf with a mistake changes nothing: the last good version stays, and the problems are logged, printed at start and
shown to trainers until they are mended.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.catalog.indexing import index_missing
from lms.catalog.models import CalculatorVersion, LibrarySync, Medium, Module, ModuleVersion, PageVersion, QuizVersion
from lms.kernel.database import Database
from lms.packs.closure import closure
from lms.packs.identity import version_numbers
from lms.packs.instruments import Instrument
from lms.packs.model import Module as PackModule
from lms.packs.model import Pack, Quiz
from lms.packs.problems import PackErrors, Problem
from lms.packs.reading import read_pack
from lms.packs.versions import refusals

log = structlog.get_logger(__name__)
KEPT_SYNCS = 50


@dataclass(frozen=True)
class SyncReport:
    """What a sync did: versions stored, and what was refused and why."""

    stored: tuple[str, ...]
    problems: tuple[Problem, ...]
    unchanged: bool = False


def sync(database: Database, folder: Path, now: datetime) -> SyncReport:
    """Bring the shared library up to date with a content pack. Never raises for bad content; says it loudly instead."""
    stamp = _stamp(folder)
    with database.reading() as session:
        last = session.scalars(_syncs().limit(1)).first()
    if last is not None and last.digest == stamp and not last.problems:
        index_missing(database)  # what an earlier program published knows no index
        return SyncReport((), (), unchanged=True)
    try:
        pack = read_pack(folder)
    except PackErrors as errors:
        return _finish(database, stamp, (), errors.problems, now)
    with database.writing() as session:
        stored, problems = _store(session, pack, now)
    return _finish(database, stamp, tuple(stored), tuple(problems), now)


def last_sync(session: Session) -> LibrarySync | None:
    """Return the latest reading of the shelf."""
    return session.scalars(_syncs().limit(1)).first()


def _syncs() -> Any:
    return (
        select(LibrarySync)
        .where(LibrarySync.organisation_id.is_(None))
        .order_by(LibrarySync.at.desc(), LibrarySync.id.desc())
    )


def _stamp(folder: Path) -> str:
    digest = hashlib.sha256()
    for shelf in ("modules", "quizzes"):
        for path in sorted((folder / shelf).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _finish(
    database: Database, stamp: str, stored: tuple[str, ...], problems: tuple[Problem, ...], now: datetime
) -> SyncReport:
    index_missing(database)
    with database.writing() as session:
        session.add(LibrarySync(digest=stamp, problems=[asdict(problem) for problem in problems], at=now))
        session.flush()
        old = list(session.scalars(_syncs().with_only_columns(LibrarySync.id).offset(KEPT_SYNCS)))
        session.execute(delete(LibrarySync).where(LibrarySync.id.in_(old)))
    for problem in problems:
        log.error("the library was not taken; the last good version stays", problem=str(problem))
    for version in stored:
        log.info("a version was published", version=version)
    return SyncReport(stored, problems)


def _store(session: Session, pack: Pack, now: datetime) -> tuple[list[str], list[Problem]]:
    stored: list[str] = []
    problems: list[Problem] = []
    for position, module in enumerate(pack.modules):
        used = {*module.quiz_names, *module.instrument_names}
        both: list[Quiz | Instrument] = [*pack.quizzes, *pack.instruments]
        quizzes = [each for each in both if each.name in used]
        refused, is_new = _judge(session, module, quizzes)
        problems.extend(refused)
        if is_new and not refused:
            _publish(session, module, quizzes, position, now)
            stored.append(f"{module.slug} {module.version}")
    return stored, problems


def _judge(session: Session, module: PackModule, quizzes: list[Quiz | Instrument]) -> tuple[list[Problem], bool]:
    """Return why the module cannot be stored under its number, and whether it is a version not stored yet."""
    newest = session.scalars(
        select(ModuleVersion)
        .where(ModuleVersion.module_id == UUID(module.uuid))
        .order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())
        .limit(1)
    ).first()
    place = f"modules/{module.slug}/module.toml"
    taken = session.scalar(select(Module.id).where(Module.slug == module.slug, Module.id != UUID(module.uuid)))
    if taken is not None:
        remedy = f'Keep the uuid "{taken}" it was published under, or give the folder another name.'
        return [Problem(place, 1, f'The address "{module.slug}" belongs to another module.', remedy)], True
    if newest is None:
        return [], True
    if newest.digest == module.digest:
        return [], False
    remedy = "Give the change a number of its own in module.toml; the version that is published stays until then."
    return [Problem(place, 1, reason, remedy) for reason in refusals(newest.closure, closure(module, quizzes))], True


def _publish(
    session: Session, module: PackModule, quizzes: list[Quiz | Instrument], position: int, now: datetime
) -> None:
    major, minor = version_numbers(module.version) or (1, 0)
    row = session.get(Module, UUID(module.uuid))
    if row is None:
        row = Module(id=UUID(module.uuid), slug=module.slug, major=major, position=position)
        session.add(row)
        session.flush()
    row.slug, row.major, row.position = module.slug, major, position
    version = ModuleVersion(
        module_id=row.id,
        major=major,
        minor=minor,
        digest=module.digest,
        document=_about(module),
        closure=closure(module, quizzes),
        published_at=now,
    )
    session.add(version)
    session.flush()
    session.add_all(_parts(version.id, module, quizzes))
    session.flush()


def _about(module: PackModule) -> dict[str, Any]:
    """Return what pages about the module need, and nothing of keys or feedback."""
    return {
        "version": module.version,
        "title": module.title,
        "summary": module.summary,
        "objectives": list(module.objectives),
        "minutes": module.minutes,
        "work_minutes": module.work_minutes,
        "cover": module.cover,
        "languages": list(module.languages),
        "quizzes": list(module.quiz_names),
        "instruments": list(module.instrument_names),
        "calculators": sorted(module.calculators),
        "sources": [source.document() for source in module.sources],
        "media": {name: {"alt": m.alt, "width": m.width, "height": m.height} for name, m in module.media.items()},
        "pages": [
            {
                "name": page.name,
                "required": page.required,
                "minutes": page.minutes,
                "title": {language: text.title for language, text in page.texts.items()},
            }
            for page in module.pages
        ],
    }


def _parts(version: UUID, module: PackModule, quizzes: list[Quiz | Instrument]) -> list[Any]:
    pages = [
        PageVersion(
            version_id=version,
            name=page.name,
            language=language,
            position=position,
            required=page.required,
            minutes=page.minutes,
            title=text.title,
            document=text.document(),
        )
        for position, page in enumerate(module.pages)
        for language, text in page.texts.items()
    ]
    calculators = [
        CalculatorVersion(version_id=version, calculator_id=UUID(each.uuid), name=name, document=each.document())
        for name, each in module.calculators.items()
    ]
    frozen = [
        QuizVersion(
            version_id=version, quiz_id=UUID(quiz.uuid), name=quiz.name, number=quiz.version, document=quiz.document()
        )
        for quiz in quizzes
    ]
    media = [
        Medium(version_id=version, name=name, content_type=each.media_type, content=each.content, alt=each.alt)
        for name, each in module.media.items()
    ]
    return [*pages, *calculators, *frozen, *media]
