"""Which language a page is in: the person's choice, else this browser's, else what it asks for, else the organisation's."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, request
from flask_babel import Babel, format_date, format_decimal, format_time
from wtforms.fields import SelectChoice

from lms.web.visitors import visitor

LANGUAGES = {"en": "English", "da": "Dansk", "sv": "Svenska"}
LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
COOKIE = "lms_language"
_LOCALES = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE"}


def install(app: Flask) -> None:
    """Give every template and view its translations."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Babel(app, locale_selector=lambda: _LOCALES[language()] if request else "en_GB", timezone_selector=_time_zone)
    app.jinja_env.globals.update(languages=LANGUAGES, language=language)
    app.jinja_env.filters.update(dateformat=format_date, datetimeformat=_moment, numberformat=format_decimal)


def language() -> str:
    """Return the two-letter language of this request: en, da or sv."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    who = visitor()
    if who is not None and who.language in LANGUAGES:
        return str(who.language)
    asked = request.accept_languages.best_match(list(LANGUAGES))
    return asked or (who.organisation_language if who else "en")


def _time_zone() -> str | None:
    who = visitor()
    return who.time_zone if who else None


def local(text: dict[str, str]) -> str:
    """Return a content text in the reader's language, or in English where it is not written yet."""
    return text.get(language()) or text["en"]



def _moment(at: datetime) -> str:
    """Return a moment by the organisation's wall clock, to the minute."""
    return f"{format_date(at, 'long')}, {format_time(at, 'short')}"
