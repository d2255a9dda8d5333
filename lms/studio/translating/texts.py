"""The texts of a draft as its translators need them: read without the pictures, one file or all of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.packs.translating.units import in_language
from lms.packs.translations import FILE
from lms.questions.text import LANGUAGES
from lms.studio.drafts.held import paths_of
from lms.studio.drafts.models import Draft, DraftFile
from lms.studio.drafts.paths import is_text, module_file


def all_texts(session: Session, draft: Draft) -> dict[str, str]:
    """Return every text file of a draft by its path; no picture is read."""
    return _texts(session, draft, [path for path in paths_of(session, draft) if is_text(path)])


def texts_around(session: Session, draft: Draft, path: str) -> dict[str, str]:
    """Return what one English file is translated with: itself, its pages in other languages, the module, the marks."""
    pages = [in_language(path, language) for language in LANGUAGES] if path.endswith(".md") else []
    return _texts(session, draft, {path, *pages, module_file(draft.slug), marks_file(draft)})


def marks_file(draft: Draft) -> str:
    """Return where a draft keeps what its translations were made from."""
    return f"modules/{draft.slug}/{FILE}"


def _texts(session: Session, draft: Draft, paths: Iterable[str]) -> dict[str, str]:
    rows = session.execute(
        select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == draft.id, DraftFile.path.in_(list(paths)))
    )
    return {row.path: row.content.decode("utf-8", "replace") for row in rows}
