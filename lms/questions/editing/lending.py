"""Texts that are not written in English yet, lent from the language they are written in, so that they can be tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.questions.text import LANGUAGES, is_text

FIRST = LANGUAGES[0]


def lent(value: Any) -> Any:
    """Return a value of a file with English in every text of it: its own, else that of the first language it has."""
    if is_text(value):
        words = {language: value[language] for language in LANGUAGES if value.get(language)}
        return {FIRST: next(iter(words.values())), **words} if words else dict(value)
    if isinstance(value, Mapping):
        return {key: lent(inner) for key, inner in value.items()}
    return [lent(each) for each in value] if isinstance(value, list) else value
