"""Whoever edits English makes the translations of those words stale: noted in the same act, whichever room it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lms.packs.translating.remembering import TRANSLATED, holds_english, remember
from lms.packs.translating.units import in_language
from lms.packs.translations import FILE, parsed, written

if TYPE_CHECKING:
    from lms.studio.drafts.acts import Act


def marked_anew(act: Act, before: Mapping[str, str]) -> dict[str, bytes]:
    """Return translations.toml as it is to be after an act; nothing where it stays as it is.

    `before`: the texts that the act changes, as they were.
    """
    changed = [path for path in before if holds_english(path) and act.text(path) not in (None, before[path])]
    file = f"modules/{act.draft.slug}/{FILE}"
    if not [path for path in changed if path != file]:
        return {}
    old = act.text(file) or ""
    marks = parsed(old)
    for path in changed:
        if path != file:
            remember(path, before[path], act.text(path) or "", _pages(act, path), marks)
    new = written(marks)
    return {file: new.encode()} if new != written(parsed(old)) else {}


def _pages(act: Act, path: str) -> dict[str, str]:
    if not path.endswith(".md"):
        return {}
    found = {language: act.text(in_language(path, language)) for language in TRANSLATED}
    return {language: text for language, text in found.items() if text is not None}
