"""What publishing needs to have read and computed, done before the transaction that writes: nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import publishing as catalog
from lms.catalog.models import ModuleVersion
from lms.catalog.releases import Release
from lms.packs.problems import PackErrors
from lms.studio.drafts.files import paths_of
from lms.studio.drafts.models import Draft
from lms.studio.publishing.numbering import Step
from lms.studio.publishing.standing import Standing, newest_of, standing_of


@dataclass(frozen=True)
class Prepared:
    """A draft as it was read: what publishing it by a step would do, the release, and what it all hangs on.

    `numbers`: the files that say another version number; `release` None where it may not be published anyway.
    """

    standing: Standing
    step: Step
    numbers: Mapping[str, bytes]
    release: Release | None
    paths: Mapping[str, str]
    newest: UUID | None

    def still_holds(self, session: Session, draft: Draft) -> bool:
        """Return whether neither the draft nor what is published has changed since; two short queries."""
        newest = newest_id(session, draft.module_id)
        return self.newest == newest and self.paths == paths_of(session, draft)


def prepare(session: Session, draft: Draft, step: Step) -> Prepared:
    """Read and check a draft, and compute what publishing it by a step needs."""
    paths, newest = paths_of(session, draft), newest_of(session, draft.module_id)
    standing = standing_of(session, draft)
    may = standing.is_ready and step in standing.steps
    numbers = standing.numbered(step) if may else {}
    release = _release(session, {**standing.files, **numbers}, draft.organisation_id) if may else None
    return Prepared(standing, step, numbers, release, paths, newest.id if newest is not None else None)


def newest_id(session: Session, module_id: UUID) -> UUID | None:
    """Return the id of what is published of a module last."""
    newest_first = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    query = select(ModuleVersion.id).where(ModuleVersion.module_id == module_id).order_by(*newest_first).limit(1)
    return session.scalar(query)


def _release(session: Session, files: Mapping[str, bytes], organisation_id: UUID) -> Release | None:
    """Return the release, None where it cannot be made: publishing says why, under its own lock."""
    try:
        return catalog.release_of(session, files, organisation_id)
    except (PackErrors, catalog.Refused):
        return None
