"""What saving costs when sixteen people type at once, and sixty-four; beside bare committed inserts."""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg
from pysqlite3 import dbapi2

from bench import keepalive
from bench.outcome import Outcome, percentile
from bench.served import Server, children, processor_seconds, served
from bench.site import DATABASES, Field, Site, site
from lms.kernel.ids import new_id

WRITERS = 16
MANY = 64
SECONDS = 5.0
ROUNDS = 2
BARE_SECONDS = 3.0
MOST_CPU = 5.0
MOST_P95 = 25.0
TABLE = "CREATE TABLE bare (id TEXT PRIMARY KEY, person TEXT, field TEXT, value TEXT, received TEXT)"
ROW = "INSERT INTO bare VALUES ({0}, {0}, {0}, {0}, {0})"

Writer = Callable[[bytes | None], bytes]


def measure() -> Iterator[Outcome]:
    """Yield quiz answers and private numbers, on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield saves_on(place, kind)


def saves_on(place: Site, kind: str) -> Outcome:
    """Return what saves cost on one database; latencies in ms."""
    people = [place.learner(f"Writer {number}") for number in range(MANY)]
    doors = [(place.cookies(browser), browser.token()) for browser, _quiz, _number in people]
    quiz = [writer(field, *door) for (_browser, field, _number), door in zip(people, doors, strict=True)]
    numbers = [writer(field, *door) for (_browser, _quiz, field), door in zip(people, doors, strict=True)]
    with served(place) as server:
        for each in (quiz, numbers):
            keepalive.run(server.port, each, 1)
        figures = {
            "quiz answer": _cost(place, server, quiz[:WRITERS]),
            "private number": _cost(place, server, numbers[:WRITERS]),
            f"quiz answer, {MANY} writers": _cost(place, server, quiz),
        }
        reference = _bare_inserts(place)
    answer = figures["quiz answer"]
    fast = kind == "postgresql" or answer["p95"] <= MOST_P95
    return Outcome(
        name=f"answers saved, {kind}",
        unit="saves per second; latency and processor time in ms",
        figures=figures,
        target=f"≤ {MOST_CPU:g} ms of processor time" + (f", p95 ≤ {MOST_P95:g} ms" if kind == "sqlite" else ""),
        met=fast and all(figure["processor"] <= MOST_CPU for figure in figures.values()),
        references={"one row inserted and committed by the driver": reference},
        note=f"{WRITERS} writers unless it says otherwise, each its own person on a keep-alive connection, generator "
        "on the same cores; processor time is the web processes'",
    )


def writer(field: Field, cookies: str, token: str) -> Writer:
    """Return a client that saves another value of one field each time, always from the revision that is current."""
    sent = itertools.count()  # this client alone writes the field and nothing is refused: it is the revision, too

    def following(body: bytes | None) -> bytes:
        assert body is None or b'"conflicts":[]' in body, body
        base = next(sent)
        answer = {
            "id": str(new_id()),
            "context": field.context,
            "block": field.block,
            "item": field.item,
            "base": base,
            "value": field.values[base % 2],
        }
        return keepalive.post_json("/learn/answers", cookies, token, json.dumps([answer]).encode())

    return following


def _cost(place: Site, server: Server, clients: list[Writer]) -> dict[str, float]:
    latencies: list[float] = []
    seconds = web = database = 0.0
    for _ in range(ROUNDS):
        before = processor_seconds(server.workers()), _database_seconds(place)
        load = keepalive.run(server.port, clients, SECONDS)
        web += processor_seconds(server.workers()) - before[0]
        database += _database_seconds(place) - before[1]
        latencies += load.latencies
        seconds += load.seconds
    cost = _figures(latencies, seconds) | {"processor": round(web * 1000 / len(latencies), 2)}
    return cost | ({"database's own processor": round(database * 1000 / len(latencies), 2)} if place.postmaster else {})


def _figures(latencies: list[float], seconds: float) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    found = {name: round(percentile(latencies, share) * 1000, 2) for name, share in shares.items()}
    return {"per_second": round(len(latencies) / seconds, 1), **found}


def _database_seconds(place: Site) -> float:
    return processor_seconds(children(place.postmaster)) if place.postmaster else 0.0


def _bare_inserts(place: Site) -> dict[str, float]:
    """Insert one row a transaction from as many threads, on connections of their own, each commit synced."""
    path = place.config.data / "bare.db"
    embedded = place.database.is_sqlite

    def connect() -> Any:
        if not embedded:
            return psycopg.connect(place.database.url, autocommit=True)
        connection = dbapi2.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    with closing(connect()) as connection:
        connection.execute(TABLE)
    statement = ROW.format("?" if embedded else "%s")
    gate = threading.Barrier(WRITERS)

    def insert(number: int) -> list[float]:
        taken = []
        with closing(connect()) as connection:
            gate.wait()
            until = time.perf_counter() + BARE_SECONDS
            while (begun := time.perf_counter()) < until:
                connection.execute("BEGIN IMMEDIATE" if embedded else "BEGIN")
                row = (str(new_id()), str(number), "quiz/five-points", os.urandom(8).hex(), "now")
                connection.execute(statement, row)
                connection.execute("COMMIT")
                taken.append(time.perf_counter() - begun)
        return taken

    with ThreadPoolExecutor(WRITERS) as pool:
        latencies = [one for each in pool.map(insert, range(WRITERS)) for one in each]
    return _figures(latencies, BARE_SECONDS)
