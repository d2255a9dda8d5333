"""Drafts as lists show them: who changed them last, what is wrong, what was remarked, how far translations are."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.frozen import Frozen
from lms.catalog.words import composed, fold
from lms.kernel.permissions import Actor, Rows, scope_of
from lms.packs.translating.units import units_of
from lms.questions.text import LANGUAGES, in_language
from lms.studio.drafts.models import Draft, DraftComment
from lms.studio.drafts.paths import module_file
from lms.studio.drafts.people import names_of
from lms.studio.drafts.reading import read
from lms.studio.library.wanted import CHANGED, Mark, Wanted
from lms.studio.publishing.models import Publication, State
from lms.studio.translating.page import Progress
from lms.studio.translating.texts import all_texts

AT_HOME: Final = 6
PAGE: Final = 24
MOST: Final = 2_000
"""Drafts of one organisation that are listed."""


@dataclass(frozen=True)
class Translation:
    """How far a draft is in one language."""

    language: str
    progress: Progress


@dataclass(frozen=True)
class DraftLine:
    """One draft of the list. `by`: who changed it last, None where that is nobody's business any more.

    `problems`, `translations`: None and empty where the list is too long to read each of its drafts. `publication`:
    one that waits for its day, or could not be made and was not looked at yet.
    """

    draft: Draft
    by: str | None
    is_mine: bool
    comments: int = 0
    problems: int | None = None
    translations: tuple[Translation, ...] = ()
    publication: Publication | None = None

    @property
    def failed(self) -> bool:
        """Return whether it was to be published and could not."""
        return self.publication is not None and self.publication.state == State.FAILED

    @property
    def stale(self) -> list[Translation]:
        """Return the languages in which texts say what the English said before."""
        return [each for each in self.translations if each.progress.stale]


@dataclass(frozen=True)
class ListedDrafts:
    """One page of drafts, how many there are in all, and where the next page begins."""

    lines: list[DraftLine]
    total: int
    following: Mark | None = None


def latest(session: Session, actor: Actor, most: int = AT_HOME) -> ListedDrafts:
    """Return the drafts that were changed last, each read with what is wrong in it."""
    here = (scope_of(Draft, actor), Draft.trashed_at.is_(None))
    rows = Rows(session, actor, Draft).where(*here).order_by(Draft.changed_at.desc(), Draft.id).limit(most).all()
    total = session.scalar(select(func.count()).select_from(Draft).where(*here)) or 0
    return ListedDrafts(_lines(session, actor, rows, whole=True), total)


def listed_drafts(session: Session, actor: Actor, wanted: Wanted, language: str) -> ListedDrafts:
    """Return one page of the drafts that are wanted, without reading them: names, dates and remarks only."""
    columns = select(Draft.id, Draft.title, Draft.slug, Draft.changed_at)
    here = (scope_of(Draft, actor), Draft.trashed_at.is_(None))
    rows = session.execute(columns.where(*here).order_by(Draft.changed_at.desc()).limit(MOST))
    found: list[tuple[str, UUID]] = []
    for row in rows:
        title = in_language(row.title, language) if row.title.get("en") else row.slug
        written = not wanted.language or wanted.language in row.title
        if written and wanted.holds(f"{title} {row.slug} {' '.join(row.title.values())}"):
            found.append((row.changed_at.isoformat() if wanted.sort == CHANGED else fold(composed(title)), row.id))
    found.sort(key=lambda each: each[1].hex)
    found.sort(key=lambda each: each[0], reverse=wanted.sort == CHANGED)
    begin = _begin(found, wanted.after, latest_first=wanted.sort == CHANGED)
    shown = found[begin : begin + PAGE]
    following = Mark(*shown[-1]) if begin + PAGE < len(found) else None
    drafts = {
        draft.id: draft for draft in Rows(session, actor, Draft).where(Draft.id.in_([id for _k, id in shown])).all()
    }
    return ListedDrafts(_lines(session, actor, [drafts[id] for _key, id in shown], whole=False), len(found), following)


def _begin(found: Sequence[tuple[str, UUID]], after: Mark | None, *, latest_first: bool) -> int:
    """Return how many of the sorted rows lie before the mark or on it."""
    if after is None:
        return 0
    here = (after.value, after.id.hex)
    if latest_first:
        return sum(key > here[0] or (key == here[0] and id.hex <= here[1]) for key, id in found)
    return sum((key, id.hex) <= here for key, id in found)


def _lines(session: Session, actor: Actor, drafts: Sequence[Draft], *, whole: bool) -> list[DraftLine]:
    ids = [draft.id for draft in drafts]
    names = names_of(session, actor, (draft.changed_by_id for draft in drafts))
    remarks, publications = _open_remarks(session, actor, ids), _publications(session, actor, ids)
    return [
        DraftLine(
            draft,
            names.get(draft.changed_by_id) if draft.changed_by_id else None,
            draft.changed_by_id == actor.person_id,
            remarks.get(draft.id, 0),
            len(read(session, draft).problems) if whole else None,
            _translations(session, draft) if whole else (),
            publications.get(draft.id),
        )
        for draft in drafts
    ]


def _open_remarks(session: Session, actor: Actor, drafts: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many open remarks, answers not counted, each draft has."""
    waiting = DraftComment.resolved_at.is_(None), DraftComment.parent_id.is_(None)
    counted = select(DraftComment.draft_id, func.count()).where(
        scope_of(DraftComment, actor), DraftComment.draft_id.in_(drafts), *waiting
    )
    return {row[0]: row[1] for row in session.execute(counted.group_by(DraftComment.draft_id))}


def _publications(session: Session, actor: Actor, drafts: Sequence[UUID]) -> dict[UUID, Publication]:
    """Return {draft: the publication that waits, or the latest one that failed and was not looked at}."""
    open_ones = (Publication.state == State.WAITING) | (
        (Publication.state == State.FAILED) & Publication.seen_at.is_(None)
    )
    rows = Rows(session, actor, Publication).where(Publication.draft_id.in_(drafts), open_ones)
    return {row.draft_id: row for row in rows.order_by(Publication.made_at).all() if row.draft_id is not None}


_progress: Frozen[tuple[UUID, int, datetime], tuple[Translation, ...]] = Frozen(100)


def _translations(session: Session, draft: Draft) -> tuple[Translation, ...]:
    """Return how far a draft is in each language besides English; worked out once after each change."""

    def count() -> tuple[Translation, ...]:
        texts = all_texts(session, draft)
        return tuple(
            Translation(language, Progress.of(units_of(texts, language)))
            for language in _spoken(texts.get(module_file(draft.slug), ""))
        )

    return _progress.get((draft.id, draft.acts, draft.changed_at), count) or ()


def _spoken(text: str) -> list[str]:
    """Return the languages besides English a module.toml names; none where it cannot be read."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    said = [table.get("languages"), table.get("partly")]
    named = {code for each in said if isinstance(each, list) for code in each if isinstance(code, str)}
    return [language for language in LANGUAGES[1:] if language in named]
