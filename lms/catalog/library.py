"""From the shelves into the database: read whole, checked whole, and only then stored; the stamp comes last.

A library with a mistake changes nothing: the last good version stays, and the problems are logged, printed at start and
shown to trainers until they are mended. Only a tool shelf is a thing of its own: where it alone is wrong, the modules
are taken and it stays what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.catalog.indexing import index_missing
from lms.catalog.models import LibrarySync, Medium, Module, ModuleVersion
from lms.catalog.releases import Release, releases_of
from lms.catalog.sources import has_sources
from lms.catalog.storing import Judged, judged, source_rows, store
from lms.kernel.database import Database
from lms.packs.files import SHELVES, SourceFolder
from lms.packs.model import Pack
from lms.packs.own_files import own_paths
from lms.packs.problems import Findings, PackErrors, Problem
from lms.packs.reading import broken_shelves, read_pack
from lms.plugins import Packs
from lms.sentences import kept, say

log = structlog.get_logger(__name__)
KEPT_SYNCS = 50
NO_PACKS = Packs()
READ_AS = b"with files"
"""Changed when more is kept of a folder than before, so that one that did not change is read again, once."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync did: versions stored, and what was refused and why."""

    stored: tuple[str, ...]
    problems: tuple[Problem, ...]
    unchanged: bool = False
    gone: tuple[str, ...] = ()
    """Modules that are published and that nothing holds any more: a package was uninstalled, a folder taken away."""


def sync(database: Database, folder: Path, now: datetime, packs: Packs = NO_PACKS) -> SyncReport:
    """Bring the shared library up to date with a folder, and with the content packs of packages.

    Never raises for bad content; says it loudly instead. A pack with a mistake changes nothing, and keeps none of the
    others out. What is gone stays as it was published: results stand on it.
    """
    stamp = _stamp_of_all(folder, packs)
    with database.reading() as session:
        last = session.scalars(_syncs().limit(1)).first()
    if last is not None and last.digest == stamp and not last.problems:
        index_missing(database)  # what an earlier program published knows no index
        return SyncReport((), (), unchanged=True)
    problems = [_unusable(name, why) for name, why in packs.unusable.items()]
    stored: list[str] = []
    taken = _Taken()
    for name, place in [("", folder), *((pack.name, pack.folder) for pack in packs.found)]:
        try:
            pack, left_out = _read(place)
        except PackErrors as errors:
            problems += _of_pack(name, errors.problems)
            taken.is_whole = False
            continue
        with database.writing() as session:
            more, refused = _store(session, pack, SourceFolder(place, Findings()), now, taken)
        stored += more
        problems += _of_pack(name, (*left_out, *refused))
    gone = _gone(database, taken) if taken.is_whole else ()
    return replace(_finish(database, stamp, tuple(stored), tuple(problems), now), gone=gone)


@dataclass
class _Taken:
    """What the packs read so far hold: {uuid: slug} of modules and of their quizzes, names and uuids of curricula.

    `is_whole`: each could be read.
    """

    uuids: dict[str, str] = field(default_factory=dict)
    curricula: set[str] = field(default_factory=set)
    count: int = 0
    is_whole: bool = True


