"""Which language a page is in: the browser's choice, else the person's, else what is asked for, else the company's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, g, request
from flask_babel import Babel, format_date, format_decimal, format_time, get_translations, gettext, refresh
from wtforms.fields import SelectChoice

from lms.kernel.addresses import is_reachable
from lms.sentences import Stored, brought_back, worded
from lms.web.templating import speaking
from lms.web.visitors import visitor

LANGUAGES = {"en": "English", "da": "Dansk", "sv": "Svenska"}
LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
COOKIE = "lms_language"
_LOCALES = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE"}


def install(app: Flask) -> None:
    """Give every template and view its translations."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Babel(app, locale_selector=lambda: _LOCALES[language()] if request else "en_GB", timezone_selector=_time_zone)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_word, _words, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    said = speaking(_word)
    app.jinja_env.globals.update(languages=LANGUAGES, language=language, _=said, gettext=said)
    app.jinja_env.filters.update(
        dateformat=format_date,
        datetimeformat=_moment,
        timeformat=_time,
        numberformat=format_decimal,
        in_words=in_words,
        kept_words=kept_words,
        address=_address,
    )
    app.jinja_env.tests["reachable"] = is_reachable


def language() -> str:
    """Return the two-letter language of this request: en, da or sv."""
    spoken: str | None = g.get("spoken")
    if spoken is None:
        spoken = g.spoken = _chosen() or _asked() or _organisations() or "en"
    return spoken


def _address(address: str) -> str:
    """Return an address as people read it: in words where it only stands in for one."""
    return address if is_reachable(address) else gettext("no mail address")


def speak_as_shown() -> None:
    """Read a form in the language it was shown in: "1.234" is another number once another tab has changed it."""
    shown_in = request.form.get("shown_in")
    if shown_in in LANGUAGES:
        speak(shown_in)


def speak(wanted: str) -> None:
    """Go on in another language of ours: words, dates and numbers from here on are in it."""
    g.spoken = wanted
    g.pop("catalogue", None)
    refresh()


def speak_without_asking_the_database() -> None:
    """Settle the request's language by what the browser sent alone, for the page that says something has failed."""
    g.spoken = g.get("spoken") or _kept() or _asked() or "en"


def _chosen() -> str | None:
    kept = _kept()
    who = None if kept else visitor()
    return kept or (str(who.language) if who is not None and who.language in LANGUAGES else None)


def _kept() -> str | None:
    """Return the language this browser keeps; a cookie can hold anything, so only one of ours counts."""
    kept = request.cookies.get(COOKIE)
    return kept if kept in LANGUAGES else None


def _asked() -> str | None:
    return request.accept_languages.best_match(list(LANGUAGES))


def _organisations() -> str | None:
    who = visitor()
    return who.organisation_language if who else None


def _time_zone() -> str | None:
    who = visitor()
    return who.time_zone if who else None


def local(text: dict[str, str]) -> str:
    """Return a content text in the reader's language, else in English, else in the one it is written in."""
    return text.get(language()) or text.get("en") or next(filter(None, text.values()), "")


def in_words(text: Stored) -> str:
    """Return what a checker said in the reader's language, also as it was stored; a plain text as it is."""
    return worded(brought_back(text), _word, _words)


def kept_words(text: str) -> str:
    """Return a sentence that was kept in English, in the reader's language where it is one of ours that has no gaps."""
    return _word(text) if text else ""


def _word(text: str) -> str:
    return str(_catalogue().ugettext(text))


def _words(one: str, many: str, count: int) -> str:
    return str(_catalogue().ungettext(one, many, count))


def _catalogue() -> Any:
    """Return the request's translations, looked up once: a page asks for a hundred words."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def _time(at: datetime) -> str:
    """Return the time of a moment by the organisation's wall clock, to the minute."""
    return f"{format_time(at, 'short')}"


def _moment(at: datetime) -> str:
    """Return a moment by the organisation's wall clock, to the minute."""
    return f"{format_date(at, 'long')}, {format_time(at, 'short')}"
