"""A line manager sees own reports' completion, gives them something, answers who asks for time, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.assigning.assignments import wishing
from lms.assigning.assignments.models import Assigned, Assignment, AssignmentRun, ExtensionWish
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.company import Browser, Company
from tests.support.curriculum import School
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation
from tests.support.working import do_jobs


@pytest.fixture
def manager(company: Company) -> Person:
    """Return somebody to whom two people report."""
    return company.person(name="Mads Manager")


@pytest.fixture
def reports(company: Company, manager: Person) -> tuple[Person, Person]:
    """Return the two."""
    return company.person(name="Rita Report", manager=manager), company.person(name="Rolf Report", manager=manager)


@pytest.fixture
def curriculum(company: Company) -> str:
    """Return the id of a curriculum that can be given."""
    return str(School(company, 1).publish())


def given(browser: Browser, curriculum: str, *people: Person, due: str = "") -> None:
    """Give a curriculum to people, after having seen what would happen."""
    form = {"curriculum": curriculum, "people": [str(each.id) for each in people], "due": due}
    assert browser.post("/team/giving/trial", form).status_code == 200
    answer = browser.post("/team/giving/done", form)
    assert answer.status_code == 303, answer.text


def rows(installation: Installation, company: Company) -> list[Assigned]:
    """Return what has been given in the company."""
    with installation.database.reading() as session:
        here = Assigned.organisation_id == company.organisation.id
        return list(session.scalars(select(Assigned).where(here).order_by(Assigned.created_at, Assigned.id)))


def test_a_manager_sees_before_it_happens_who_gets_what_and_nothing_is_stored(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    browser = company.browser(manager)
    before = fingerprint(installation.database)
    form = {"curriculum": curriculum, "people": [str(reports[0].id)], "due": ""}
    page = browser.post("/team/giving/trial", form)
    assert "1 person would get it." in page.text
    assert "Rita Report" in page.text
    assert "Rolf Report" not in page.text
    assert fingerprint(installation.database) == before


def test_what_a_manager_gives_arrives_and_can_be_undone_for_an_hour(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    browser = company.browser(manager)
    day = (installation.clock.now().date() + timedelta(days=60)).isoformat()
    given(browser, curriculum, *reports, due=day)
    do_jobs(installation)
    assert {(row.person_id, str(row.due)) for row in rows(installation, company)} == {(r.id, day) for r in reports}
    page = browser.get("/team").text
    assert "0 of 2 have finished" in page
    undo = re.search(r'action="(/team/runs/[^"]+/undoing)"', page)
    assert undo is not None
    assert browser.post(undo[1]).status_code == 303
    do_jobs(installation)
    assert rows(installation, company) == []


def test_nobody_gives_anything_to_those_who_do_not_report_to_them(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    stranger = company.person(name="Sven Stranger")
    browser = company.browser(manager)
    before = fingerprint(installation.database)
    form = {"curriculum": curriculum, "people": [str(stranger.id)], "due": ""}
    assert browser.post("/team/giving/done", form).status_code == 422
    assert fingerprint(installation.database) == before
    assert company.browser(stranger).get("/team/giving").status_code == 404
    assert company.browser(stranger).post("/team/giving/done", form).status_code == 404


def test_a_manager_opens_own_reports_only_and_they_see_that(
    company: Company, manager: Person, reports: tuple[Person, Person], installation: Installation
) -> None:
    stranger = company.person(name="Sven Stranger")
    browser = company.browser(manager)
    assert "Rita Report" in browser.get(f"/team/{reports[0].id}").text
    assert browser.get(f"/team/{stranger.id}").status_code == 404
    assert company.browser(company.person(Role.HR)).get(f"/team/{reports[0].id}").status_code == 404
    with installation.database.reading() as session:
        about = AuditEntry.subject_id == reports[0].id
        noted = session.execute(select(AuditEntry.action, AuditEntry.actor_id).where(about)).all()
    assert [tuple(row) for row in noted] == [("person.opened", manager.id)]


def test_more_time_is_given_or_not_by_the_line_manager(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    browser, now = company.browser(manager), installation.clock.now()
    due = now.date() + timedelta(days=30)
    given(browser, curriculum, *reports, due=due.isoformat())
    do_jobs(installation)
    for row in rows(installation, company):
        person = next(each for each in reports if each.id == row.person_id)
        with installation.database.writing() as session:
            wishing.ask(session, company.actor(person), row.id, due + timedelta(days=14), "workload", now)
    page = browser.get("/team").text
    assert "2 ask for more time" in page
    addresses = {name: re.findall(rf'action="(/team/wishes/[^"]+/{name})"', page) for name in ("granted", "declined")}
    first, second = addresses["granted"][0], addresses["declined"][1]
    assert browser.post(first).status_code == 303
    assert browser.post(second).status_code == 303
    with installation.database.reading() as session:
        theirs = ExtensionWish.organisation_id == company.organisation.id
        assert sorted(session.scalars(select(ExtensionWish.state).where(theirs))) == ["declined", "granted"]
    assert sorted(row.due for row in rows(installation, company) if row.due) == [due, due + timedelta(days=14)]


def test_a_wish_of_somebody_elses_report_is_not_theirs_to_decide(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    now = installation.clock.now()
    due = now.date() + timedelta(days=30)
    given(company.browser(manager), curriculum, reports[0], due=due.isoformat())
    do_jobs(installation)
    (row,) = rows(installation, company)
    with installation.database.writing() as session:
        wish = wishing.ask(session, company.actor(reports[0]), row.id, due + timedelta(days=7), "project", now).id
    other = company.person(name="Mia Manager")
    company.person(name="Rune Report", manager=other)
    for person in (other, reports[0], reports[1]):
        assert company.browser(person).post(f"/team/wishes/{wish}/granted").status_code == 404


def test_the_way_to_the_team_stands_on_the_home_of_those_who_have_one(
    company: Company, manager: Person, reports: tuple[Person, Person]
) -> None:
    assert 'href="/team"' in company.browser(manager).get("/me").text
    assert 'href="/team"' in company.browser(manager).get("/learn").text
    assert 'href="/team"' not in company.browser(reports[0]).get("/learn").text
    assert "Nobody reports to you here" in company.browser(reports[0]).get("/team").text


def test_who_has_left_is_no_longer_on_the_list(
    company: Company, manager: Person, reports: tuple[Person, Person], installation: Installation
) -> None:
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == reports[0].id).values(active=False))
    page = company.browser(manager).get("/team").text
    assert "Rita Report" not in page
    assert "Rolf Report" in page


def test_somebody_of_hr_with_reports_gives_to_them_as_every_manager_does(
    company: Company, curriculum: str, installation: Installation
) -> None:
    hr = company.person(Role.HR, name="Hanne HR")
    report = company.person(name="Rita Report", manager=hr)
    given(company.browser(hr), curriculum, report)
    do_jobs(installation)
    assert [row.person_id for row in rows(installation, company)] == [report.id]
    with installation.database.reading() as session:
        here = Assignment.organisation_id == company.organisation.id
        assert session.scalars(select(Assignment.made_by).where(here)).all() == [hr.id]


def test_who_was_hr_when_they_gave_it_to_everybody_cannot_take_it_back_as_a_line_manager(
    company: Company, manager: Person, reports: tuple[Person, Person], curriculum: str, installation: Installation
) -> None:
    with installation.database.writing() as session:
        session.get_one(Person, manager.id).roles = frozenset({Role.LEARNER, Role.HR})
    given(company.browser(manager), curriculum, *reports)
    do_jobs(installation)
    with installation.database.writing() as session:
        session.get_one(Person, manager.id).roles = frozenset({Role.LEARNER})
        run = session.scalars(select(AssignmentRun.id).where(AssignmentRun.by_id == manager.id)).one()
    browser = company.browser(manager)
    assert f"/team/runs/{run}/undoing" not in browser.get("/team").text
    assert browser.post(f"/team/runs/{run}/undoing").status_code == 404
    assert len(rows(installation, company)) == 2


def test_once_mails_have_gone_a_line_manager_no_longer_undoes_it(
    company: Company,
    manager: Person,
    reports: tuple[Person, Person],
    curriculum: str,
    installation: Installation,
    clock: SetClock,
) -> None:
    given(company.browser(manager), curriculum, reports[0])
    do_jobs(installation)
    with installation.database.reading() as session:
        run = session.scalars(select(AssignmentRun.id).where(AssignmentRun.by_id == manager.id)).one()
    clock.forward(hours=2)
    assert company.browser(manager).post(f"/team/runs/{run}/undoing").status_code == 404
    assert len(rows(installation, company)) == 1
