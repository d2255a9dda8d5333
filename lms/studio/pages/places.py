"""A page of a draft in one language: where it lies, and its text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from lms.kernel.permissions import NotFound
from lms.packs.companions import KINDS as COMPANIONS
from lms.packs.segments import Segment, split
from lms.studio.drafts.held import content_of, draft_or_404, paths_of, text_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import is_text, module_file, page_file
from lms.web.context import db
from lms.web.languages import LANGUAGES


@dataclass(frozen=True)
class Place:
    """One page in one language; `page` is its file's name."""

    draft: Draft
    page: str
    language: str

    @cached_property
    def path(self) -> str:
        """Return where its text lies in the draft."""
        return page_file(self.draft.slug, self.language, self.page)

    @cached_property
    def text(self) -> str:
        """Return its text as it is kept now; NotFound where there is none."""
        return text_of(db(), self.draft, self.path)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Return its parts."""
        return split(self.path, self.text)

    @cached_property
    def files(self) -> dict[str, str]:
        """Return the digest of every file of the draft by its path."""
        return paths_of(db(), self.draft)

    @cached_property
    def module(self) -> dict[str, Any]:
        """Return what module.toml says; nothing while it cannot be read."""
        content = content_of(db(), self.draft, module_file(self.draft.slug)) or b""
        try:
            return tomllib.loads(content.decode("utf-8", "replace"))
        except (tomllib.TOMLDecodeError, RecursionError):
            return {}

    @cached_property
    def pages(self) -> list[str]:
        """Return the names of the pages that have a text in this language, in the order of the module."""
        entries = self.module.get("pages")
        names = [entry.get("name") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        there = [name for name in names if isinstance(name, str) and self.in_(name) in self.files]
        return there if self.page in there else [*there, self.page]

    @property
    def companion(self) -> str:
        """Return which page beside the module it is (`lms.packs.companions.KINDS`); "" for one of the module itself."""
        entries = self.module.get("pages")
        pages = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
        found = next((each.get("beside") for each in pages if each.get("name") == self.page), "")
        return found if isinstance(found, str) and found in COMPANIONS else ""

    @property
    def languages(self) -> list[str]:
        """Return the languages this page is written in."""
        return [each for each in LANGUAGES if page_file(self.draft.slug, each, self.page) in self.files]

    def in_(self, page: str) -> str:
        """Return where another page of this language lies."""
        return page_file(self.draft.slug, self.language, page)

    def beside(self, step: int) -> str | None:
        """Return the page `step` places further, None beyond either end."""
        place = self.pages.index(self.page) + step
        return self.pages[place] if 0 <= place < len(self.pages) else None


def place_or_404(draft: UUID, page: str, language: str) -> Place:
    """Return a page of a draft of the visitor's organisation; NotFound where there is no such text."""
    place = Place(draft_or_404(draft), page, language)
    if language not in LANGUAGES or not is_text(place.path) or place.path not in place.files:
        raise NotFound
    return place
