"""What a learner's page costs: processor time and queries, in this process, warm; beside a bare page and bare SQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from werkzeug.test import create_environ

from bench.hello import make_app
from bench.outcome import Outcome, Spread
from bench.queries import bare, collected
from bench.site import DATABASES, MODULE, PAGES, TOOL, Site, site

ROUNDS = 7
CALLS = 30
MOST = {"sqlite": 4.0, "postgresql": 6.0}
WARM = 3
MOST_QUERIES = 5
NAMES = {"home": "/learn", "module": MODULE, **{f"page {n}": p for n, p in enumerate(PAGES, 1)}, "tool": TOOL}
FULL = "home, two years of history"
COLLEAGUE = "colleague@demo.example"
MOST_AT_HOME = {"sqlite": 10.0, "postgresql": 10.0}
MOST_QUERIES_AT_HOME = 8


def measure() -> Iterator[Outcome]:
    """Yield the pages on each database, and the home of somebody with everything on it."""
    for kind in DATABASES:
        with site(kind) as place:
            yield pages_on(place, kind)
            yield full_home_on(place, kind)


def pages_on(place: Site, kind: str) -> Outcome:
    """Return processor time and queries of every learner's page, of somebody under way with own numbers."""
    browser, _quiz, _number = place.learner()
    figures, references = costs_of(place, place.cookies(browser), NAMES)
    return Outcome(
        name=f"learner pages, {kind}",
        unit="ms of processor time",
        figures=figures,
        target=f"≤ {MOST[kind]:g} ms and ≤ {MOST_QUERIES} queries a page; home ≤ {MOST_QUERIES_AT_HOME} queries",
        met=all(
            f["cpu"].median <= MOST[kind] and f["queries"] <= (MOST_QUERIES_AT_HOME if name == "home" else MOST_QUERIES)
            for name, f in figures.items()
        ),
        references=references,
        note=_note(kind),
    )


def full_home_on(place: Site, kind: str) -> Outcome:
    """Return the cost of the demo colleague's home: every card of it filled, four tools computed."""
    figures, references = costs_of(place, place.cookies(place.demo_browser(COLLEAGUE)), {FULL: "/learn"})
    return Outcome(
        name=f"{FULL}, {kind}",
        unit="ms of processor time",
        figures=figures,
        target=f"≤ {MOST_AT_HOME[kind]:g} ms and ≤ {MOST_QUERIES_AT_HOME} queries",
        met=all(
            f["cpu"].median <= MOST_AT_HOME[kind] and f["queries"] <= MOST_QUERIES_AT_HOME for f in figures.values()
        ),
        references=references,
        note=_note(kind),
    )


def _note(kind: str) -> str:
    return "WSGI calls in one warm process, log and metrics on" + (
        "" if kind == "sqlite" else "; the client's side only"
    )


def costs_of(place: Site, cookies: str, paths: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return figures and references of pages, by their names: `cpu` and `wall` in ms, and `queries`."""
    hello = requested(make_app(), "/", "")
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    with bare(place.database) as send:
        for name, path in paths.items():
            ask = requested(place.app, path, cookies)
            for _ in range(WARM):  # versions never change, so a process reads each once
                ask()
            with collected(place.database) as queries:
                page = ask().decode()
            figures[name], references[name] = _measured(ask, hello, partial(send, list(queries), page))
            figures[name]["queries"] = len(queries)
    return figures, references


def _measured(
    ask: Callable[[], object], hello: Callable[[], object], plain: Callable[[], object]
) -> tuple[dict[str, Any], dict[str, Any]]:
    found: dict[str, list[float]] = {"page": [], "hello": [], "plain": [], "wall": []}
    for each in (ask, hello, plain):
        for _ in range(WARM):
            each()
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found["page"].append(processor_ms(ask, CALLS))
        found["wall"].append((time.perf_counter() - begun) * 1000 / CALLS)
        found["hello"].append(processor_ms(hello, CALLS))
        found["plain"].append(processor_ms(plain, CALLS))
    return (
        {"cpu": Spread.of(found["page"]), "wall": Spread.of(found["wall"])},
        {"bare Flask page": Spread.of(found["hello"]), "same queries by the driver": Spread.of(found["plain"])},
    )


def requested(app: Any, path: str, cookies: str) -> Callable[[], bytes]:
    """Return a function that asks `app` for a page as a server would, and returns the body of its 200."""
    headers = {"Cookie": cookies, "Accept": "text/html", "Accept-Language": "en"}
    ready = create_environ(path, "http://127.0.0.1", headers=headers)
    ready["REMOTE_ADDR"] = "127.0.0.1"

    def ask() -> bytes:
        seen: list[str] = []

        def start(status: str, _headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], object]:
            seen.append(status)
            return lambda _part: None

        answered: Iterable[bytes] = app(dict(ready), start)
        body = b"".join(answered)
        close = getattr(answered, "close", None)
        if close is not None:
            close()
        assert seen[0].startswith("200"), f"{path}: {seen[0]}"
        return body

    return ask


def processor_ms(function: Callable[[], object], calls: int) -> float:
    """Return the processor time of one call in milliseconds, over `calls` calls; this process only."""
    begun = time.process_time()
    for _ in range(calls):
        function()
    return (time.process_time() - begun) * 1000 / calls
