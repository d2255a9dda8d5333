"""What a hundred thousand attempts say of their questions: opening the page, counting the answers; beside plain SQL."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from bench.outcome import Outcome, Spread
from bench.pages import processor_ms, requested
from bench.site import DATABASES, Site, site
from lms.answers.models import Answer
from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.demo.answering import answers
from lms.kernel.clock import SystemClock
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.analysis import folding
from lms.learning.models import Attempt, AttemptState, Enrolment, State
from lms.people.models import Person
from lms.people.operations import create_account, create_organisation, join
from lms.questions.scoring import score_quiz

ATTEMPTS = 100_000
WAYS = 500
"""Different attempts, each repeated by many people: making them up is not what is measured."""
BATCH = 2_000
CALLS = 15
MOST = 1_000.0
QUIZ = "loyalty-economics"
PAGE = f"/author/quizzes/{QUIZ}"
POINTS = {
    "sqlite": """
        WITH per AS (
          SELECT j.key AS item, j.value AS p, (SELECT sum(value) FROM json_each(a.scores)) AS total
          FROM attempt a, json_each(a.scores) j WHERE a.organisation_id = :organisation AND a.state = 'submitted')
        SELECT item, count(*), sum(p), sum(p * p), sum(total - p), sum((total - p) * (total - p)),
               sum(p * (total - p)) FROM per GROUP BY item""",
    "postgresql": """
        WITH per AS (
          SELECT j.key AS item, j.value::float AS p, sum(j.value::float) OVER (PARTITION BY a.id) AS total
          FROM attempt a, json_each_text(a.scores) j
          WHERE a.organisation_id = :organisation AND a.state = 'submitted')
        SELECT item, count(*), sum(p), sum(p * p), sum(total - p), sum((total - p) * (total - p)),
               sum(p * (total - p)) FROM per GROUP BY item""",
}
SAID = """
    SELECT n.item, n.value, count(*) FROM answer n
    WHERE n.organisation_id = :organisation AND n.context LIKE 'attempt:%' GROUP BY n.item, n.value"""


def measure() -> Iterator[Outcome]:
    """Yield the analysis on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield analysis_on(place, kind)


def analysis_on(place: Site, kind: str) -> Outcome:
    """Return what the page costs with so many attempts, how fast they are counted, and the same sums in plain SQL."""
    organisation, trainer = company_of(place)
    answered(place, organisation, ATTEMPTS)
    begun = time.perf_counter()
    counted = folding.fold(folding.ATTEMPTS, place.database.reading, place.database.writing, SystemClock().now())
    seconds = time.perf_counter() - begun
    ask = requested(place.app, PAGE, place.cookies(place.browser(trainer)))
    assert f"{ATTEMPTS:,}".encode() in ask(), "the page tells all of them"
    cpu, wall = [], []
    for _ in range(CALLS):
        begun = time.perf_counter()
        cpu.append(processor_ms(ask, 1))
        wall.append((time.perf_counter() - begun) * 1000)
    figures: dict[str, Any] = {
        "the page with all its figures, processor": Spread.of(cpu),
        "the page with all its figures": Spread.of(wall),
        "attempts counted, per second": round(counted / seconds),
    }
    return Outcome(
        name=f"item analysis of {ATTEMPTS:,} attempts, {kind}",
        unit="ms",
        figures=figures,
        target=f"≤ {MOST:g} ms",
        met=figures["the page with all its figures"].median <= MOST,
        references={"the same sums over the raw rows in plain SQL": _plain(place, kind, organisation)},
        note=f"twelve of 25 questions an attempt, {WAYS} different ones; the page reads released copies of tallies, "
        "which a job keeps while people answer; plain SQL computes points, rest and answers, without time and sureness",
    )


