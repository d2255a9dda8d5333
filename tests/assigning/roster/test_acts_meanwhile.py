"""What others do while many people are being changed, and before it is undone: nothing widens, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select, update

from lms.assigning.roster import acting
from lms.assigning.roster.models import PeopleAct
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people import changes, erasing
from lms.people.changes import PeopleChanged
from lms.people.models import Department, Person
from lms.people.operations import create_department
from tests.assigning.roster.test_acts import Office
from tests.support.company import MODULE, Company


@pytest.fixture
def office(company: Company) -> Office:
    """Return an office of four."""
    return Office(company, 4)


@pytest.fixture
def in_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three people be too many to wait for."""
    monkeypatch.setattr(acting, "AT_ONCE", 2)


@pytest.fixture
def heard() -> Iterator[list[PeopleChanged]]:
    """Return the news of people, as it comes."""
    news: list[PeopleChanged] = []

    def listen(_session: object, told: PeopleChanged) -> None:
        news.append(told)

    changes._listeners.append(listen)
    yield news
    changes._listeners.remove(listen)


def _write(office: Office, *statements: object) -> None:
    with office.installation.database.writing() as session:
        for each in statements:
            session.execute(each)  # type: ignore[call-overload]


def test_undoing_leaves_people_where_they_are_when_their_former_department_is_gone(office: Office) -> None:
    with office.installation.database.writing() as session:
        south = create_department(session, office.company.organisation, "South")
    moved = update(Person).where(Person.id == office.people[0].id).values(department_id=south.id)
    _write(office, moved)
    address = office.do("department", whom=office.ids(), value=str(office.north.id))
    _write(office, delete(Department).where(Department.id == south.id))
    assert office.browser.post(f"{address}/undoing").status_code == 303
    assert office.values("department_id") == {office.north.id, None}


def test_a_department_that_was_removed_before_the_job_came_to_it_takes_nobody(office: Office, in_jobs: None) -> None:
    address = office.do("department", whom=office.ids(), value=str(office.north.id))
    _write(office, delete(Department).where(Department.id == office.north.id))
    office.work()
    assert office.values("department_id") == {None}
    assert "Done for 0 people" in office.browser.get(address).text


def test_undoing_never_closes_a_circle_of_line_managers(office: Office) -> None:
    chief, lead, other = office.people[:3]
    _write(office, update(Person).where(Person.id == lead.id).values(manager_id=chief.id))
    address = office.do("manager", whom={"person": [str(lead.id)]}, value=other.email)
    _write(office, update(Person).where(Person.id == chief.id).values(manager_id=lead.id))
    office.browser.post(f"{address}/undoing")
    with office.installation.database.reading() as session:
        assert session.get_one(Person, lead.id).manager_id == other.id


def test_undoing_brings_no_line_manager_back_who_was_erased(office: Office) -> None:
    lead, chief, other = office.people[:3]
    _write(office, update(Person).where(Person.id == lead.id).values(manager_id=chief.id))
    address = office.do("manager", whom={"person": [str(lead.id)]}, value=other.email)
    with office.installation.database.writing() as session:
        erasing.erase(session, session.get_one(Person, chief.id), office.installation.clock.now())
    assert office.browser.post(f"{address}/undoing").status_code == 303
    with office.installation.database.reading() as session:
        assert session.get_one(Person, lead.id).manager_id in (None, other.id)


def test_a_module_that_is_not_there_never_makes_everybody_of_the_late_ones(office: Office) -> None:
    asked = {"kind": "location", "value": "Bergen", "all": "1", "module": "no-such-module", "show": "late"}
    shown = office.browser.get("/assign/people/acts/new", query_string=asked)
    assert "0" in shown.text
    assert office.browser.post("/assign/people/acts", {**asked, "expected": "5"}).status_code == 409
    assert office.values("location") == {None}


def test_a_list_by_a_module_keeps_its_meaning_in_the_job(office: Office, in_jobs: None) -> None:
    office.do("location", whom={"all": "1", "q": "mads", "module": MODULE, "show": "not-started"}, value="Bergen")
    with office.installation.database.writing() as session:
        act = session.scalars(select(PeopleAct).where(PeopleAct.by_id == office.hr.id)).one()
        act.wanted = {"args": {**act.wanted["args"], "module": "left-the-shelf"}}
    office.work()
    assert office.values("location") == {None}


def test_who_listens_is_told_although_few_of_many_changed(
    company: Company, monkeypatch: pytest.MonkeyPatch, in_jobs: None, heard: list[PeopleChanged]
) -> None:
    monkeypatch.setattr(acting, "NAMED", 3)
    office = Office(company, 5)
    _write(
        office, *(update(Person).where(Person.id == each.id).values(location="Bergen") for each in office.people[1:])
    )
    office.do("location", whom=office.ids(), value="Bergen")
    office.work()
    assert [(news.person_ids, news.fields) for news in heard] == [(None, frozenset({"location"}))]


def test_an_act_whose_maker_is_no_longer_hr_ends_and_the_rest_of_hr_can_undo_it(office: Office, in_jobs: None) -> None:
    address = office.do("location", whom=office.ids(), value="Bergen")
    with office.installation.database.writing() as session:
        act = session.scalars(select(PeopleAct).where(PeopleAct.by_id == office.hr.id)).one()
        acting.carry_on(session, act, office.company.actor(office.hr), office.installation.clock.now())
        session.get_one(Person, office.hr.id).roles = frozenset({Role.LEARNER})
    office.work()
    assert office.values("location") == {"Bergen", None}
    colleague = office.company.browser(office.company.person(Role.HR, name="Hugo HR"))
    assert "Done for 2 people" in colleague.get(address).text
    colleague.post(f"{address}/undoing")
    office.work()
    assert office.values("location") == {None}


def test_a_job_about_an_act_that_is_not_there_does_nothing(office: Office) -> None:
    from lms.kernel import ledger

    with office.installation.database.writing() as session:
        ledger.enqueue(session, "people.act", {"act": str(new_id())}, now=office.installation.clock.now())
    office.work()
    assert office.values("location") == {None}
