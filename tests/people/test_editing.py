"""HR changes a person: checked, written down for them, told to those who listen; and what nobody may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people import changes, editing
from lms.people.changes import PeopleChanged
from lms.people.editing import NotAllowed
from lms.people.models import Person, SignIn
from lms.people.operations import create_department
from lms.people.values import Wrong
from tests.support.company import Company
from tests.support.installation import Installation

Change = Callable[[Person, dict[str, Any]], frozenset[str]]


@pytest.fixture
def heard() -> Iterator[list[PeopleChanged]]:
    """Return the news of people, as it comes."""
    news: list[PeopleChanged] = []

    def listen(_session: object, told: PeopleChanged) -> None:
        news.append(told)

    changes._listeners.append(listen)
    yield news
    changes._listeners.remove(listen)


@pytest.fixture
def change(company: Company, installation: Installation) -> Change:
    """Return how HR changes somebody."""
    hr = company.actor(company.person(Role.HR))

    def make(person: Person, values: dict[str, Any]) -> frozenset[str]:
        with installation.database.writing() as session:
            found = session.get_one(Person, person.id)
            return editing.update_person(session, hr, found, values, installation.clock.now())

    return make


def _now(installation: Installation, person: Person) -> Person:
    with installation.database.reading() as session:
        return session.get_one(Person, person.id)


def _about(installation: Installation, person: Person) -> list[tuple[str, str]]:
    with installation.database.reading() as session:
        rows = select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.subject_id == person.id)
        return [tuple(row) for row in session.execute(rows)]  # type: ignore[misc]


def test_a_change_is_kept_told_and_written_down_without_its_values(
    company: Company, installation: Installation, change: Change, heard: list[PeopleChanged]
) -> None:
    person = company.person(job="Planner")
    changed = change(person, {"location": "Bergen", "job": "Planner"})
    assert changed == {"location"}
    assert _now(installation, person).location == "Bergen"
    assert [(news.person_ids, news.fields) for news in heard] == [((person.id,), {"location"})]
    assert _about(installation, person) == [("person.changed", "location")]


def test_what_is_as_it_was_is_no_change(company: Company, change: Change, heard: list[PeopleChanged]) -> None:
    person = company.person(job="Planner")
    assert change(person, {"job": "Planner"}) == frozenset()
    assert heard == []


def test_a_new_job_is_held_from_today_unless_hr_says_since_when(
    company: Company, installation: Installation, change: Change
) -> None:
    person = company.person(job="Planner")
    change(person, {"job": "Lead"})
    assert _now(installation, person).job_since == installation.clock.now().date()
    change(person, {"job": "Chief", "job_since": date(2026, 1, 1)})
    assert _now(installation, person).job_since == date(2026, 1, 1)


def test_somebody_elses_address_is_refused(company: Company, other_company: Company, change: Change) -> None:
    person, other = company.person(), company.person()
    with pytest.raises(Wrong, match="taken"):
        change(person, {"email": other.email})
    assert change(person, {"email": other_company.person().email}) == {"email"}


def test_line_managers_in_a_circle_are_refused_with_the_name(company: Company, change: Change) -> None:
    top = company.person(name="Top")
    middle = company.person(name="Middle", manager=top)
    low = company.person(name="Low", manager=middle)
    for manager, code in ((top, "own-manager"), (middle, "cycle"), (low, "cycle")):
        with pytest.raises(Wrong, match=code):
            change(top, {"manager_id": manager.id})
    with pytest.raises(Wrong) as refused:
        change(top, {"manager_id": low.id})
    assert "Low" in refused.value.text
    assert change(low, {"manager_id": top.id}) == {"manager_id"}


def test_a_ring_that_is_there_already_ends_the_walk(
    company: Company, installation: Installation, change: Change
) -> None:
    one, two = company.person(), company.person()
    with installation.database.writing() as session:
        session.get_one(Person, one.id).manager_id = two.id
        session.get_one(Person, two.id).manager_id = one.id
    third = company.person()
    assert change(third, {"manager_id": one.id}) == {"manager_id"}


def test_another_companys_department_or_manager_is_not_there(
    company: Company, other_company: Company, installation: Installation, change: Change
) -> None:
    with installation.database.writing() as session:
        theirs = create_department(session, other_company.organisation, "Theirs")
    person = company.person()
    for values in (
        {"department_id": theirs.id},
        {"department_id": uuid4()},
        {"manager_id": other_company.person().id},
    ):
        with pytest.raises(Wrong):
            change(person, values)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [(3, 2, "away"), (3, None, "away-half"), (None, 3, "away-half"), (0, 800, "away-long")],
)
def test_days_away_that_cannot_be_are_refused(
    since: int | None, until: int | None, code: str, company: Company, installation: Installation
) -> None:
    today = installation.clock.now().date()
    days = [None if each is None else today + timedelta(days=each) for each in (since, until)]
    person, hr = company.person(), company.actor(company.person(Role.HR))
    with installation.database.writing() as session, pytest.raises(Wrong, match=f"{code}$"):
        editing.set_away(session, hr, session.get_one(Person, person.id), *days, installation.clock.now())


def test_days_away_are_told_and_ended(company: Company, installation: Installation, heard: list[PeopleChanged]) -> None:
    person, hr, now = company.person(), company.actor(company.person(Role.HR)), installation.clock.now()
    with installation.database.writing() as session:
        found = session.get_one(Person, person.id)
        editing.set_away(session, hr, found, now.date(), now.date(), now)
        editing.set_away(session, hr, found, now.date(), now.date(), now)
        editing.set_away(session, hr, found, None, None, now)
    assert [news.fields for news in heard] == [{"away_from", "away_until"}] * 2
    assert _now(installation, person).away_until is None


def test_ended_access_takes_the_sessions_and_comes_back_whole(company: Company, installation: Installation) -> None:
    person, hr = company.person(), company.actor(company.person(Role.HR))
    browser, now = company.browser(person), installation.clock.now()
    company.person(manager=person)
    with installation.database.writing() as session:
        losing = editing.what_they_lose(session, Person.id == person.id)
        editing.deactivate(session, hr, session.get_one(Person, person.id), now)
        assert session.scalar(select(SignIn.id).where(SignIn.person_id == person.id)) is None
    assert (losing.people, losing.signed_in, losing.reports, losing.with_roles) == (1, 1, 1, 0)
    assert browser.get("/learn").status_code == 302
    with installation.database.writing() as session:
        editing.reactivate(session, hr, session.get_one(Person, person.id), now)
    assert company.browser(person).get("/learn").status_code == 200
    assert [action for action, _detail in _about(installation, person)] == ["person.deactivated", "person.reactivated"]


def test_nobody_ends_their_own_access_and_hr_none_of_an_administrator(
    company: Company, installation: Installation
) -> None:
    hr, admin = company.person(Role.HR), company.person(Role.ADMIN)
    for person in (hr, admin):
        with installation.database.writing() as session, pytest.raises(NotAllowed):
            found = session.get_one(Person, person.id)
            editing.deactivate(session, company.actor(hr), found, installation.clock.now())


def test_only_an_administrator_gives_roles_and_the_last_one_stays(
    company: Company, installation: Installation, heard: list[PeopleChanged]
) -> None:
    admin, hr, learner = company.person(Role.ADMIN), company.person(Role.HR), company.person()
    now = installation.clock.now()
    with installation.database.writing() as session, pytest.raises(NotAllowed):
        editing.set_roles(session, company.actor(hr), session.get_one(Person, hr.id), frozenset({Role.ADMIN}), now)
    with installation.database.writing() as session, pytest.raises(NotAllowed, match="last administrator"):
        editing.set_roles(session, company.actor(admin), session.get_one(Person, admin.id), frozenset(), now)
    with installation.database.writing() as session:
        roles = frozenset({Role.ADMIN, Role.TRAINER})
        editing.set_roles(session, company.actor(admin), session.get_one(Person, learner.id), roles, now)
    assert _now(installation, learner).roles == {Role.LEARNER, Role.ADMIN, Role.TRAINER}
    assert _about(installation, learner) == [("person.roles", "+admin, +trainer")]
    assert heard[-1].fields == {"roles"}
    with installation.database.writing() as session:
        now_admin = company.actor(_now(installation, learner))
        editing.set_roles(session, now_admin, session.get_one(Person, admin.id), frozenset(), now)
    assert _now(installation, admin).roles == {Role.LEARNER}
