"""What HR ought to look at: counted, named, by keyset, own organisation alone; and progress that counts by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lms.assigning.assignments import exceptions, runs, wishing
from lms.assigning.assignments.dues import Due, Kind
from lms.assigning.assignments.exceptions import Why
from lms.kernel import ledger
from lms.learning import completed
from lms.learning.models import Enrolment, State
from tests.assigning.assignments.office import EVERYONE, NINETY, Office
from tests.support.company import Company
from tests.support.rows import statements

DAY = timedelta(days=1)
THIRTY = Due(Kind.ASSIGNED, days=30)


def _seen(office: Office) -> exceptions.Exceptions:
    with office.database.reading() as session:
        return exceptions.exceptions(session, office.hr, office.now)


def test_nothing_to_look_at_is_said_so(office: Office) -> None:
    office.give(due=THIRTY)
    assert _seen(office).none


def test_each_exception_is_counted_and_named(office: Office) -> None:
    waits, silent = office.person(), office.person(email="", hire_date=office.today)
    away = office.person(hire_date=office.today, away_from=office.today, away_until=office.today + 200 * DAY)
    asks = office.person(hire_date=office.today)
    office.give(due=NINETY)
    with office.database.writing() as session:
        row, actor = office.row(asks), office.company.actor(asks)
        wishing.ask(session, actor, row.id, office.today + 100 * DAY, "project", office.now)
    office.forward(days=95)
    seen = _seen(office)
    assert dict(seen.missing) == {"hire_date": 2}  # HR has no hire date either
    assert (seen.unreachable, seen.late, seen.wishes, seen.wishes_past, seen.failed) == (1, 2, 1, 1, 0)
    with office.database.reading() as session:

        def named(why: Why) -> list[Any]:
            return exceptions.behind(session, office.hr, why, office.now)[0]

        assert {case.person_id for case in named(Why.MISSING)} == {waits.id, office.school.hr.id}
        assert {(case.person_id, case.days_late) for case in named(Why.LATE)} == {(silent.id, 5), (asks.id, 5)}
        assert [(case.person_id, case.no_email) for case in named(Why.UNREACHABLE)] == [(silent.id, True)]
    assert away.id not in {case.person_id for case in named(Why.LATE)}


def test_names_come_fifty_at_a_time(office: Office) -> None:
    office.hire(51)
    office.give(due=NINETY)
    with office.database.reading() as session:
        first, after = exceptions.behind(session, office.hr, Why.MISSING, office.now, anchor="hire_date")
        second, end = exceptions.behind(session, office.hr, Why.MISSING, office.now, anchor="hire_date", after=after)
    assert (len(first), len(second), end) == (50, 2, None)
    assert len({case.person_id for case in first + second}) == 52


def test_a_run_that_stands_still_is_an_exception(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    run = office.begin(office.draft())
    with monkeypatch.context() as patched:
        patched.setattr(runs, "activate", broken)
        for _ in range(ledger.TRIES):
            office.work()
            office.forward(hours=1)
    assert _seen(office).failed == 1
    with office.database.reading() as session:
        assert [each.id for each in exceptions.failed_runs(session, office.hr)] == [run.id]


def test_a_line_manager_sees_own_reports_and_another_company_nothing(office: Office, other_company: Company) -> None:
    manager = office.person(hire_date=office.today)
    office.person(manager_id=manager.id)
    office.person()
    office.give(due=NINETY)
    stranger = other_company.actor(other_company.person(*office.school.hr.roles))
    with office.database.reading() as session:
        mine = exceptions.exceptions(session, office.company.actor(manager), office.now)
        assert dict(mine.missing) == {"hire_date": 1}
        assert exceptions.exceptions(session, stranger, office.now).none


def _completion(office: Office, person: Any) -> int:
    """Return how many questions the news of one completed module asks the database."""
    with office.database.writing() as session:
        enrolment = Enrolment(
            organisation_id=office.company.organisation.id,
            person_id=person.id,
            module_id=office.school.modules[0],
            major=1,
            state=State.COMPLETED,
            completed_at=office.now,
            created_at=office.now,
        )
        session.add(enrolment)
        session.flush()
        with statements(office.database) as asked:
            completed.announce(session, enrolment, office.now)
        return len([each for each in asked if "assigned" in each])


def test_a_completed_module_costs_one_question_where_nothing_was_given(office: Office) -> None:
    assert _completion(office, office.hire(1)[0]) == 1


def test_a_completed_module_counts_and_the_last_one_completes(office: Office) -> None:
    person = office.hire(1)[0]
    office.give(EVERYONE, NINETY)
    office.complete(person, 0)
    assert (office.row(person).done, office.row(person).state, office.row(person).missing) == (1, "open", "hire_date")
    office.complete(person, 1)
    row = office.row(person)
    assert (row.done, row.state, row.missing, row.completed_on) == (2, "completed", None, office.today)
