"""The addresses of translating, in the studio's blueprint."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.people import history
from lms.studio.drafts import tabs
from lms.studio.translating import file_views, glossary_views, views

ROOM: Final = "/author/drafts/<uuid:draft>/translate"
GLOSSARY: Final = "/author/drafts/<uuid:draft>/glossary"
ENDPOINTS: Final = frozenset(
    f"studio.{name}"
    for name in ("translate", "translated", "translation_files", "translation_preview", "glossary", "glossary_term")
)


def add_to(bp: Blueprint) -> None:
    """Add the routes of the room."""
    bp.get(ROOM)(views.translations)
    bp.post(ROOM, endpoint="translation_languages")(views.choose_languages)
    bp.get(f"{ROOM}/<language>")(views.translate)
    bp.post(f"{ROOM}/<language>", endpoint="translated")(views.keep_texts)
    bp.post(f"{ROOM}/<language>/order", endpoint="translation_order")(views.bring_in_line)
    bp.get(f"{ROOM}/<language>/files", endpoint="translation_files")(file_views.files)
    bp.post(f"{ROOM}/<language>/files", endpoint="translation_preview")(file_views.preview)
    bp.get(f"{ROOM}/<language>/texts.<suffix>", endpoint="translation_file")(file_views.download)
    bp.post(f"{ROOM}/<language>/import", endpoint="translation_import")(file_views.importing)
    bp.get(GLOSSARY)(glossary_views.glossary)
    bp.post(GLOSSARY, endpoint="glossary_term")(glossary_views.keep)
    bp.post(f"{GLOSSARY}/removal", endpoint="glossary_removal")(glossary_views.remove)


def register(app: Flask) -> None:
    """Add the room to the row of a draft's rooms."""
    history.describe("studio.glossary_term", _l("A term of the glossary was written"))
    history.describe("studio.glossary_removal", _l("A term of the glossary was taken out"))
    tabs.add(app, "studio.translations", lambda: _l("Translate"), 50, also=ENDPOINTS)
