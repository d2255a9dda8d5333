"""Looking at what came of an import."""

from __future__ import annotations

import tomllib
from typing import Any

from lms.packs.exchange.importing import Import, import_quiz


def file_of(imported: Import) -> dict[str, Any]:
    """Return the quiz file that came of a file, as its values."""
    assert imported.quiz is not None, imported.losses.found
    return tomllib.loads(imported.quiz.text)


def items_of(imported: Import) -> dict[str, dict[str, Any]]:
    """Return the items by their ids."""
    return {item["id"]: item for item in file_of(imported)["items"]}


def said(imported: Import, question: str = "") -> str:
    """Return all that was said about a question, or about the whole file."""
    return "\n".join(f"{loss.reason} → {loss.done}" for loss in imported.losses.found if loss.question == question)


def gift(text: str, **options: Any) -> Import:
    """Return what comes of a GIFT text."""
    return import_quiz(text.encode(), "quiz.gift", **options)
