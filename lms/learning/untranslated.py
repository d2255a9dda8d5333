"""What of a quiz, self-assessment or drill a reader sees in English, because nobody has translated it yet."""

from __future__ import annotations

from typing import Any

from flask import Flask

from lms.packs.drills.model import Drill
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz
from lms.questions.kinds import Item, kind_of
from lms.questions.text import missing_translations
from lms.web.languages import language


def untranslated(content: Quiz | Instrument | Drill, item: Item | None = None) -> bool:
    """Return whether a text of it, of one `item` where one is given, is missing in the reader's language."""
    if language() in ("en", *content.languages):
        return False
    document: Any = kind_of(item.kind).document(item) if item is not None else content.document()
    return any(missing_translations(document, [language()]))


def install(app: Flask) -> None:
    """Give every template `untranslated`."""
    app.jinja_env.globals["untranslated"] = untranslated
