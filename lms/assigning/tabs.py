"""The rooms of HR beside one another: each adds itself where it opens, and every page of theirs shows the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request

from lms.kernel.permissions import allowed_of
from lms.web.visitors import visitor

_KEY = "lms.assigning.tabs"


@dataclass(frozen=True)
class Tab:
    """One room: the endpoint it opens, its label (translated late), where it stands, and the rooms it leads into."""

    endpoint: str
    label: Callable[[], str]
    position: int
    also: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Return the label in the reader's language."""
        return str(self.label())

    @property
    def is_here(self) -> bool:
        """Return whether the page in hand is this room's, or one it leads into; a page named by itself comes first."""
        every: list[Tab] = current_app.extensions[_KEY]
        if any(request.endpoint in tab.also for tab in every):
            return request.endpoint in self.also
        return request.blueprint in {self.endpoint.partition(".")[0], *self.also}


def install(app: Flask) -> None:
    """Make the row, and give templates the rooms the visitor may open."""
    app.extensions[_KEY] = []

    @app.template_global()
    def assigning_tabs() -> list[Tab]:
        """Return the rooms of the row that the visitor may open."""
        who = visitor()
        roles = who.actor.roles if who else frozenset()
        every: list[Tab] = current_app.extensions[_KEY]
        return [each for each in every if (allowed_of(app.view_functions[each.endpoint]) or frozenset()) & roles]


def add(app: Flask, endpoint: str, label: Callable[[], str], position: int, also: frozenset[str] = frozenset()) -> None:
    """Add a room to the row; `also` names blueprints without a place of their own, or endpoints."""
    tabs: list[Tab] = app.extensions[_KEY]
    tabs.append(Tab(endpoint, label, position, also))
    tabs.sort(key=lambda tab: tab.position)
