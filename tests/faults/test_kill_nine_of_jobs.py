"""`kill -9` of the job worker while it counts answers, or puts results right, loses none and counts none twice.

Reduced counts in the ordinary run; `make soak` kills forty times each.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lms.catalog.models import QuizVersion
from lms.kernel.permissions import Role
from lms.learning.analysis import folding
from lms.learning.analysis.folding import ATTEMPTS, Reader, added
from lms.learning.analysis.models import ItemTally
from lms.learning.models import Attempt
from lms.learning.regrading import applying
from lms.learning.regrading.mends import mends
from lms.learning.regrading.models import Policy, Regrade, Regrading
from tests.faults.killed_worker import SMALL, Runs
from tests.support.answering import submitted
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.mended_pack import MendedPack
from tests.support.small_installation import small_installation

SOAK = os.environ.get("LMS_SOAK") == "1"
PEOPLE, KILLS = (900, 40) if SOAK else (36, 4)
TRANSACTION = range(14, 24)
"""Steps that together hit every place in a transaction of either job."""


@dataclass
class Place:
    """An installation with a quiz whose key is wrong, and a company whose people have taken it."""

    installation: Installation
    address: str
    company: Company
    pack: MendedPack

    def runs(self, job: str, small: Callable[[], None], *, careless: bool = False) -> Runs:
        """Return the workers that do a job here."""
        return Runs(self.address, self.installation.clock, job, small, careless)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path: Path) -> Iterator[Place]:
    """Return such a place on each database."""
    address = migrated_database(request.param)
    with small_installation(address, tmp_path) as installation:
        found = Place(installation, address, Company(installation), MendedPack(installation))
        answers = [{"hot": ("yes", "no")[n % 2], "count": (7391.25, 1.0, 6428.5)[n % 3]} for n in range(PEOPLE)]
        submitted(found.company, answers, quiz="cups", module="cups", block="check")
        installation.clock.forward(minutes=30)
        yield found


def count_in_small() -> None:
    """Count few answers in one transaction."""
    folding.FIRST = folding.PORTION = SMALL  # type: ignore[misc]


def regrade_in_small() -> None:
    """Put few results right in one transaction."""
    applying.FIRST = applying.MOST = SMALL  # type: ignore[misc]


def counted(place: Place) -> dict[str, Any]:
    """Return {item: sums} as they are stored."""
    with place.installation.database.reading() as session:
        mine = select(ItemTally).where(ItemTally.organisation_id == place.company.organisation.id)
        return {row.item: row.sums for row in session.scalars(mine)}


def counted_at_once(place: Place) -> dict[str, Any]:
    """Return {item: sums} of all that was answered, counted in one go and stored nowhere."""
    with place.installation.database.reading() as session:
        mine = (
            select(Attempt, QuizVersion.quiz_id, QuizVersion.number)
            .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
            .where(Attempt.organisation_id == place.company.organisation.id)
        )
        said = Reader(ATTEMPTS).read(session, list(session.execute(mine)))
        return {item: sums.document() for item, sums in added(each.sums for each in said).items()}


def order(place: Place) -> bool:
    """Have the results regraded, as the trainer does; False while that is under way."""
    actor = place.company.actor(place.company.person(Role.TRAINER))
    with place.installation.database.writing() as session:
        (mend,) = mends(session, actor, "cups")
        return applying.begin(session, actor, mend, Policy.AS_THE_KEY_SAYS, place.installation.clock.now())


def regrades(place: Place) -> Counter[int]:
    """Return {how often: how many results} were regraded."""
    with place.installation.database.reading() as session:
        attempts = list(session.scalars(select(Attempt.id).where(Attempt.number == 1)))
        of_attempt = Counter(session.scalars(select(Regrade.attempt_id)))
    return Counter(of_attempt[each] for each in attempts)


@pytest.mark.soak
def test_each_answer_is_counted_once_however_often_the_worker_is_killed(place: Place) -> None:
    runs = place.runs("learning.folding", count_in_small)
    assert [runs.killed_after(12 + 7 * (n % 9)) for n in range(KILLS)] == [True] * KILLS
    runs.to_the_end()
    assert counted(place) == counted_at_once(place)


@pytest.mark.soak
def test_each_result_is_put_right_once_however_often_the_worker_is_killed(place: Place) -> None:
    place.pack.mend("hot")
    assert order(place)
    runs = place.runs(applying.NAME, regrade_in_small)
    for n in range(KILLS):
        assert runs.killed_after(12 + 7 * (n % 9))
        if n % 4 == 3:
            runs.clock.forward(minutes=5)
            order(place)  # after five deaths a job is parked, and the trainer orders what is left
    while True:
        runs.to_the_end()
        if order(place):
            break
    runs.to_the_end()
    assert regrades(place) == {1: PEOPLE}
    with place.installation.database.reading() as session:
        right = {(round(score, 6), passed) for score, passed in session.execute(select(Attempt.score, Attempt.passed))}
        assert right <= {(0.0, False), (0.5, True), (1.0, True)}
        points = [scores for (scores,) in session.execute(select(Attempt.scores))]
        assert sum(each["hot"] for each in points) == PEOPLE // 2
        assert all(each.finished_at for each in session.scalars(select(Regrading)))


def test_where_counting_is_not_one_transaction_the_same_kills_lose_answers(place: Place) -> None:
    """The negative control: each statement is committed by itself."""
    runs = place.runs("learning.folding", count_in_small, careless=True)
    for steps in TRANSACTION:
        runs.killed_after(steps)
    place.runs("learning.folding", count_in_small).to_the_end()
    assert counted(place) != counted_at_once(place)


def test_where_a_regrade_is_not_one_transaction_the_same_kills_lose_what_results_were(place: Place) -> None:
    """The negative control: each statement is committed by itself."""
    place.pack.mend("hot")
    assert order(place)
    runs = place.runs(applying.NAME, regrade_in_small, careless=True)
    for steps in TRANSACTION:
        if not runs.killed_after(steps):  # parked after five deaths
            order(place)
            runs.killed_after(steps)
    order(place)
    place.runs(applying.NAME, regrade_in_small).to_the_end()
    assert regrades(place)[0] > 0, "put right, and nothing kept of what they were"
