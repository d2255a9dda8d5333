"""The words of a draft's pictures, as a page's cards ask for them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from lms.packs.blocks import Block
from lms.packs.segments import base_of, text_of_part
from lms.packs.translating.languages import spoken_in
from lms.studio.drafts.held import text_of
from lms.studio.drafts.paths import module_file
from lms.studio.media.shelf import declared_in
from lms.studio.pages.places import Place
from lms.web.context import db
from lms.web.languages import LANGUAGES

Told = dict[str, Any]


def told_pictures(place: Place) -> dict[str, Told]:
    """Return what is said of each picture by its name: `alt` {language: words}, `decorative`, `base` of its part."""
    path = module_file(place.draft.slug)
    text = text_of(db(), place.draft, path) if path in place.files else ""
    return {name: _told(each, text_of_part(path, text, f"media.{name}")) for name, each in declared_in(text).items()}


def spoken(place: Place) -> list[list[str]]:
    """Return (code, name) of the languages a picture's words are written in, that of the page first."""
    path = module_file(place.draft.slug)
    languages, _partly = spoken_in(text_of(db(), place.draft, path) if path in place.files else "")
    codes = dict.fromkeys((place.language, *languages))
    return [[code, LANGUAGES[code]] for code in codes if code in languages or code == place.language]


def silent(place: Place, block: Block) -> str:
    """Return what to say of a picture whose words are missing in the language of the page; "" where they are there."""
    declared = place.module.get("media")
    each = declared.get(block.data["file"]) if block.kind == "picture" and isinstance(declared, dict) else None
    if not isinstance(each, dict) or each.get("decorative") is True:
        return ""
    alt = each.get("alt")
    said = str(alt.get(place.language, "")).strip() if isinstance(alt, dict) else ""
    return "" if said else gettext("Say in words what the picture shows; without that it cannot be published.")


def _told(each: dict[str, Any], part: str | None) -> Told:
    alt = each.get("alt")
    words = {code: text for code, text in alt.items() if isinstance(text, str)} if isinstance(alt, dict) else {}
    decorative = each.get("decorative") is True
    return {"alt": words, "decorative": decorative, "base": base_of(part) if part is not None else ""}