def company_of(place: Site) -> tuple[UUID, Person]:
    """Return a company of its own, and its trainer."""
    now = SystemClock().now()
    with place.database.writing() as session:
        company = create_organisation(session, name="Many answers", now=now)
        email = f"{new_id().hex}@bench.example"
        account = create_account(session, email=email, now=now)
        roles = frozenset({Role.LEARNER, Role.TRAINER})
        return company.id, join(session, company, name="Trainer", email=email, account=account, roles=roles, now=now)


def answered(place: Site, organisation: UUID, attempts: int) -> None:
    """Let so many people submit the quiz once each."""
    now = SystemClock().now() - timedelta(hours=1)
    with place.database.reading() as session:
        row, module = session.execute(
            select(QuizVersion, Module)
            .join(ModuleVersion, ModuleVersion.id == QuizVersion.version_id)
            .join(Module, Module.id == ModuleVersion.module_id)
            .where(QuizVersion.name == QUIZ)
        ).first() or (None, None)
        assert row is not None
        assert module is not None
        ways = _ways(shelf.quiz(session, row.id))
    for first in range(0, attempts, BATCH):
        rows: dict[Any, list[dict[str, Any]]] = {Person: [], Enrolment: [], Attempt: [], Answer: []}
        for number in range(first, min(first + BATCH, attempts)):
            _person(rows, organisation, module, row, ways[number % WAYS], now)
        with place.database.writing() as session:
            for model, made in rows.items():
                session.execute(insert(model.__table__), made)
    with place.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _ways(quiz: Any) -> list[dict[str, Any]]:
    chance = Random(6)  # noqa: S311  - the same attempts every time is the point
    found = []
    for number in range(WAYS):
        drawn = quiz.pool.drawn(quiz.items, str(number), ()) or [item.id for item in quiz.items]
        asked = [quiz.item(id) for id in drawn]
        given = answers(quiz, asked, chance.gauss(0.4, 1.0), (), chance)
        score = score_quiz(asked, given, quiz.pass_mark)
        points = {id: each.points for id, each in score.scores.items() if each.counted}
        found.append({"drawn": drawn, "given": given, "scores": points, "score": score.share, "passed": score.passed})
    return found


def _person(
    rows: dict[Any, list[dict[str, Any]]],
    organisation: UUID,
    module: Module,
    row: QuizVersion,
    way: dict[str, Any],
    now: datetime,
) -> None:
    own = {"organisation_id": organisation, "person_id": new_id()}
    enrolment, attempt = new_id(), new_id()
    person = {"id": own["person_id"], "organisation_id": organisation, "name": "One of many", "created_at": now}
    rows[Person].append(person | {"email": f"{attempt.hex}@bench.example"})
    place = {"module_id": module.id, "cycle": 1, "major": module.major, "state": State.UNDER_WAY, "created_at": now}
    rows[Enrolment].append({"id": enrolment, **own, **place})
    kept = {name: way[name] for name in ("drawn", "scores", "score", "passed")}
    quiz = {"enrolment_id": enrolment, "quiz_version_id": row.id, "block": "quiz", "number": 1}
    ended = {"state": AttemptState.SUBMITTED, "started_at": now, "submitted_at": now + timedelta(minutes=12)}
    rows[Attempt].append({"id": attempt, **own, **quiz, **kept, **ended})
    for at, (item, value) in enumerate(way["given"].items(), 1):
        field = {"context": f"attempt:{attempt}", "block": "quiz", "item": item, "base": 0, "revision": 1}
        saved = {"version": row.number, "value": json.dumps(value), "received_at": now + timedelta(seconds=25 * at)}
        rows[Answer].append({"id": new_id(), **own, **field, **saved})


def _plain(place: Site, kind: str, organisation: UUID) -> Spread:
    taken = []
    named = {"organisation": organisation.hex if kind == "sqlite" else organisation}
    with place.database.reading() as session:
        for _ in range(2):
            begun = time.perf_counter()
            assert session.execute(text(POINTS[kind]), named).all()
            assert session.execute(text(SAID), named).all()
            taken.append((time.perf_counter() - begun) * 1000)
    return Spread.of(taken)
