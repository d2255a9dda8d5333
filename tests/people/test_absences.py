"""Days away vanish when people are back, and not before what they pause has counted them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.people.models import Person
from tests.support.company import Company
from tests.support.installation import Installation


def test_days_away_are_forgotten_three_days_after_the_last(
    company: Company, installation: Installation, clock: SetClock
) -> None:
    person, today = company.person(), clock.now().date()
    with installation.database.writing() as session:
        days = {"away_from": today - timedelta(days=9), "away_until": today}
        session.execute(update(Person).where(Person.id == person.id).values(**days))
    jobs = {name: each for name, each in declared().items() if name == "people.back"}
    for days_on, kept in ((3, today), (1, None)):
        clock.forward(days=days_on)
        Worker(installation.database, clock, jobs).run_due()
        with installation.database.reading() as session:
            found = session.get_one(Person, person.id)
            assert found.away_until == kept
    assert found.away_from is None
