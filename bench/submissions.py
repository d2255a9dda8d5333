"""What submitting a quiz takes when sixty-four people do it at the same moment; beside as many bare commits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy import func, select

from bench import keepalive
from bench.outcome import Outcome, percentile
from bench.served import Server, processor_seconds, served
from bench.site import DATABASES, PAGES, Site, site
from lms.learning.models import Attempt, AttemptState
from tests.support.company import Browser
from tests.support.forms import SeenForm, form_to

CLIENTS = 64
ROUNDS = 3
MOST_P95 = 500.0
INSERT = "INSERT INTO bare VALUES ({0}, 'open', 0)"
UPDATE = "UPDATE bare SET state = 'submitted', score = 1 WHERE id = {0}"
TABLE = "CREATE TABLE bare (id INTEGER PRIMARY KEY, state TEXT, score REAL)"
ONCE = "submitted exactly once"


@dataclass(frozen=True)
class Door:
    """One person in a browser, and where they try the quiz again."""

    browser: Browser
    cookies: str
    again: str

    def form(self) -> SeenForm:
        """Open an attempt and return its form, each question answered as far as a form can be by its first choice."""
        assert self.browser.post(self.again).status_code == 303
        form = form_to(self.browser.get(PAGES[-1]).text, "/submission")
        for name, choices in form.choices.items():
            form.values[name] = next(filter(None, choices))
            if choices[0] == "":  # a place in an order: no two parts may have the first
                form.values[name] = ""
        return form


Request = Callable[[bytes | None], bytes]


def measure() -> Iterator[Outcome]:
    """Yield submissions on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield submissions_on(place, kind)


def submissions_on(place: Site, kind: str) -> Outcome:
    """Return what submissions cost on one database; latencies in ms."""
    doors = [door(place, number) for number in range(CLIENTS)]
    with served(place) as server:
        _burst(place, server, doors, whole=True, times=1, rounds=1)  # warm, not counted
        figures = {
            "answers saved before": _burst(place, server, doors, whole=False, times=1),
            "the whole form": _burst(place, server, doors, whole=True, times=1),
            "the whole form, each sent twice at once": _burst(place, server, doors, whole=True, times=2),
        }
        reference = _bare_commits(place)
    once = all(figure[ONCE] == CLIENTS * ROUNDS for figure in figures.values())
    return Outcome(
        name=f"quiz submissions, {kind}",
        unit="latency and processor time in ms",
        figures=figures,
        target=f"p95 ≤ {MOST_P95:g} ms with {CLIENTS} at the same moment and answers saved before, each exactly once",
        met=once and figures["answers saved before"]["p95"] <= MOST_P95,
        references={f"{CLIENTS} bare updates committed at the same moment by the driver": reference},
        note=f"{CLIENTS} people on keep-alive connections send at the same moment, {ROUNDS} rounds, new attempts each; "
        "latency from the first byte sent to the last received, the wait behind the others included; with a script the "
        "answers are saved before, without one the form brings them; generator on the same cores",
    )


def door(place: Site, number: int) -> Door:
    """Return somebody new on the page of the quiz."""
    browser = place.browser(place.person(f"Submitter {number}"))
    browser.post(f"{PAGES[0].rpartition('/')[0]}/enrolment")
    action = form_to(browser.get(PAGES[-1]).text, "/attempts").action
    return Door(browser, place.cookies(browser), action)


def _burst(
    place: Site, server: Server, doors: list[Door], *, whole: bool, times: int, rounds: int = ROUNDS
) -> dict[str, float]:
    latencies: list[float] = []
    processor = 0.0
    before = submitted(place)
    for _ in range(rounds):
        requests = [submission(each, whole=whole) for each in doors]
        spent = processor_seconds(server.workers())
        load = keepalive.run(server.port, [_once(each) for each in requests for _ in range(times)], 0.0)
        processor += processor_seconds(server.workers()) - spent
        latencies += load.latencies
    return {
        **_figures(latencies),
        "processor": round(processor * 1000 / len(latencies), 2),
        ONCE: submitted(place) - before,
    }


def submission(of: Door, *, whole: bool) -> bytes:
    """Open an attempt and return the request that submits it, with the whole form or without a field."""
    form = of.form()
    bare = {name: form.values[name] for name in ("csrf_token", "shown_in")}
    return keepalive.post_form(form.action, of.cookies, form.values if whole else bare)


def _once(request: bytes) -> Request:
    return lambda _body: request


def submitted(place: Site) -> int:
    """Return how many attempts are submitted."""
    with place.database.reading() as session:
        found = session.scalar(select(func.count()).where(Attempt.state == AttemptState.SUBMITTED))
    return found or 0


def _figures(latencies: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(latencies, share) * 1000, 1) for name, share in shares.items()}


def _bare_commits(place: Site) -> dict[str, float]:
    """Update one row each from as many threads at the same moment, each commit synced."""
    path = place.config.data / "bare.db"
    embedded = place.database.is_sqlite
    mark = "?" if embedded else "%s"

    def connect() -> Any:
        if not embedded:
            return psycopg.connect(place.database.url, autocommit=True)
        connection = dbapi2.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    with closing(connect()) as connection:
        connection.execute(TABLE)
        for number in range(CLIENTS):
            connection.execute(INSERT.format(mark), (number,))
    gate = threading.Barrier(CLIENTS)

    def submit(number: int) -> list[float]:
        taken = []
        with closing(connect()) as connection:
            for _ in range(ROUNDS):
                gate.wait()
                begun = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE" if embedded else "BEGIN")
                connection.execute(UPDATE.format(mark), (number,))
                connection.execute("COMMIT")
                taken.append(time.perf_counter() - begun)
        return taken

    with ThreadPoolExecutor(CLIENTS) as pool:
        return _figures([one for each in pool.map(submit, range(CLIENTS)) for one in each])
