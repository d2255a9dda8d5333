"""All pictures and clips of an organisation's drafts together: how much room they take, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from lms.kernel.permissions import Role, allow, scope_of
from lms.studio.drafts.models import Draft, DraftFile
from lms.studio.media.shelf import MEGABYTE
from lms.web.context import actor, config, db

MOST = 500


@dataclass(frozen=True, slots=True)
class Lying:
    """One file in one draft."""

    draft: Draft
    path: str
    size: int

    @property
    def name(self) -> str:
        """Return the file's name."""
        return PurePosixPath(self.path).name

    @property
    def is_picture(self) -> bool:
        """Return whether it can be shown as a small picture."""
        return self.name.rpartition(".")[2] in ("svg", "png", "jpg", "jpeg", "webp")

    @property
    def of(self) -> str | None:
        """Return "questions" for one that lies with the quizzes."""
        return "questions" if self.path.startswith("quizzes/") else None


@allow(Role.TRAINER)
def media() -> ResponseReturnValue:
    """Show the largest first, so that whoever needs room sees where it is."""
    here = scope_of(DraftFile, actor()), DraftFile.path.like("%/media/%")
    rows = db().execute(
        select(Draft, DraftFile.path, DraftFile.size, DraftFile.digest)
        .join(Draft, Draft.id == DraftFile.draft_id)
        .where(*here)
        .order_by(DraftFile.size.desc(), DraftFile.path)
    )
    found = [(Lying(row.Draft, row.path, row.size), row.digest) for row in rows]
    used = sum({digest: each.size for each, digest in found}.values())
    return render_template(
        "studio/media/organisation.html",
        shown=[each for each, _digest in found if each.draft.trashed_at is None][:MOST],
        used=used,
        most=config().media_megabytes * MEGABYTE,
        megabyte=MEGABYTE,
    )
