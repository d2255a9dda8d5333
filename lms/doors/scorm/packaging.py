"""A published version as one zip that a platform plays by itself: the same version gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask

from lms.doors.scorm import looks
from lms.doors.scorm.choice import Choice, Standard
from lms.doors.scorm.manifest import NAME, About, manifest, schemas
from lms.doors.scorm.pages import Tell, Written, skeleton, write
from lms.doors.scorm.questions.data import ICONS
from lms.doors.scorm.scripts import as_global, bundle
from lms.doors.scorm.taking import Published
from lms.packs.archive import write_archive
from lms.tools.printed import harmless

ENTRY: Final = "index.html"
_ROOM: Final = Path(__file__).parents[2]
_SCRIPTS: Final = {
    "web/js": _ROOM / "web" / "static" / "web" / "js",
    "calculators": _ROOM / "calculators" / "static" / "calculators",
    "scorm": Path(__file__).parent / "static" / "scorm",
}
_CHARTS: Final = _ROOM / "web" / "static" / "web" / "vendor"
_LICENCES: Final = "licences/charts.txt"
_FETCHED: Final = {"web/vendor/vega.js": ("js/charts.js", "outsideInCharts")}
_INSTEAD: Final = {"web/js/answers.js": "scorm/scorm-answers.js"}


def package(app: Flask, published: Published, choice: Choice, tell: Tell = lambda _language: None) -> bytes:
    """Return the zip; `tell` is told each language that is written."""
    return write_archive(files(app, published, choice, tell))


def files(app: Flask, published: Published, choice: Choice, tell: Tell = lambda _language: None) -> dict[str, bytes]:
    """Return every file of a package by its path in it."""
    written = write(app, published, choice, tell)
    html = "".join("".join((each.frame, *each.pages.values())) for each in written)
    title = _title(published, choice)
    page = skeleton(
        app,
        choice,
        title=title,
        written=written,
        sprite=looks.sprite(looks.icons_in(html) | frozenset(ICONS)),
        about=harmless(json.dumps(_about(published, choice, written), ensure_ascii=False)),
    )
    found = {
        ENTRY: page.encode(),
        "css/package.css": looks.sheet().encode(),
        "js/package.js": _script().encode(),
        **looks.fonts(),
        **_charts(published),
        **{f"media/{name}": content for name, content in published.media.items()},
    }
    about = About(str(published.module.id), published.number, title)
    return {**found, **schemas(choice.standard), NAME: manifest(choice.standard, about, found)}


def file_name(published: Published, choice: Choice) -> str:
    """Return what a package is called on a disk."""
    standard = "scorm12" if choice.standard is Standard.SCORM_12 else "scorm2004"
    return f"{published.module.slug}-{published.number}-{standard}-{'-'.join(choice.languages)}.zip"


def _title(published: Published, choice: Choice) -> str:
    title: Mapping[str, str] = published.document["title"]
    return title.get(choice.languages[0]) or title["en"]


def _about(published: Published, choice: Choice, written: list[Written]) -> dict[str, Any]:
    """Return what the scripts know of the package. `key`: what a platform kept belongs to this version only."""
    pages = published.document["pages"]
    return {
        "standard": choice.standard.value,
        "limit": choice.standard.limit,
        "key": published.version.digest[:8],
        "languages": [*choice.languages],
        "pages": [
            {"name": each["name"], "required": each["required"], "quizzes": published.quizzes_on(each["name"])}
            for each in pages
        ],
        "quizzes": published.document["quizzes"],
        "words": {each.language: each.words for each in written},
    }


def _charts(published: Published) -> dict[str, bytes]:
    """Return the library that draws pictures, with its licences, where the module has any."""
    if not any(each.charts for each in published.calculators.values()):
        return {}
    return _chart_files()


@cache
def _chart_files() -> dict[str, bytes]:
    [(address, name)] = _FETCHED.values()
    drawn = as_global((_CHARTS / "vega.js").read_text("utf-8"), name)
    return {address: drawn.encode(), _LICENCES: (_CHARTS / "vega.LICENSES.txt").read_bytes()}


@cache
def _script() -> str:
    """Return the one script: ours as they are on our own pages, with the package's own beside them."""
    paths = {f"{at}/{path.name}": path for at, folder in _SCRIPTS.items() for path in sorted(folder.glob("*.js"))}
    sources = {name: path.read_text("utf-8") for name, path in paths.items()}
    return bundle(sources, "scorm/scorm.js", instead=_INSTEAD, fetched=_FETCHED)
