"""How many pages a second two web processes serve, with the generator on the same cores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench import keepalive
from bench.outcome import Outcome, Spread, percentile
from bench.served import Server, hello, processor_seconds, served
from bench.site import DATABASES, PAGES, Site, site

ROUNDS = 5
SECONDS = 3.0
CLIENTS = 16
LEAST = 250


def measure() -> Iterator[Outcome]:
    """Yield the player page's rate on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield rate_on(place, kind)


def rate_on(place: Site, kind: str) -> Outcome:
    """Return requests per second of the first page in the player, each client somebody else under way."""
    everybody = [place.cookies(place.learner(f"Reader {number}")[0]) for number in range(CLIENTS)]
    pages = [keepalive.get(PAGES[0], cookies) for cookies in everybody]
    with served(place) as server, hello() as bare:
        ours, reference = _in_turn(server, pages, bare)
    return Outcome(
        name=f"pages served, {kind}",
        unit="requests per second",
        figures=ours,
        target=f"≥ {LEAST} with the generator on the same two cores",
        met=ours["player page"].median >= LEAST,
        references={"bare Flask page on granian": reference},
        note=f"{CLIENTS} keep-alive clients, two web processes, one generator process; latency in ms",
    )


def _in_turn(server: Server, pages: list[bytes], bare: Server) -> tuple[dict[str, Any], Spread]:
    ours = [lambda _body, page=page: page for page in pages]
    theirs = [lambda _body: keepalive.get("/", "")] * len(pages)
    keepalive.run(server.port, ours, 1)
    keepalive.run(bare.port, theirs, 0.5)
    rates, references, latencies, used = [], [], [], 0.0
    for _ in range(ROUNDS):
        before = processor_seconds(server.workers())
        load = keepalive.run(server.port, ours, SECONDS)
        used += processor_seconds(server.workers()) - before
        rates.append(load.per_second)
        latencies += load.latencies
        references.append(keepalive.run(bare.port, theirs, SECONDS / 3).per_second)
    figures: dict[str, Any] = {
        "player page": Spread.of(rates),
        "p95 latency in ms": round(percentile(latencies, 0.95) * 1000, 1),
        "processor ms a request": round(used * 1000 / len(latencies), 2),
    }
    return figures, Spread.of(references)
