"""The five heaviest queries of HR's pages at full size, and how each database goes about them: `python -m bench.plans`.

Prints Markdown. It takes minutes: 100,000 people are built on each database first.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy import make_url

from bench.large import organisation_of
from bench.pages import requested
from bench.queries import Query, collected
from bench.scale import assignments_on, paths_of, rules_on
from bench.site import DATABASES, Site, site

SIZE = 100_000
HEAVIEST = 5
TIMES = 3
LONGEST = 1_400


@dataclass(frozen=True)
class Heavy:
    """One query of one page: how long it takes by the bare driver, in ms, and the database's plan."""

    page: str
    ms: float
    statement: str
    plan: str


def main() -> None:
    """Print the plans of both databases."""
    for kind in DATABASES:
        with site(kind) as place:
            print(f"## {kind}\n")
            for number, heavy in enumerate(heaviest(place, kind), 1):
                print(f"### {number}. {heavy.page}: {heavy.ms:.1f} ms\n")
                print(f"```sql\n{_short(heavy.statement)}\n```\n\n```text\n{heavy.plan}\n```\n")


def heaviest(place: Site, kind: str) -> list[Heavy]:
    """Return the heaviest queries of all pages, the slowest first, each statement once."""
    large = organisation_of(place, SIZE)
    rules_on(place, kind, {SIZE: large})
    assignments_on(place, kind, {SIZE: large})
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


def _short(statement: str) -> str:
    """Return a statement on few lines; of a long list of columns only its beginning."""
    words = re.sub(r"\s+", " ", statement).strip()
    words = re.sub(r" (FROM|WHERE|GROUP BY|ORDER BY|LIMIT|LEFT OUTER JOIN|JOIN|UNION) ", r"\n\1 ", words)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


if __name__ == "__main__":
    main()
