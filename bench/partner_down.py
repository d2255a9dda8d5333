"""A partner that takes calls and never answers: what a learner's page takes meanwhile, beside the same without it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import func, select

from bench import keepalive
from bench.outcome import Outcome, percentile
from bench.served import served
from bench.site import DATABASES, MODULE, PAGES, Site, site
from lms.doors.partners.models import DONE, Delivery
from lms.doors.xapi import operations, telling
from lms.doors.xapi.models import XapiConnection
from lms.kernel.clock import SystemClock
from lms.learning.happenings import Kind
from lms.people.models import Organisation
from tests.doors.xapi.told import asked

SECONDS = 20.0
PER_SECOND = 30
CONNECTIONS = 16
LEAST = 100
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def measure() -> Iterator[Outcome]:
    """Yield the pages on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield pages_on(place, kind)


def pages_on(place: Site, kind: str) -> Outcome:
    """Return how long learners' pages take while a record store hangs, in ms on the clock, and without one."""
    requests = _requests(place)
    with _silent() as store, served(place) as server:
        keepalive.paced(server.port, requests, SECONDS, CONNECTIONS)  # warms both processes
        before = keepalive.paced(server.port, requests, SECONDS, CONNECTIONS)
        wanted = _want(place, store.port)
        beside = _spread(keepalive.paced(server.port, requests, SECONDS, CONNECTIONS).latencies)
        calls, kept = store.calls, _kept(place)
        _switch_off(place)
        after = keepalive.paced(server.port, requests, SECONDS, CONNECTIONS)
        without = _spread([*before.latencies, *after.latencies])
    return Outcome(
        name=f"learners' pages beside a partner that hangs, {kind}",
        unit="ms on the clock",
        figures={**beside, "calls that hung": calls, "statements wanted": wanted, "statements kept": kept},
        target="p99 within 10 % of the same without a partner, at least one call hung, nothing lost",
        met=beside["p99"] <= without["p99"] * 1.1 and calls > 0 and wanted >= LEAST and kept >= wanted,
        references={"without a partner": without},
        note=f"{PER_SECOND} pages a second for {SECONDS:g} s with it, and as long before and after; the statements "
        "wait for a store that takes connections and says nothing; two web processes, the job worker and the "
        "generator on the same cores",
    )


def _requests(place: Site) -> list[bytes]:
    browser, _quiz, _number = place.learner()
    cookies = place.cookies(browser)
    paths = ["/learn", MODULE, *PAGES]
    return [keepalive.get(paths[number % len(paths)], cookies) for number in range(int(SECONDS * PER_SECOND))]


def _spread(latencies: Sequence[float]) -> dict[str, float]:
    return {name: round(percentile(latencies, share) * 1000, 1) for name, share in SHARES.items()}


def _want(place: Site, port: int) -> int:
    """Connect the store, switched on, and have it told all that the company did; return how much that is."""
    now = SystemClock().now()
    with place.database.writing() as session:
        company = session.scalars(select(Organisation).where(Organisation.demo)).one()
        settings = asked(f"http://127.0.0.1:{port}/xAPI")
        store = operations.connect(session, company.id, settings, place.config.key().encode(), now)
        operations.switch(session, store, on=True)
        session.flush()
        for reading in telling.wanted_readings(session, [*Kind]):
            found = reading.read(session, reading.place)
            pairs = [(each.row, each.person) for each in found]
            if pairs:
                telling.put(session, reading, pairs, found[-1].place, now)
    return _kept(place)


def _kept(place: Site) -> int:
    with place.database.reading() as session:
        return session.scalar(select(func.count()).where(Delivery.state != DONE)) or 0


def _switch_off(place: Site) -> None:
    with place.database.writing() as session:
        operations.switch(session, session.scalars(select(XapiConnection)).one(), on=False)


class _Silent:
    """A store that takes every connection and never says a word."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._held: list[socket.socket] = []
        self.port: int = self._socket.getsockname()[1]

    @property
    def calls(self) -> int:
        """Return how often somebody called."""
        return len(self._held)

    def listen(self) -> None:
        """Hold whoever comes, until it is closed."""
        with suppress(OSError):
            while True:
                self._held.append(self._socket.accept()[0])

    def close(self) -> None:
        """Let go of all."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for each in (self._socket, *self._held):
            each.close()


@contextmanager
def _silent() -> Iterator[_Silent]:
    store = _Silent()
    listening = threading.Thread(target=store.listen, daemon=True)
    listening.start()
    try:
        yield store
    finally:
        store.close()
        listening.join(5)
