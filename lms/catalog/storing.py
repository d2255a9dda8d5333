"""From a checked release to the rows of a version: whether it may follow what is published, and storing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import published
from lms.catalog.identity import module_id_of
from lms.catalog.models import Medium, Module, ModuleVersion, SourceFile
from lms.catalog.releases import Release
from lms.packs.editions import settled
from lms.packs.identity import version_numbers
from lms.packs.own_files import picture_name
from lms.packs.tool_shelves import ToolShelf
from lms.packs.versions import refusals

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Judged:
    """A release as it would be published after `newest`, and why it may not be; `release` is None where it is that."""

    release: Release | None
    newest: ModuleVersion | None
    reasons: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def newest_version(session: Session, module: UUID) -> ModuleVersion | None:
    """Return the version of a module with the highest number."""
    return session.scalars(
        select(ModuleVersion)
        .where(ModuleVersion.module_id == module)
        .order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())
        .limit(1)
    ).first()


def judged(session: Session, release: Release, organisation_id: UUID | None) -> Judged:
    """Say whether a release may follow what is published of its module, each borrowed calculator settled.

    `reasons` are the rules of numbers it breaks, `broken` the drills that need a newer edition of a tool.
    """
    newest = newest_version(session, module_id_of(organisation_id, release.source.uuid))
    if newest is None:
        return Judged(release, None)
    after = _settled(release, newest)
    if newest.digest == after.source.digest:
        return Judged(None, newest)
    if after is not release and (broken := after.broken_drills()):
        return Judged(after, newest, broken=tuple(broken))
    return Judged(after, newest, refusals(newest.closure, after.closure))


def store(
    session: Session,
    release: Release,
    files: Mapping[str, bytes],
    *,
    organisation_id: UUID | None,
    position: int,
    now: datetime,
) -> ModuleVersion:
    """Write the rows of a version, and tell everybody who listens. `files` are those it was made of, by their paths."""
    source = release.source
    major, minor = version_numbers(source.version) or (1, 0)
    module = _module(session, release, organisation_id)
    module.slug, module.major, module.position, module.kind = source.slug, major, position, release.kind
    version = ModuleVersion(
        organisation_id=organisation_id,
        module_id=module.id,
        major=major,
        minor=minor,
        digest=source.digest,
        document=release.document,
        closure=release.closure,
        published_at=now,
    )
    session.add(version)
    session.flush()
    parts = release.parts(version.id)
    pictures = {each.name: each.content for each in parts if isinstance(each, Medium)}
    for part in (*parts, *source_rows(version.id, files, pictures)):
        part.organisation_id = organisation_id
        session.add(part)
    session.flush()
    published.announce(session, version, now)
    return version


def source_rows(version: UUID, files: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> Iterable[SourceFile]:
    """Yield the rows of a version's files; a picture that is stored with it is not kept twice."""
    for path, content in files.items():
        kept = pictures.get(picture_name(path) or "") == content
        yield SourceFile(version_id=version, path=path, content=None if kept else content)


def _module(session: Session, release: Release, organisation_id: UUID | None) -> Module:
    id = module_id_of(organisation_id, release.source.uuid)
    row = session.get(Module, id)
    if row is None:
        row = Module(
            id=id, organisation_id=organisation_id, slug=release.source.slug, major=1, position=0, kind=release.kind
        )
        session.add(row)
        session.flush()
    return row


def _settled(release: Release, newest: ModuleVersion) -> Release:
    """Return the release with each borrowed calculator in the edition that its number allows."""
    if isinstance(release.source, ToolShelf) or not release.source.borrowed:
        return release
    found = settled(newest.closure, release.source)
    for name in found.waiting:
        log.info("a page keeps an older edition of a tool", module=release.label, calculator=name)
    return release.of(found.module)
