"""The rooms of a draft beside one another: each adds itself where it opens, and every page of theirs shows the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flask import Flask, current_app, request, url_for
from sqlalchemy import func, select

from lms.studio.drafts.models import Draft, DraftComment
from lms.studio.drafts.reading import Read, read
from lms.web.context import db

_KEY: Final = "lms.studio.tabs"


@dataclass(frozen=True)
class Tab:
    """One room of a draft: the endpoint it opens (which takes `draft`), its label, its place, what leads into it.

    `also`: endpoints, or names of blueprints. `count`: what the label counts, told which draft; 0 is not shown.
    """

    endpoint: str
    label: Callable[[], str]
    position: int
    also: frozenset[str] = frozenset()
    count: Callable[[Draft], int] | None = None

    @property
    def text(self) -> str:
        """Return the label in the reader's language."""
        return str(self.label())

    @property
    def is_here(self) -> bool:
        """Return whether the page in hand is this room's."""
        return request.endpoint == self.endpoint or bool({request.endpoint, request.blueprint} & self.also)


@dataclass(frozen=True)
class Frame:
    """What stands at the head of every room of a draft."""

    draft: Draft

    @property
    def tabs(self) -> list[Tab]:
        """Return the rooms in their order."""
        found: list[Tab] = current_app.extensions[_KEY]
        return found

    @cached_property
    def read(self) -> Read:
        """Return what the checker says of the draft."""
        return read(db(), self.draft)

    @property
    def problems(self) -> int:
        """Return how many problems keep it from being published."""
        return len(self.read.problems)

    def address(self, tab: Tab) -> str:
        """Return where a room of this draft is."""
        return url_for(tab.endpoint, draft=self.draft.id)

    def count(self, tab: Tab) -> int:
        """Return the number behind a room's name, 0 for none."""
        return tab.count(self.draft) if tab.count is not None else 0


def install(app: Flask) -> None:
    """Make the row, and give templates the frame of a draft."""
    app.extensions[_KEY] = []
    app.add_template_global(Frame, "draft_frame")


def add(
    app: Flask,
    endpoint: str,
    label: Callable[[], str],
    position: int,
    *,
    also: frozenset[str] = frozenset(),
    count: Callable[[Draft], int] | None = None,
) -> None:
    """Add a room to the row; `position` is its place among 10 outline, 20 questions, 30 tools and so on."""
    tabs: list[Tab] = app.extensions[_KEY]
    tabs.append(Tab(endpoint, label, position, also, count))
    tabs.sort(key=lambda tab: tab.position)


def open_comments_of(draft: Draft) -> int:
    """Return how many remarks on a draft wait for somebody."""
    waiting = (DraftComment.draft_id == draft.id, DraftComment.parent_id.is_(None), DraftComment.resolved_at.is_(None))
    return db().scalar(select(func.count()).where(*waiting)) or 0
