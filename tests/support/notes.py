"""Notes as the page's script sends them, on the first page of the module."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.catalog.models import Module
from lms.kernel.ids import new_id
from tests.support.company import MODULE, answer
from tests.support.learner import PAGES, Learner

PAGE = f"/learn/{MODULE}/{PAGES[0]}"


def module_of(learner: Learner) -> UUID:
    """Return the module's id."""
    with learner.installation.database.reading() as session:
        return session.scalars(select(Module.id).where(Module.slug == MODULE)).one()


def sent(
    learner: Learner, *, id: str | None = None, base: int = 0, page: str = PAGES[0], **contents: str
) -> dict[str, Any]:
    """Return a note as the page's script sends it."""
    value = {"place": "start", "quote": "", "before": "", "after": "", "text": "", "language": "en"} | contents
    return answer(f"notes:{module_of(learner)}", page, id or str(new_id()), value, base=base)


def noted(learner: Learner, **contents: str) -> str:
    """Keep a note and return its id."""
    record = sent(learner, **contents)
    assert len(learner.browser.save(record).json["saved"]) == 1
    return str(record["item"])
