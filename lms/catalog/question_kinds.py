"""Which kinds of question the published quizzes ask, whether or not those are installed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import QuizVersion

PORTION = 50
"""Quizzes read at a time."""


def in_use(session: Session) -> dict[str, tuple[str, ...]]:
    """Return {kind: names of the quizzes that ask it}, over every organisation and every version."""
    found: dict[str, set[str]] = {}
    rows = session.execute(select(QuizVersion.name, QuizVersion.document).execution_options(yield_per=PORTION))
    for name, document in rows:
        for item in document.get("items", ()):
            if "kind" in item and document["kind"] == "quiz":
                found.setdefault(item["kind"], set()).add(name)
    return {kind: tuple(sorted(names)) for kind, names in found.items()}
