"""Where a report stands: the address of a question, and of the names behind one of its figures."""

from __future__ import annotations

from typing import Any

from flask import url_for

from lms.assigning.reports.asking import ABOUT_ONE, TEAM, Question
from lms.assigning.reports.rows import Column


def url_of(question: Question) -> str:
    """Return the address of a report."""
    if question.kind == TEAM:
        return url_for("team.team")
    about: dict[str, Any] = {"about": question.id} if question.kind in ABOUT_ONE else {}
    return url_for(f"reports.{question.kind}", **(about | question.args()))


def names_url(question: Question, row: str | None, column: Column) -> str:
    """Return the address of the names behind a figure; `row` is its key, None in the totals."""
    kept: dict[str, Any] = {
        name: value for name, value in question.args().items() if name not in ("order", "after", "id", "late")
    }
    kept |= {"about": question.id} if question.id else {}
    kept |= {"row": row} if row else {}
    return url_for("reports.names", kind=question.kind, column=column.value, **kept)
