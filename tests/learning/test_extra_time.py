"""HR gives one person longer at quizzes with a time limit; why is not asked, and no manager sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import NotFound, Role, scope_of
from lms.learning.allowances import extra_time
from lms.learning.allowances.models import ExtraTime
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.ruled_pack import Pupil, publish_rules, run_jobs


@pytest.fixture(scope="module")
def timed(ruled: Installation) -> Installation:
    """Return an installation whose first quiz takes thirty minutes."""
    publish_rules(ruled, "time_limit = 30\n")
    return ruled


@pytest.fixture
def mine(timed: Installation) -> Company:
    """Return a company there."""
    return Company(timed)


@pytest.fixture
def pupil(mine: Company) -> Pupil:
    """Return a pupil of it."""
    person = mine.person()
    return Pupil(mine.installation, person, mine.browser(person))


def give(company: Company, pupil: Pupil, percent: int, *roles: Role) -> None:
    """Let somebody of the company, HR unless said otherwise, set a pupil's time."""
    actor = company.actor(company.person(*(roles or (Role.HR,))))
    with company.installation.database.writing() as session:
        extra_time.give(session, actor, pupil.person, percent, company.installation.clock.now())


def test_half_as_long_again_is_said_before_and_holds_from_the_start(mine: Company, pupil: Pupil) -> None:
    assert "30 minutes from the moment you begin" in pupil.page
    give(mine, pupil, 150)
    assert "45 minutes from the moment you begin (with your extra time)" in pupil.page
    pupil.start()
    assert pupil.latest.deadline_at == mine.installation.clock.now() + timedelta(minutes=45)


def test_what_is_open_lasts_longer_at_once_and_never_shorter(mine: Company, pupil: Pupil) -> None:
    context = pupil.start()
    began = pupil.latest.started_at
    mine.installation.clock.forward(minutes=20)
    give(mine, pupil, 200)
    assert pupil.latest.deadline_at == began + timedelta(minutes=60)
    give(mine, pupil, 100)
    assert pupil.latest.deadline_at == began + timedelta(minutes=60)
    mine.installation.clock.forward(minutes=30)
    run_jobs(mine.installation)
    assert pupil.keep(context, "hot", "yes").status_code == 200
    pupil.submit(context)
    assert pupil.latest.ended_by == "person"
    assert "(with your extra time)" not in pupil.page


def test_what_was_over_stays_over(mine: Company, pupil: Pupil) -> None:
    pupil.start()
    before = pupil.latest.deadline_at
    mine.installation.clock.forward(minutes=31)
    give(mine, pupil, 1000)
    assert pupil.latest.deadline_at == before


@pytest.mark.parametrize("percent", [99, 0, -150, 1001, 10**9])
def test_less_than_everybody_or_more_than_ten_times_is_refused(mine: Company, pupil: Pupil, percent: int) -> None:
    with pytest.raises(extra_time.OutOfRange):
        give(mine, pupil, percent)


def test_nobody_else_gives_it_and_nobody_elses_hr(mine: Company, pupil: Pupil) -> None:
    for role in (Role.LEARNER, Role.TRAINER, Role.ADMIN):
        with pytest.raises(NotFound):
            give(mine, pupil, 150, role)
    with pytest.raises(NotFound):
        give(Company(mine.installation), pupil, 150)


def test_a_manager_does_not_see_it_the_person_and_hr_do(mine: Company) -> None:
    manager = mine.person()
    person = mine.person(manager=manager)
    give(mine, Pupil(mine.installation, person, mine.browser(person)), 150)
    with mine.installation.database.reading() as session:
        seen = {
            who: session.scalar(select(ExtraTime.percent).where(scope_of(ExtraTime, mine.actor(each))))
            for who, each in {"manager": manager, "self": person, "hr": mine.person(Role.HR)}.items()
        }
    assert seen == {"manager": None, "self": 150, "hr": 150}


def test_the_person_can_see_that_it_was_set_but_the_log_does_not_say_to_what(mine: Company, pupil: Pupil) -> None:
    give(mine, pupil, 150)
    give(mine, pupil, 150)
    with mine.installation.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == pupil.person.id))
    assert (entry.action, entry.detail) == ("person.extra-time", "")
