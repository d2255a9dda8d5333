"""The addresses of pictures and clips, in the studio's blueprint."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.packs.segments import base_of, text_of_part
from lms.studio.drafts import tabs
from lms.studio.media import organisation_views, views

ROOM: Final = "/author/drafts/<uuid:draft>/media"


def add_to(bp: Blueprint) -> None:
    """Add the routes of the room."""
    bp.get("/author/media", endpoint="media")(organisation_views.media)
    bp.get(ROOM, endpoint="draft_media")(views.library)
    bp.post(ROOM, endpoint="upload_medium")(views.upload)
    bp.get(f"{ROOM}/<name>", endpoint="draft_medium")(views.medium)
    bp.post(f"{ROOM}/<name>", endpoint="describe_medium")(views.describe)
    bp.post(f"{ROOM}/<name>/content", endpoint="replace_medium")(views.replace)
    bp.post(f"{ROOM}/<name>/name", endpoint="rename_medium")(views.rename)
    bp.post(f"{ROOM}/<name>/removal", endpoint="remove_medium")(views.remove)
    bp.post(f"{ROOM}/<name>/captions/<language>", endpoint="caption_medium")(views.caption)


def register(app: Flask) -> None:
    """Add the room to the row of a draft's rooms."""
    app.add_template_global(_base, "base_of_part")
    tabs.add(
        app,
        "studio.draft_media",
        lambda: _l("Pictures"),
        40,
        also=frozenset({"studio.upload_medium", "studio.replace_medium", "studio.caption_medium"}),
    )


def _base(path: str, text: str, part: str) -> str:
    """Return the revision of a part of a text, for a form that changes it."""
    found = text_of_part(path, text, part)
    return "" if found is None else base_of(found)
