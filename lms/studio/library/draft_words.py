"""Finding words in drafts: in the texts as they stand, published or not, faulty or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.catalog.frozen import Frozen
from lms.catalog.search import Query
from lms.catalog.snippets import Piece, holds_all, snippet
from lms.catalog.words import composed, fold
from lms.kernel.permissions import Actor, Rows, scope_of
from lms.questions.text import LANGUAGES
from lms.studio.drafts.models import Draft, DraftFile

MOST: Final = 12
MOST_DRAFTS: Final = 60
"""Drafts that are looked through, the latest changed first."""
LARGEST: Final = 200_000
"""Bytes of a text that are looked through."""
_FRONT: Final = re.compile(r"\A\+\+\+\n.*?\n\+\+\+\n", re.DOTALL)
_SIGNS: Final = re.compile(r"^```.*$|^#+ |[*_`>|]|\]\([^)]*\)|\[|!\[", re.MULTILINE)
_TITLE: Final = re.compile(r'^(?:title(?:\.en)?|en)\s*=\s*"([^"\n]{1,200})"', re.MULTILINE)
_VALUE: Final = re.compile(r'=\s*"((?:[^"\\\n]|\\.)*)"|"""(.*?)"""', re.DOTALL)


@dataclass(frozen=True)
class FoundDraft:
    """One file of a draft that holds every word: where it is edited, below the draft's own address, and its title."""

    draft: Draft
    within: str
    title: str
    language: str
    text: list[Piece]


@dataclass(frozen=True, slots=True)
class _Text:
    path: str
    title: str
    plain: str
    folded: str


_texts: Frozen[tuple[UUID, int], tuple[_Text, ...]] = Frozen(2 * MOST_DRAFTS)


def find_in_drafts(session: Session, actor: Actor, query: Query, language: str) -> list[FoundDraft]:
    """Return the files of drafts that hold every word, of the latest changed drafts first."""
    open_ones = (
        Rows(session, actor, Draft).where(Draft.trashed_at.is_(None)).order_by(Draft.changed_at.desc(), Draft.id)
    )
    drafts = open_ones.limit(MOST_DRAFTS).all()
    texts = _read(session, actor, drafts)
    found: list[FoundDraft] = []
    for draft in drafts:
        for text in texts[draft.id]:
            if (hit := _hit(draft, text, query, language)) is not None:
                found.append(hit)
                if len(found) == MOST:
                    return found
    return found


def place_of(path: str) -> str:
    """Return where a draft's file is edited, below the address of the draft; "" for its outline."""
    parts = PurePosixPath(path)
    if path.endswith(".calc.toml"):
        return f"/calculators/{parts.name.removesuffix('.calc.toml')}"
    if parts.parts[0] == "quizzes":
        return f"/quizzes/{parts.stem}"
    if parts.suffix == ".md":
        return f"/pages/{parts.stem}/{parts.parent.name}"
    return ""


def _hit(draft: Draft, text: _Text, query: Query, language: str) -> FoundDraft | None:
    for spoken in _languages(text.path, language):
        likely = zip(query.words, query.stems(spoken), strict=True)
        if all(word in text.folded or stem in text.folded for word, stem in likely) and holds_all(
            text.plain, query, spoken
        ):
            return FoundDraft(draft, place_of(text.path), text.title, spoken, snippet(text.plain, query, spoken))
    return None


def _languages(path: str, language: str) -> Sequence[str]:
    own = PurePosixPath(path).parent.name
    return (own,) if path.endswith(".md") and own in LANGUAGES else tuple(dict.fromkeys((language, *LANGUAGES)))


def _read(session: Session, actor: Actor, drafts: Sequence[Draft]) -> dict[UUID, tuple[_Text, ...]]:
    """Return the texts of these drafts; one query for those that were not read since their latest change."""
    found = {draft.id: _texts.get((draft.id, draft.acts), lambda: None) for draft in drafts}
    missing = [draft for draft in drafts if found[draft.id] is None]
    if missing:
        kept: dict[UUID, list[_Text]] = {draft.id: [] for draft in missing}
        rows = select(DraftFile.draft_id, DraftFile.path, DraftFile.content).where(
            scope_of(DraftFile, actor),
            DraftFile.draft_id.in_(list(kept)),
            or_(DraftFile.path.endswith(".md"), DraftFile.path.endswith(".toml")),
        )
        for row in session.execute(rows.order_by(DraftFile.path)):
            written = row.content[:LARGEST].decode("utf-8", "replace")
            plain, titled = _plain(row.path, written), _TITLE.search(written)
            kept[row.draft_id].append(_Text(row.path, titled[1] if titled else "", plain, fold(plain)))
        for draft in missing:
            made = tuple(kept[draft.id])
            found[draft.id] = _texts.get((draft.id, draft.acts), lambda made=made: made)  # type: ignore[misc]
    return {id: texts or () for id, texts in found.items()}


def _plain(path: str, text: str) -> str:
    """Return the words of a file without the signs of its format."""
    if path.endswith(".md"):
        return composed(" ".join(_SIGNS.sub(" ", _FRONT.sub("", text)).split()))
    return composed(" ".join(" ".join(_values(text)).split()))


def _values(text: str) -> Iterator[str]:
    for found in _VALUE.finditer(text):
        yield found[1] or found[2] or ""
