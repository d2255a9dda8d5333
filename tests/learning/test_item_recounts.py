"""Counting anew after a regrade: told at once of the same people, and else only when nobody can be found out by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.catalog.models import QuizVersion
from lms.kernel.jobs import JOB, Declared, Worker
from lms.learning.analysis import recounting
from lms.learning.models import Attempt
from tests.support.answering import count, erase_person, regraded, release, take_quiz, tally
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.learner import RIGHT

WRONG = "everything-twice"


@pytest.fixture(autouse=True)
def _time_stands_as_before(clock: Any) -> None:
    """Turn the clock back afterwards."""


def test_a_recount_after_a_regrade_is_told_at_once_of_the_same_people(
    company: Company, installation: Installation
) -> None:
    learners = take_quiz(company, 5, either_or=WRONG)
    count(installation)
    for learner in learners:
        regraded(installation, learner.attempts()[0].id, dict.fromkeys(RIGHT, 1.0))
    _rebuild(company, installation)
    found = release(company)
    assert found is not None
    assert (found.figures["points"], found.stale) == (5.0, False)


def test_a_recount_with_one_newer_person_is_not_told_and_says_so(company: Company, installation: Installation) -> None:
    learners = take_quiz(company, 5, either_or=WRONG)
    count(installation)
    take_quiz(company, 1)
    count(installation)
    for learner in learners:
        regraded(installation, learner.attempts()[0].id, dict.fromkeys(RIGHT, 1.0))
    _rebuild(company, installation)
    found, live = release(company), tally(company)
    assert found is not None
    assert live is not None
    assert (found.people, found.figures["points"], found.stale) == (5, 0.0, True)
    assert (live.people, live.sums["points"]) == (6, 6.0)
    take_quiz(company, 4)
    count(installation)
    fresh = release(company)
    assert fresh is not None
    assert (fresh.people, fresh.figures["points"], fresh.stale) == (10, 10.0, False)


def test_a_recount_without_somebody_who_was_erased_is_not_told(company: Company, installation: Installation) -> None:
    first, *_others = take_quiz(company, 6)
    count(installation)
    before = release(company)
    erase_person(installation, first.person)
    _rebuild(company, installation)
    after, live = release(company), tally(company)
    assert before is not None
    assert after is not None
    assert live is not None
    assert (after.people, after.figures, after.stale) == (6, before.figures, True)
    assert live.people == 5


def test_a_recount_begins_again_when_answers_are_counted_meanwhile(
    company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_quiz(company, 5)
    count(installation)
    take_quiz(company, 2)
    reading: Callable[..., Any] = recounting.added
    calls = []

    def overtaken(parts: Any) -> Any:
        found = reading(parts)
        if not calls:
            count(installation)
        calls.append(1)
        return found

    monkeypatch.setattr(recounting, "added", overtaken)
    _rebuild(company, installation)
    live = tally(company)
    assert len(calls) == 2
    assert live is not None
    assert live.people == 7


def _rebuild(company: Company, installation: Installation) -> None:
    """Have the version recounted, and let a worker do it."""
    database, now = installation.database, installation.clock.now()
    with database.writing() as session:
        version = session.scalars(
            select(QuizVersion)
            .join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
            .where(Attempt.organisation_id == company.organisation.id)
        ).first()
        assert version is not None
        recounting.rebuild(session, version, company.organisation.id, now)
    declared = Declared(recounting.NAME, recounting.recount, None, timedelta(minutes=1), JOB)
    assert Worker(database, installation.clock, {recounting.NAME: declared}).run_due() == 1