def _of_pack(name: str, problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with the name of the package's pack before each file."""
    return [replace(each, file=f"{name}: {each.file}") if name else each for each in problems]


def _unusable(name: str, why: str) -> Problem:
    remedy = say("Mend or uninstall the package, then start the program anew.")
    return Problem(name, 1, say("The content pack cannot be used. {why}", why=why), remedy)


def _gone(database: Database, taken: _Taken) -> tuple[str, ...]:
    query = select(Module.id, Module.slug).where(Module.organisation_id.is_(None), Module.withdrawn_at.is_(None))
    with database.reading() as session:
        return tuple(slug for id, slug in session.execute(query.order_by(Module.slug)) if str(id) not in taken.uuids)


def _stamp_of_all(folder: Path, packs: Packs) -> str:
    """Return what changes with every change of the folder and of what is installed."""
    stamp = _stamp(folder)
    for pack in packs.found:
        stamp = hashlib.sha256(f"{stamp} {pack.name} {_stamp(pack.folder)}".encode()).hexdigest()
    return stamp


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
    digest = hashlib.sha256(READ_AS)
    for shelf in SHELVES:
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
        session.add(LibrarySync(digest=stamp, problems=[_kept(problem) for problem in problems], at=now))
        session.flush()
        old = list(session.scalars(_syncs().with_only_columns(LibrarySync.id).offset(KEPT_SYNCS)))
        session.execute(delete(LibrarySync).where(LibrarySync.id.in_(old)))
    for problem in problems:
        log.error("the library was not taken; the last good version stays", problem=str(problem))
    for version in stored:
        log.info("a version was published", version=version)
    return SyncReport(stored, problems)


def _kept(problem: Problem) -> dict[str, Any]:
    told = {"message": kept(problem.message), "remedy": kept(problem.remedy)}
    return {"file": problem.file, "line": problem.line, **told}


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


def _store(
    session: Session, pack: Pack, folder: SourceFolder, now: datetime, taken: _Taken
) -> tuple[list[str], list[Problem]]:
    stored: list[str] = []
    problems: list[Problem] = []
    problems += _second_curricula(pack, taken)
    known, first = dict(taken.uuids), taken.count
    for position, read in enumerate(releases_of(pack), first):
        taken.count += 1
        uuids = (read.source.uuid, *(each.uuid for each in read.quizzes))
        if clash := _clash(read, uuids, known):
            problems.append(clash)
            continue
        taken.uuids |= dict.fromkeys(uuids, read.source.slug)
        found = judged(session, read, None)
        refused = _refused(session, read, found)
        problems.extend(refused)
        if found.release is not None and not refused:
            files = _files(folder, read)
            store(session, found.release, files, organisation_id=None, position=position, now=now)
            stored.append(read.label)
        elif found.newest is not None and found.release is None:
            _keep_files(session, found.newest, folder, read)
    return stored, problems


def _second_curricula(pack: Pack, taken: _Taken) -> list[Problem]:
    """Return which curricula are not offered because an earlier pack has brought one of that name or uuid."""
    marks = {each.name: {each.name, each.uuid} for each in pack.curricula}
    remedy = say("Give what was copied a name and a uuid of its own.")
    message = say("A curriculum of this name or uuid comes from elsewhere already, so this one is not offered.")
    second = [name for name, own in marks.items() if own & taken.curricula]
    taken.curricula |= {mark for own in marks.values() for mark in own}
    return [Problem(f"curricula/{name}.toml", 1, message, remedy) for name in second]


def _clash(read: Release, uuids: Sequence[str], known: Mapping[str, str]) -> Problem | None:
    """Return why a release cannot be taken beside what another pack brings."""
    if not (slugs := [known[uuid] for uuid in uuids if uuid in known]):
        return None
    remedy = say("Give what was copied uuids of its own: python3 -c 'import uuid; print(uuid.uuid4())'")
    message = say('It has a uuid of the module "{slug}", which comes from elsewhere already.', slug=slugs[0])
    return Problem(read.place, 1, message, remedy)


def _refused(session: Session, read: Release, found: Judged) -> list[Problem]:
    """Return why a release cannot be published under its number or at its address."""
    source, place = read.source, read.place
    others = Module.organisation_id.is_(None), Module.slug == source.slug, Module.id != UUID(source.uuid)
    taken = session.scalar(select(Module.id).where(*others))
    if taken is not None:
        remedy = say('Keep the uuid "{uuid}" it was published under, or give the folder another name.', uuid=taken)
        message = say('The address "{slug}" belongs to another module.', slug=source.slug)
        return [Problem(place, 1, message, remedy)]
    drills = say("Publish the module under the next major number, which takes the newer edition.")
    number = say("Give the change a number of its own in module.toml; the version that is published stays until then.")
    return [
        *(Problem(place, 1, why, drills) for why in found.broken),
        *(Problem(place, 1, why, number) for why in found.reasons),
    ]


def _files(folder: SourceFolder, release: Release) -> dict[str, bytes]:
    """Return the files a release was made of."""
    paths = own_paths(folder.files, release.source.slug, release.quizzes)
    found = {path: folder.content(path) for path in paths}
    return {path: content for path, content in found.items() if content is not None}


def _keep_files(session: Session, version: ModuleVersion, folder: SourceFolder, release: Release) -> None:
    """Keep the files of a version that was published before files were kept: the folder holds them still."""
    if not has_sources(session, [version.id]):
        pictures = select(Medium.name, Medium.content).where(Medium.version_id == version.id)
        held = dict(session.execute(pictures).all())
        session.add_all(source_rows(version.id, _files(folder, release), held))
