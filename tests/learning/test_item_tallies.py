"""Counting what was submitted: each first attempt once, whatever happens, and what is told equals what was answered."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.kernel.permissions import Role, Rows
from lms.learning.analysis import folding
from lms.learning.analysis.models import WHOLE, ItemRelease, ItemTally
from tests.support.answering import ITEM, count, erase_person, regraded, release, take_quiz, tally, try_again
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.learner import RIGHT, Learner
from tests.support.sitter import Sitter, all_of

WRONG = "everything-twice"


@pytest.fixture(autouse=True)
def _time_stands_as_before(clock: Any) -> None:
    """Turn the clock back afterwards."""


def test_submitting_writes_no_tally_and_counting_does(company: Company, installation: Installation) -> None:
    take_quiz(company, 2)
    assert tally(company) is None
    count(installation)
    found = tally(company)
    assert found is not None
    assert found.people == 2
    count(installation)
    again_found = tally(company)
    assert again_found is not None
    assert again_found.sums == found.sums


def test_figures_are_withheld_until_five_people_and_then_until_five_more(
    company: Company, installation: Installation
) -> None:
    take_quiz(company, 4)
    count(installation)
    assert release(company) is None
    take_quiz(company, 1, either_or=WRONG)
    count(installation)
    first = release(company)
    assert first is not None
    assert (first.people, first.figures["points"]) == (5, 4.0)
    for _ in range(4):  # whoever compares from day to day sees the same five people
        take_quiz(company, 1, either_or=WRONG)
        count(installation)
        now = release(company)
        assert now is not None
        assert now.figures == first.figures
    take_quiz(company, 1)
    count(installation)
    second = release(company)
    assert second is not None
    assert (second.people, second.figures["points"]) == (10, 5.0)


def test_what_is_told_is_what_was_answered(company: Company, installation: Installation) -> None:
    take_quiz(company, 3)
    take_quiz(company, 2, either_or=WRONG, standing_still=7)
    count(installation)
    found = release(company)
    assert found is not None
    rest = [1.0] * 3 + [2 / 3] * 2  # the other three questions, of which two people have one wrong
    points = [1.0] * 3 + [0.0] * 2
    assert found.figures["rest"] == pytest.approx(math.fsum(rest))
    assert found.figures["rest_sq"] == pytest.approx(math.fsum(each**2 for each in rest))
    assert found.figures["cross"] == pytest.approx(math.fsum(a * b for a, b in zip(points, rest, strict=True)))
    assert found.figures["choices"] == {
        RIGHT[ITEM]: [3, pytest.approx(3.0), pytest.approx(3.0)],
        WRONG: [2, pytest.approx(4 / 3), pytest.approx(8 / 9)],
    }
    assert found.figures["times"][0] == 5, "four seconds each"
    whole = release(company, WHOLE)
    assert whole is not None
    assert whole.figures == {"people": 5, "passed": 3}


def test_only_the_first_attempt_of_a_person_counts(company: Company, installation: Installation) -> None:
    (learner,) = take_quiz(company, 1, either_or=WRONG)
    try_again(learner)
    count(installation)
    try_again(learner)
    count(installation)
    found = tally(company)
    assert found is not None
    assert (found.people, found.sums["points"]) == (1, 0.0)
    assert all(attempt.folded for attempt in learner.attempts())


def test_a_blank_attempt_says_nothing(company: Company, installation: Installation) -> None:
    learner = Learner.of(company)
    learner.submit(learner.begin())
    count(installation)
    assert tally(company) is None
    assert learner.attempts()[0].folded


def test_an_open_attempt_is_not_counted(company: Company, installation: Installation) -> None:
    learner = Learner.of(company)
    learner.save_right(learner.begin())
    count(installation)
    assert tally(company) is None


def test_what_a_regrade_gave_is_what_counts(company: Company, installation: Installation) -> None:
    (learner,) = take_quiz(company, 1, either_or=WRONG)
    regraded(installation, learner.attempts()[0].id, {ITEM: 0.75})
    count(installation)
    found = tally(company)
    assert found is not None
    assert found.sums["points"] == 0.75


def test_two_companies_are_counted_apart(company: Company, other_company: Company, installation: Installation) -> None:
    take_quiz(company, 3)
    take_quiz(other_company, 2)
    count(installation)
    own, other = tally(company), tally(other_company)
    assert own is not None
    assert other is not None
    assert (own.people, other.people) == (3, 2)
    assert release(company) is None, "five people, but not in one company"


def test_what_is_released_reaches_the_companys_trainers_and_live_sums_reach_nobody(
    company: Company, other_company: Company, installation: Installation
) -> None:
    take_quiz(company, 5)
    count(installation)
    chief = company.person(Role.HR, Role.TRAINER, Role.ADMIN)
    others = [company.person(), company.person(Role.HR, Role.ADMIN)]
    stranger = other_company.person(Role.TRAINER)
    with installation.database.reading() as session:
        assert len(Rows(session, company.actor(chief), ItemRelease).all()) == len(RIGHT) + 1
        assert Rows(session, company.actor(chief), ItemTally).all() == []
        for person in others:
            assert Rows(session, company.actor(person), ItemRelease).all() == []
        assert Rows(session, other_company.actor(stranger), ItemRelease).all() == []


class Killed(Exception):
    """The process died here."""


@pytest.mark.parametrize("moment", ["before the tallies", "before the commit"])
def test_a_job_that_dies_counts_nobody_and_the_next_counts_each_once(
    company: Company, installation: Installation, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    take_quiz(company, 5)
    database: Database = installation.database

    @contextmanager
    def dying() -> Iterator[Session]:
        with database.writing() as session:
            yield session
            raise Killed

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if moment == "before the tallies":
            patched.setattr(folding.tallies, "add", kill)
        writing = database.writing if moment == "before the tallies" else dying
        with pytest.raises(Killed):
            folding.fold(folding.ATTEMPTS, database.reading, writing, installation.clock.now())
    assert tally(company) is None
    count(installation)
    found = tally(company)
    assert found is not None
    assert found.people == 5


def test_two_jobs_at_once_count_each_attempt_once(company: Company, installation: Installation) -> None:
    take_quiz(company, 5)
    database, now = installation.database, installation.clock.now()
    with database.reading() as session:
        rows = folding._waiting(session, folding.ATTEMPTS, set())
        both = [list(folding.Reader(folding.ATTEMPTS).read(session, rows)) for _ in range(2)]
    taken = 0
    for found in both:  # each has read the five before either wrote
        mine = [each for each in found if each.version.organisation == company.organisation.id]
        with database.writing() as session:
            taken += folding.take(session, folding.ATTEMPTS, mine[0].version, mine, now)
    assert taken == 5
    counted = tally(company)
    assert counted is not None
    assert counted.people == 5


def test_erasing_a_person_does_not_uncount(company: Company, installation: Installation) -> None:
    first, *_others = take_quiz(company, 5)
    count(installation)
    before = release(company)
    assert before is not None
    erase_person(installation, first.person)
    count(installation)
    after, live = release(company), tally(company)
    assert after is not None
    assert live is not None
    assert after.figures == before.figures
    assert live.people == 5


def test_a_self_assessment_tells_distributions_of_ten_people(company: Company, installation: Installation) -> None:
    for place in range(10):
        Sitter.of(company).sit(all_of(3 + place % 2))
        if place == 4:
            count(installation)
            first = _scale(company)
            assert (first["people"], first["said"], first["reliability"]) == (5, {}, None)
    count(installation)
    told = _scale(company)
    assert told["said"]["a1-1"] == {"3": 5, "4": 5}
    assert told["said"]["a1-3"] == {"3": 5, "2": 5}, "as it was answered, not as it is scored"
    assert told["reliability"] is None


def _scale(company: Company) -> dict[str, Any]:
    found = release(company, WHOLE)
    assert found is not None
    return found.figures
