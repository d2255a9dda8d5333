"""What publishing a set of files would do, before anybody presses anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.sources import lent_to
from lms.packs.differences.comparing import differences
from lms.packs.differences.model import Difference
from lms.packs.differences.sources import closure_of
from lms.packs.versions import Change, compare
from lms.questions.text import N_
from lms.studio.drafts.files import files_of
from lms.studio.drafts.models import Draft, DraftComment
from lms.studio.drafts.reading import Read, read, read_now
from lms.studio.publishing.checks.finding import Finding
from lms.studio.publishing.checks.listing import findings_in
from lms.studio.publishing.numbering import Step, next_number, numbered, numbers_of_files
from lms.studio.publishing.people import Concerned, concerned


@dataclass(frozen=True)
class Standing:
    """Files that may be published, beside what is published of their module.

    `newest` None: nothing is yet. `findings` is the check list.
    """

    slug: str
    module_id: UUID
    files: Mapping[str, bytes]
    read: Read
    newest: ModuleVersion | None
    findings: tuple[Finding, ...]
    concerned: Concerned

    @property
    def seen(self) -> str:
        """Return the number of what is published now, "" for nothing: a page tells it back when its button is used."""
        return self.published or ""

    @property
    def published(self) -> str | None:
        """Return the number of what is published now."""
        return f"{self.newest.major}.{self.newest.minor}" if self.newest is not None else None

    @cached_property
    def closure(self) -> dict[str, Any] | None:
        """Return the closure of the files; None while they cannot be read."""
        pack, module = self.read.pack, self.read.module
        return closure_of(pack, module) if pack is not None and module is not None else None

    @cached_property
    def change(self) -> Change | None:
        """Return what the step amounts to; None for a first version, and while the files cannot be read."""
        if self.newest is None or self.closure is None:
            return None
        return compare(self.newest.closure, self.closure)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Return what differs from what is published, in words."""
        if self.newest is None or self.closure is None:
            return ()
        return differences(self.newest.closure, self.closure)

    @property
    def bars(self) -> tuple[Finding, ...]:
        """Return what publishing waits for."""
        return tuple(each for each in self.findings if each.bars)

    @property
    def is_same(self) -> bool:
        """Return whether there is nothing new to publish."""
        return self.change is not None and self.change.level == "same"

    @property
    def is_ready(self) -> bool:
        """Return whether it may be published."""
        return self.closure is not None and not self.bars and not self.is_same

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps that are allowed: a change of meaning is a major one, anything else may be either."""
        if self.newest is None or self.change is None or self.change.level == "major":
            return ("major",)
        return ("minor", "major")

    def number(self, step: Step) -> str:
        """Return the number the next version would have."""
        return next_number(self.published, step)

    def numbered(self, step: Step) -> dict[str, bytes]:
        """Return the files that have to say another version number, with it."""
        if self.closure is None:
            return {}
        before = self.newest.closure if self.newest is not None else None
        return numbered(self.files, self.slug, self.number(step), numbers_of_files(before, self.closure))


def standing_of(session: Session, draft: Draft) -> Standing:
    """Return what publishing a draft would do."""
    files, found = files_of(session, draft), read(session, draft)
    comments = _open_comments(session, draft)
    return _standing(session, draft.organisation_id, draft.slug, draft.module_id, files, found, comments)


def standing_of_files(session: Session, organisation_id: UUID, module: Module, files: Mapping[str, bytes]) -> Standing:
    """Return what publishing these files as the next version of a published module would do."""
    found = read_now(files, lent_to(session, organisation_id, without=module.id))
    return _standing(session, organisation_id, module.slug, module.id, files, found, ())


def newest_of(session: Session, module_id: UUID) -> ModuleVersion | None:
    """Return what is published of a module last."""
    newest_first = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    query = select(ModuleVersion).where(ModuleVersion.module_id == module_id).order_by(*newest_first).limit(1)
    return session.scalars(query).first()


def _standing(
    session: Session,
    organisation_id: UUID,
    slug: str,
    module_id: UUID,
    files: Mapping[str, bytes],
    found: Read,
    remarks: tuple[Finding, ...],
) -> Standing:
    newest = newest_of(session, module_id)
    listed = (*findings_in(files, found.problems, found.notes, found.module), *remarks)
    people = concerned(session, organisation_id, module_id, newest.major) if newest is not None else Concerned()
    return Standing(slug, module_id, files, found, newest, listed, people)


def _open_comments(session: Session, draft: Draft) -> tuple[Finding, ...]:
    here = (DraftComment.draft_id == draft.id, DraftComment.resolved_at.is_(None), DraftComment.parent_id.is_(None))
    rows = session.execute(
        select(DraftComment.path, DraftComment.part, func.count())
        .where(*here)
        .group_by(DraftComment.path, DraftComment.part)
        .order_by(DraftComment.path, DraftComment.part)
    )
    said, remedy = N_("Open comments: %(count)s."), N_("Answer or resolve them, or let them wait.")
    return tuple(Finding("note", said, remedy, path, part, {"count": count}) for path, part, count in rows)
