"""What a web process weighs after work, and how long `lms run` takes to its first answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from bench import keepalive
from bench.outcome import Outcome, Spread
from bench.pages import NAMES
from bench.served import Server, children, command_line, hello, memory, served, until_all_there
from bench.site import site

STARTS = 5
REQUESTS = 200
CLIENTS = 16
MOST_MB = 150.0
MOST_SECONDS = 3.0


def measure() -> Iterator[Outcome]:
    """Yield memory and start, on SQLite."""
    with site("sqlite") as place:
        readers = [place.cookies(place.learner(f"Reader {number}")[0]) for number in range(CLIENTS)]
        starts, references = [], []
        weights: dict[str, Any] = {}
        bare: dict[str, Any] = {}
        for number in range(STARTS):
            starts.append(_first_answer(lambda: served(place), _weigh(readers, weights) if number == 0 else None))
            references.append(_first_answer(hello, _weigh(readers, bare) if number == 0 else None))
        yield _memory(weights, bare)
        yield Outcome(
            name="start to first answer",
            unit="seconds",
            figures={"lms run": Spread.of(starts)},
            target=f"≤ {MOST_SECONDS:g} s on an existing installation",
            met=Spread.of(starts).median <= MOST_SECONDS,
            references={"granian with a bare Flask page": Spread.of(references)},
            note="from starting the process to a 200 of the sign-in page",
        )


def _memory(weights: dict[str, Any], bare: dict[str, Any]) -> Outcome:
    return Outcome(
        name="memory of a process",
        unit="MB",
        figures=weights,
        target=f"≤ {MOST_MB:g} MB resident a web process",
        met=weights["web process"]["rss"].max <= MOST_MB,
        references={"granian worker with a bare Flask page": bare["web process"]},
        note=f"after {REQUESTS} requests or more a web process, all learner's pages; pss counts shared memory by share",
    )


def _first_answer(start: Callable[[], AbstractContextManager[Server]], then: Callable[[Server], None] | None) -> float:
    with start() as server:
        if then is not None:
            then(server)
        return server.first_answer


def _weigh(readers: list[str], found: dict[str, Any]) -> Callable[[Server], None]:
    def weigh(server: Server) -> None:
        answered = 0
        while answered < REQUESTS * len(server.workers()):
            answered += len(keepalive.run(server.port, [_walk(cookies) for cookies in readers], 1.0).latencies)
        until_all_there(server, 2)
        found["web process"] = _spread([memory(pid) for pid in server.workers()])
        for pid in children(server.process.pid):
            if "lms.serving.worker" in command_line(pid):
                found["job worker"] = _spread([memory(pid)])
        found["supervisor"] = _spread([memory(server.process.pid)])

    return weigh


def _walk(cookies: str) -> Callable[[bytes | None], bytes]:
    requests = [keepalive.get(path, cookies) for path in NAMES.values()]
    place = iter(range(1_000_000))
    return lambda _body: requests[next(place) % len(requests)]


def _spread(weights: list[dict[str, float]]) -> dict[str, Spread]:
    return {kind: Spread.of([weight[kind] for weight in weights]) for kind in ("rss", "pss")}
