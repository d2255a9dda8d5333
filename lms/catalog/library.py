"""From the shelves into the database: read whole, checked whole, and only then stored; the stamp comes last.

A library with a mistake changes nothing: the last good version stays, and the problems are logged, printed at start and
shown to trainers until they are mended. Only a tool shelf is a thing of its own: where it alone is wrong, the modules
are taken and it stays what it was.
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

from lms.catalog import published
from lms.catalog.indexing import index_missing
from lms.catalog.models import LibrarySync, Module, ModuleVersion
from lms.catalog.releases import Release, releases_of
from lms.kernel.database import Database
from lms.packs.editions import settled
from lms.packs.identity import version_numbers
from lms.packs.model import Pack
from lms.packs.problems import PackErrors, Problem
from lms.packs.reading import broken_shelves, read_pack
from lms.packs.tool_shelves import ToolShelf
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
        pack, left_out = _read(folder)
    except PackErrors as errors:
        return _finish(database, stamp, (), errors.problems, now)
    with database.writing() as session:
        stored, problems = _store(session, pack, now)
    return _finish(database, stamp, tuple(stored), (*left_out, *problems), now)


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


def _read(folder: Path) -> tuple[Pack, tuple[Problem, ...]]:
    """Return the pack; one whose tool shelves alone are wrong is read without those, and their problems returned.

    A module that uses a tool of such a shelf is wrong without it, and nothing is taken.
    """
    try:
        return read_pack(folder), ()
    except PackErrors as errors:
        without = broken_shelves(folder, errors.problems)
        if not without:
            raise
        try:
            return read_pack(folder, without=without), errors.problems
        except PackErrors:
            raise errors from None


def _store(session: Session, pack: Pack, now: datetime) -> tuple[list[str], list[Problem]]:
    stored: list[str] = []
    problems: list[Problem] = []
    for position, read in enumerate(releases_of(pack)):
        release, refused = _judge(session, read)
        problems.extend(refused)
        if release is not None and not refused:
            _publish(session, release, position, now)
            stored.append(release.label)
    return stored, problems


def _judge(session: Session, release: Release) -> tuple[Release | None, list[Problem]]:
    """Return what is to be published, None where nothing is new, and why it cannot be under its number."""
    source = release.source
    newest = session.scalars(
        select(ModuleVersion)
        .where(ModuleVersion.module_id == UUID(source.uuid))
        .order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())
        .limit(1)
    ).first()
    taken = session.scalar(select(Module.id).where(Module.slug == source.slug, Module.id != UUID(source.uuid)))
    if taken is not None:
        remedy = f'Keep the uuid "{taken}" it was published under, or give the folder another name.'
        return release, [Problem(release.place, 1, f'The address "{source.slug}" belongs to another module.', remedy)]
    if newest is None:
        return release, []
    settled_release = _settled(release, newest)
    if newest.digest == settled_release.source.digest:
        return None, []
    if settled_release is not release and (broken := settled_release.broken_drills()):
        remedy = "Publish the module under the next major number, which takes the newer edition."
        return settled_release, [Problem(release.place, 1, why, remedy) for why in broken]
    release = settled_release
    remedy = "Give the change a number of its own in module.toml; the version that is published stays until then."
    return release, [Problem(release.place, 1, why, remedy) for why in refusals(newest.closure, release.closure)]


def _settled(release: Release, newest: ModuleVersion) -> Release:
    """Return the release with each borrowed calculator in the edition that its number allows."""
    if isinstance(release.source, ToolShelf) or not release.source.borrowed:
        return release
    found = settled(newest.closure, release.source)
    for name in found.waiting:
        log.info("a page keeps an older edition of a tool", module=release.label, calculator=name)
    return release.of(found.module)


def _publish(session: Session, release: Release, position: int, now: datetime) -> None:
    source = release.source
    major, minor = version_numbers(source.version) or (1, 0)
    row = session.get(Module, UUID(source.uuid))
    if row is None:
        row = Module(id=UUID(source.uuid), slug=source.slug, major=major, position=position, kind=release.kind)
        session.add(row)
        session.flush()
    row.slug, row.major, row.position, row.kind = source.slug, major, position, release.kind
    version = ModuleVersion(
        module_id=row.id,
        major=major,
        minor=minor,
        digest=source.digest,
        document=release.document,
        closure=release.closure,
        published_at=now,
    )
    session.add(version)
    session.flush()
    session.add_all(release.parts(version.id))
    session.flush()
    published.announce(session, version, now)
