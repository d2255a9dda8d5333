"""What a new module holds before anybody has written in it: one page, a plain cover, an objective without words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from lms.packs.exchange.toml_writing import toml
from lms.studio.drafts.covers import COVER, cover
from lms.studio.drafts.paths import module_file, page_file

PAGE: Final = "01-first-page"
SOURCE: Final = "en"
"""The language every module has."""
MINUTES: Final = 5
_TITLES: Final = {"en": "First page", "da": "Første side", "sv": "Första sidan"}
_BEGIN: Final = {
    "en": "Begin with something that happened: a customer, a day, a sentence somebody said.",
    "da": "Begynd med noget, der skete: en kunde, en dag, en sætning, nogen sagde.",
    "sv": "Börja med något som hände: en kund, en dag, en mening som någon sa.",
}


def begun_files(slug: str, uuid: UUID, title: Mapping[str, str], language: str) -> dict[str, bytes]:
    """Return the files of a new module, written in `language`, and in English too, which every module needs."""
    languages = [SOURCE] if language == SOURCE else [SOURCE, language]
    picture, alt = cover(uuid)
    told = {"uuid": str(uuid), "version": "1.0", "languages": languages}
    head = toml({**told, "minutes": MINUTES, "work_minutes": 0, "cover": COVER})
    texts = {each: title.get(each, "") for each in languages}
    tables = [_table("[title]", texts), _table("[summary]", dict.fromkeys(languages, ""))]
    tables += [_table("[[objectives]]", dict.fromkeys(languages, ""))]
    tables += [toml({"pages": [{"name": PAGE, "required": True, "minutes": MINUTES}]})]
    tables += [_table(f'[media."{COVER}".alt]', {each: alt[each] for each in languages})]
    pages = {page_file(slug, each, PAGE): page_text(_TITLES[each], _BEGIN[each]) for each in languages}
    module = "\n".join([head, *tables])
    return {module_file(slug): module.encode(), f"modules/{slug}/media/{COVER}": picture, **pages}


def begin_words(language: str = SOURCE) -> str:
    """Return what stands on a page before anybody has written on it."""
    return _BEGIN[language]


def page_text(title: str, body: str) -> bytes:
    """Return a page with a title and a paragraph."""
    return f"+++\n{toml({'title': title})}+++\n\n{body}\n".encode()


def _table(header: str, texts: Mapping[str, str]) -> str:
    return f"{header}\n{toml(texts)}"
