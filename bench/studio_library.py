"""The trainer's library with 2,000 modules: listed, filtered, sorted and searched, beside the same page with one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from bench.large import known
from bench.outcome import Outcome, Spread
from bench.pages import requested
from bench.site import DATABASES, Site, site
from lms.catalog.cards import make_missing
from lms.catalog.indexing import index_missing
from lms.catalog.models import Module, ModuleVersion, PageVersion
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.people.models import Person
from lms.questions.text import LANGUAGES

MODULES = 2_000
WORDS = 70
"""Words of a page of the measured modules."""
CALLS = 15
MOST_MS = 100.0
VOCABULARY = tuple(
    first + last
    for first in ("kundeb", "loyal", "servi", "afgan", "marke", "hverda")
    for last in ("en", "er", "ing", "else", "ede")
)
ASKED = {
    "the first page by name": "/author?whose=own",
    "words in titles": "/author?whose=own&q=module+kunde",
    "by last change": "/author?whose=own&sort=changed",
    "most used first": "/author?whose=own&sort=used",
    "in one language": "/author?whose=own&language=da",
    "words in everything": "/author/search?q=kundeben+servi",
}


def measure() -> Iterator[Outcome]:
    """Yield the library's figures on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield library(place, kind)


def library(place: Site, kind: str) -> Outcome:
    """Return what each way to ask costs with 2,000 modules, and the first page with none of them."""
    browser = place.demo_browser("trainer@demo.example")
    before = _spread(place, browser, "/author?whose=own")
    organisation = _organisation(place)
    shelve(place, organisation, MODULES)
    figures = {what: _spread(place, browser, path) for what, path in ASKED.items()}
    last = f"/author?whose=own&after={'f' * 32}.Module+{MODULES - 30:04}"
    figures["far down the list"] = _spread(place, browser, last)
    return Outcome(
        name=f"the library with {MODULES:,} modules, {kind}",
        unit="ms",
        figures=figures,
        target=f"≤ {MOST_MS:g} ms",
        met=all(each.median <= MOST_MS for each in figures.values()),
        references={"the first page without them": before},
        note=f"own modules with a page of {WORDS} words in three languages each; whole requests, signed in",
    )


def shelve(place: Site, organisation: UUID, count: int) -> None:
    """Put so many modules on the company's shelf, each with one page in every language, and index them."""
    chance, now = Random(count), SystemClock().now()  # noqa: S311  - the same shelf every time is the point
    rows: dict[Any, list[dict[str, Any]]] = {Module: [], ModuleVersion: [], PageVersion: []}
    for number in range(count):
        module, version = new_id(), new_id()
        title = {code: f"Module {number:04} {chance.choice(VOCABULARY)}" for code in LANGUAGES}
        summary = {code: " ".join(chance.choices(VOCABULARY, k=20)) for code in LANGUAGES}
        own = {"organisation_id": organisation}
        rows[Module].append(
            {"id": module, **own, "slug": f"module-{number}", "major": 1, "position": number, "kind": "module"}
        )
        document = {"title": title, "summary": summary, "languages": [*LANGUAGES], "version": "1.0", "cover": ""}
        document |= {"pages": [], "quizzes": [], "calculators": []}
        rows[ModuleVersion].append(
            {"id": version, **own, "module_id": module, "major": 1, "minor": 0, "digest": module.hex * 2}
            | {"document": document, "closure": {}, "published_at": now - timedelta(minutes=number)}
        )
        for code in LANGUAGES:
            words = " ".join(chance.choices(VOCABULARY, k=WORDS))
            page = {"blocks": [{"id": "start", "kind": "prose", "html": f"<p>{words}</p>"}]}
            rows[PageVersion].append(
                {"id": new_id(), **own, "version_id": version, "name": "01-page", "language": code, "position": 0}
                | {"required": True, "minutes": 5, "title": title[code], "document": page}
            )
    with place.database.writing() as session:
        for model, some in rows.items():
            session.execute(insert(model), some)
    make_missing(place.database)
    index_missing(place.database)
    known(place)


def _organisation(place: Site) -> UUID:
    with place.database.reading() as session:
        return session.scalars(select(Person.organisation_id).where(Person.email == "trainer@demo.example")).one()


def _spread(place: Site, browser: Any, path: str) -> Spread:
    """Return how long a page takes, in milliseconds, once everything that is kept in the process is."""
    ask = requested(place.app, path, place.cookies(browser))
    ask()
    taken = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1_000)
    return Spread.of(taken)
