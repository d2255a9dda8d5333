"""English words change under a translation: what it was made from is noted, so that it shows as stale."""

from __future__ import annotations

from collections.abc import Mapping

from lms.packs.partly import SOURCE
from lms.packs.translating.units import Unit, file_of, in_language, units_in
from lms.packs.translations import Marks
from lms.questions.text import LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)


def holds_english(path: str) -> bool:
    """Return whether words in a file are translated elsewhere or beside: an English page, or a TOML file."""
    return f"/{SOURCE}/" in path if path.endswith(".md") else path.endswith(".toml")


def remember(path: str, before: str, after: str, pages: Mapping[str, str], marks: Marks) -> None:
    """Mark the translations whose English words become others, each with the base of those it was made from.

    `before`, `after`: the English file; `pages`: language -> text of a page's translation. One with a mark keeps it;
    one that changes in the same act was looked at.
    """
    for language in TRANSLATED:
        theirs = {in_language(path, language): pages.get(language, "")} if path.endswith(".md") else {}
        was = _units({**theirs, path: before}, path, language)
        known = marks.get(language, {}).get(file_of(path), {})
        for part, unit in _units({**theirs, path: after}, path, language).items():
            earlier = was.get(part)
            if earlier is None or not earlier.target or part in known or earlier.source == unit.source:
                continue
            if earlier.target == unit.target:
                marks.setdefault(language, {}).setdefault(file_of(path), {})[part] = earlier.base


def _units(texts: Mapping[str, str], path: str, language: str) -> dict[str, Unit]:
    return {unit.part: unit for unit in units_in(texts, path, language, {})}
