"""The addresses of pictures of touchpoints, below those of the tools and of scenarios."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.tools.journeys import own_data as _own_data  # noqa: F401  - adds to a person's export
from lms.tools.journeys import views
from lms.tools.journeys.showing import pictures_of

PICTURES = "/tools/<name>/pictures"


def add(bp: Blueprint) -> None:
    """Put the addresses on the tools' own list; a tool cannot be called "pictures"."""
    bp.get("/tools/pictures/<uuid:identity>")(views.picture)
    bp.get("/tools/scenarios/<uuid:identity>/pictures/<uuid:picture>")(views.scenario_picture)
    bp.post(PICTURES)(views.add_picture)
    bp.post(f"{PICTURES}/removal")(views.remove_picture)
    bp.post(f"{PICTURES}/return")(views.restore_picture)


def open_in(app: Flask) -> None:
    """Let the pages of a way ask for its pictures."""
    app.jinja_env.globals.update(pictures_of=pictures_of)
