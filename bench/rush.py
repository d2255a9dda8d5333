"""A thousand people submit a quiz within ten seconds, as at the end of a workshop: none is lost, none counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from bench import keepalive
from bench.outcome import Outcome, percentile
from bench.served import processor_seconds, served
from bench.site import DATABASES, Site, site, taken
from bench.submissions import door, submitted
from lms.answers.models import Answer
from lms.kernel.clock import SystemClock
from lms.learning.models import Attempt, AttemptState

PEOPLE = 1_000
SECONDS = 10.0
CONNECTIONS = 64
MOST_P99 = 5_000.0


def measure() -> Iterator[Outcome]:
    """Yield the rush on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield rush_on(place, kind)


def rush_on(place: Site, kind: str) -> Outcome:
    """Return how the rush went on one database; latencies in ms, from when each submission was due."""
    requests = [_answered(place, number) for number in range(PEOPLE)]
    before, since = submitted(place), SystemClock().now()
    with served(place) as server:
        spent = processor_seconds(server.workers())
        load = keepalive.paced(server.port, requests, SECONDS, CONNECTIONS)
        spent = processor_seconds(server.workers()) - spent
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    figures = {name: round(percentile(load.latencies, share) * 1000, 1) for name, share in shares.items()}
    kept = _kept(place, since)
    return Outcome(
        name=f"{PEOPLE} submissions in {SECONDS:g} seconds, {kind}",
        unit="latency and processor time in ms",
        figures={
            **figures,
            "processor": round(spent * 1000 / PEOPLE, 2),
            "seconds until the last answer": round(load.seconds, 1),
            "submitted exactly once": submitted(place) - before,
            "with points and answers": kept,
        },
        target=f"all of them once and whole, p99 ≤ {MOST_P99:g} ms",
        met=submitted(place) - before == kept == PEOPLE and figures["p99"] <= MOST_P99,
        references={},
        note=f"{PEOPLE} people, each submits a quiz of twelve questions answered before, one every "
        f"{SECONDS / PEOPLE * 1000:g} ms whatever the answers take, over {CONNECTIONS} connections; latency counts "
        "from the moment a submission was due; generator on the same cores",
    )


def _answered(place: Site, number: int) -> bytes:
    """Let somebody answer a quiz, saved as a page saves, and return the request that submits it."""
    of = door(place, number)
    form = of.form()
    kept = of.browser.client.post(form.action.replace("/submission", "/checks"), data=form.values)
    taken(kept.status_code, 303)
    bare = {name: form.values[name] for name in ("csrf_token", "shown_in")}
    return keepalive.post_form(form.action, of.cookies, bare)


def _kept(place: Site, since: datetime) -> int:
    """Return how many of the attempts submitted since then have their points and their answers."""
    with place.database.reading() as session:
        answers = Counter(session.scalars(select(Answer.context)))
        new = Attempt.state == AttemptState.SUBMITTED, Attempt.submitted_at >= since
        attempts = session.scalars(select(Attempt).where(*new))
        return sum(answers[f"attempt:{each.id}"] > 0 and bool(each.scores) for each in attempts)
