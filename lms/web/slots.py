"""Slots: places on a room's pages that rooms above it fill, so that the lower room need not know them.

A room that leaves a place writes `{{ slot("learning.completed", hand=hand) }}` in its template; a room above it calls
`fill(app, "learning.completed", filler)` where it opens. An empty slot shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Flask, current_app
from markupsafe import Markup

Filler = Callable[..., str]
"""Takes the keywords of the slot and returns HTML that is already safe: what `render_template` returns."""
_KEY = "lms.slots"


def install(app: Flask) -> None:
    """Make the registry, and give templates `slot(name, **keywords)`."""
    app.extensions[_KEY] = {}
    app.jinja_env.globals["slot"] = filled


def fill(app: Flask, name: str, filler: Filler) -> None:
    """Fill a slot; several rooms may fill the same one, in the order they open."""
    _slots(app).setdefault(name, []).append(filler)


def filled(name: str, **keywords: Any) -> Markup:
    """Return what the rooms above have for a slot."""
    fillers = _slots(current_app).get(name, [])
    return Markup("").join(Markup(filler(**keywords)) for filler in fillers)  # noqa: S704  - rendered by our templates


def _slots(app: Flask) -> dict[str, list[Filler]]:
    return cast("dict[str, list[Filler]]", app.extensions[_KEY])
