"""The entries of the bar: each room registers its own, for the roles that may open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, request, url_for

from lms.kernel.permissions import Role, allowed_of
from lms.web.visitors import visitor


@dataclass(frozen=True)
class Entry:
    """One entry: the endpoint it opens, its label (translated late), its icon and where it stands in the bar."""

    endpoint: str
    label: Callable[[], str]
    icon: str
    position: int

    @property
    def text(self) -> str:
        """Return the label in the reader's language."""
        return str(self.label())

    @property
    def is_here(self) -> bool:
        """Return whether the page in hand lies below this entry's address, whichever room serves it."""
        place = url_for(self.endpoint)
        return f"{request.script_root}{request.path}/".startswith(f"{place.rstrip('/')}/")


@dataclass
class Navigation:
    """The registered entries."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, endpoint: str, label: Callable[[], str], icon: str, position: int) -> None:
        """Register an entry."""
        self.entries.append(Entry(endpoint, label, icon, position))
        self.entries.sort(key=lambda entry: entry.position)


def install(app: Flask) -> Navigation:
    """Make the registry, and give templates the entries the visitor may open."""
    navigation = Navigation()
    app.extensions["lms.navigation"] = navigation

    @app.template_global()
    def nav_entries() -> list[Entry]:
        """Return the entries of the visitor's bar."""
        who = visitor()
        roles = who.actor.roles if who else frozenset({Role.EVERYONE})
        return [e for e in navigation.entries if (allowed_of(app.view_functions[e.endpoint]) or frozenset()) & roles]

    return navigation
