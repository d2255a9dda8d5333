"""The five heaviest queries of HR's pages at full size, and how each database goes about them: `python -m bench.plans`.

Writes `docs/queries.md`. It takes minutes: 100,000 people are built on each database first; `python -m bench.plans
20000` takes fewer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy import make_url

from bench.explained import Heavy, intro, section
from bench.large import known, organisation_of
from bench.pages import requested
from bench.queries import Query, collected
from bench.scale import assignments_on, paths_of, rules_on
from bench.site import DATABASES, ROOT, Site, site

SIZE = 100_000
HEAVIEST = 5
TIMES = 3
WRITTEN = ROOT / "docs" / "queries.md"


def main(size: int) -> None:
    """Build an organisation of `size` people on both databases and write the page."""
    sections = []
    for kind in DATABASES:
        with site(kind) as place:
            sections.append(section(kind, heaviest(place, kind, size)))
    WRITTEN.write_text("\n".join([intro(size), *sections]), encoding="utf-8")
    print(f"{WRITTEN.relative_to(ROOT)} is written")


def heaviest(place: Site, kind: str, size: int = SIZE) -> list[Heavy]:
    """Return the heaviest queries of all pages, the slowest first, each statement once."""
    large = organisation_of(place, size)
    rules_on(place, kind, {size: large})
    assignments_on(place, kind, {size: large})
    known(place)
    found: dict[str, Heavy] = {}
    hr, learner = (place.cookies(place.browser(each)) for each in (large.hr, large.learner))
    connection = _connect(place)
    for name, path in paths_of(place, large).items():
        ask = requested(place.app, path, learner if name == "learner's home" else hr)
        ask()
        with collected(place.database) as queries:
            ask()
        for statement, parameters in queries:
            heavy = _measured(connection, place, name, (statement, parameters))
            if heavy.ms > found.get(statement, Heavy("", -1.0, "", "")).ms:
                found[statement] = heavy
    connection.close()
    return sorted(found.values(), key=lambda each: -each.ms)[:HEAVIEST]


def _measured(connection: Any, place: Site, page: str, query: Query) -> Heavy:
    statement, parameters = query
    if not statement.lstrip().upper().startswith(("SELECT", "WITH")):
        return Heavy(page, 0.0, statement, "")
    cursor, taken = connection.cursor(), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        cursor.execute(statement, parameters)
        cursor.fetchall()
        taken.append((time.perf_counter() - begun) * 1000)
    return Heavy(page, min(taken), statement, "\n".join(_plan(cursor, place, query)))


def _plan(cursor: Any, place: Site, query: Query) -> Iterator[str]:
    statement, parameters = query
    if place.database.is_sqlite:
        depth = {0: -1}
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        for node, above, _unused, words in cursor.fetchall():
            depth[node] = depth.get(above, -1) + 1
            yield f"{'  ' * depth[node]}{words}"
    else:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) {statement}", parameters)
        for (words,) in cursor.fetchall():
            yield str(words)


def _connect(place: Site) -> Any:
    if place.database.is_sqlite:
        connection = dbapi2.connect(make_url(place.database.url).database, isolation_level=None)
        connection.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text)
        return connection
    return psycopg.connect(place.database.url, autocommit=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SIZE)
