"""Modules as the files they were made of: one of them, or a whole library as one pack."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.catalog.sources import sources_of


@dataclass(frozen=True)
class Exported:
    """The files of a pack by their paths; `missing` names the modules whose files were never stored."""

    files: dict[str, bytes]
    missing: tuple[str, ...] = ()


def library(session: Session, organisation_id: UUID | None, slug: str | None = None) -> Exported:
    """Return what an organisation has published, tool shelves too, as one pack; None: the shared library.

    `slug`: only the module at that address. Of each the newest version; of a quiz that several of them use the files of
    the version published last.
    """
    own = Module.organisation_id == organisation_id if organisation_id else Module.organisation_id.is_(None)
    query = (
        select(Module.slug, ModuleVersion.id)
        .join(ModuleVersion, newest())
        .where(own)
        .order_by(ModuleVersion.published_at, Module.position, Module.slug)
    )
    files: dict[str, bytes] = {}
    missing: list[str] = []
    for found, version in session.execute(query if slug is None else query.where(Module.slug == slug)):
        sources = sources_of(session, version)
        files.update(sources)
        if not sources:
            missing.append(found)
    return Exported(dict(sorted(files.items())), tuple(sorted(missing)))
