"""A thing done with many people: shown first, done once, undone; few at once, many in a job that survives a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lms.assigning.roster import acting
from lms.assigning.roster.models import PeopleAct, PeopleActRow
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people import changes
from lms.people.changes import PeopleChanged
from lms.people.models import Person
from lms.people.operations import create_department
from tests.support.company import Browser, Company

EXPECTED = re.compile(r'name="expected" value="(\d+)"')


class Office:
    """A company's HR, a department called North, and people called Mads."""

    def __init__(self, company: Company, count: int) -> None:
        """Take them on."""
        self.company, self.installation = company, company.installation
        self.hr = company.person(Role.HR, name="Hanne HR")
        self.browser: Browser = company.browser(self.hr)
        with self.installation.database.writing() as session:
            self.north = create_department(session, company.organisation, "North")
        self.people = [company.person(name=f"Mads {number}", job="Planner") for number in range(count)]

    def do(self, kind: str, *, whom: dict[str, object], **value: str) -> str:
        """Look at the preview, confirm it, and return the address of the act."""
        asked = {"kind": kind, **whom, **value}
        preview = self.browser.get("/assign/people/acts/new", query_string=asked).text
        expected = EXPECTED.search(preview)
        assert expected is not None, preview
        sent = self.browser.post("/assign/people/acts", {**asked, "expected": expected[1]})
        assert sent.status_code == 303, sent.text
        return str(sent.location)

    def values(self, name: str) -> set[object]:
        """Return the different values of a column among the people."""
        ids = [each.id for each in self.people]
        with self.installation.database.reading() as session:
            return set(session.scalars(select(getattr(Person, name)).where(Person.id.in_(ids))))

    def ids(self) -> dict[str, object]:
        """Return everybody ticked."""
        return {"person": [str(each.id) for each in self.people]}

    def work(self) -> None:
        """Let the worker do what is due."""
        jobs = {name: each for name, each in declared().items() if name == "people.act"}
        Worker(self.installation.database, self.installation.clock, jobs).run_due()


@pytest.fixture
def office(company: Company) -> Office:
    """Return an office of five."""
    return Office(company, 5)


@pytest.fixture
def heard() -> Iterator[list[PeopleChanged]]:
    """Return the news of people, as it comes."""
    news: list[PeopleChanged] = []

    def listen(_session: object, told: PeopleChanged) -> None:
        news.append(told)

    changes._listeners.append(listen)
    yield news
    changes._listeners.remove(listen)


def test_everybody_a_list_shows_moves_to_a_department_and_back(office: Office, heard: list[PeopleChanged]) -> None:
    address = office.do("department", whom={"all": "1", "q": "mads"}, value=str(office.north.id))
    assert office.values("department_id") == {office.north.id}
    assert {len(news.person_ids or ()) for news in heard} == {5}
    with office.installation.database.reading() as session:
        assert session.get_one(Person, office.hr.id).department_id is None
        about = (AuditEntry.action == "person.changed", AuditEntry.subject_id == office.people[0].id)
        assert session.scalars(select(AuditEntry.detail).where(*about)).one() == "department_id"
        act = session.scalars(select(PeopleAct).where(PeopleAct.organisation_id == office.hr.organisation_id)).one()
        assert act.wanted == {}
    assert "Done for 5 people" in office.browser.get(address).text
    assert "north" in _words(office)
    assert office.browser.post(f"{address}/undoing").status_code == 303
    assert office.values("department_id") == {None}
    assert "north" not in _words(office)
    assert "Put back for 5 people" in office.browser.get(address).text


def _words(office: Office) -> set[str]:
    from lms.people.models import PersonWord

    with office.installation.database.reading() as session:
        return set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == office.people[0].id)))


def test_the_ticked_ones_alone_change(office: Office) -> None:
    ticked = {"person": [str(each.id) for each in office.people[:2]]}
    office.do("location", whom=ticked, value="Bergen")
    assert office.values("location") == {"Bergen", None}
    with office.installation.database.reading() as session:
        assert session.scalar(select(func.count()).where(Person.location == "Bergen")) == 2


def test_undoing_leaves_alone_what_somebody_changed_since(office: Office) -> None:
    address = office.do("location", whom=office.ids(), value="Bergen")
    with office.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == office.people[0].id).values(location="Oslo"))
    office.browser.post(f"{address}/undoing")
    office.browser.post(f"{address}/undoing")
    assert office.values("location") == {"Oslo", None}


def test_a_line_manager_is_set_for_all_but_those_above(office: Office) -> None:
    chief, manager = office.people[0], office.people[1]
    with office.installation.database.writing() as session:
        session.execute(update(Person).where(Person.id == manager.id).values(manager_id=chief.id))
    office.do("manager", whom=office.ids(), value=manager.email)
    with office.installation.database.reading() as session:
        managers = {row.id: row.manager_id for row in session.execute(select(Person.id, Person.manager_id))}
    assert (managers[chief.id], managers[manager.id]) == (None, chief.id)
    assert {managers[each.id] for each in office.people[2:]} == {manager.id}


def test_days_away_are_set_and_put_back(office: Office) -> None:
    today = office.installation.clock.now().date()
    days = {"from": str(today), "until": str(today + timedelta(days=4))}
    address = office.do("away", whom=office.ids(), **days)
    assert str(today) not in office.browser.get(address).text, "days are written as people write them"
    assert office.values("away_from") == {today}
    office.browser.post(f"{address}/undoing")
    assert office.values("away_from") == {None}


def test_access_ends_for_many_but_never_for_oneself_or_an_administrator(office: Office) -> None:
    admin = office.company.person(Role.ADMIN, name="Mads Admin")
    session_of_one = office.company.browser(office.people[0])
    everybody = {"person": [str(each.id) for each in (*office.people, admin, office.hr)]}
    address = office.do("deactivate", whom=everybody)
    assert office.values("active") == {False}
    assert session_of_one.get("/learn").status_code == 302
    with office.installation.database.reading() as session:
        assert session.get_one(Person, admin.id).active
        assert session.get_one(Person, office.hr.id).active
    office.browser.post(f"{address}/undoing")
    assert office.values("active") == {True}


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("manager", "no@body.example", "there is nobody"),
        ("location", "x" * 121, "too long"),
        ("department", "nonsense", "nothing is written"),
    ],
)
def test_a_value_that_cannot_be_is_refused_before_anything(kind: str, value: str, said: str, office: Office) -> None:
    asked = {"kind": kind, "value": value, **office.ids()}
    assert said in office.browser.get("/assign/people/acts/new", query_string=asked).text
    refused = office.browser.post("/assign/people/acts", {**asked, "expected": "5"})
    assert (refused.status_code, office.values("location")) == (422, {None})


def test_who_has_joined_the_list_since_it_was_looked_at_is_shown_first(office: Office) -> None:
    asked = {"kind": "location", "value": "Bergen", "all": "1", "q": "mads"}
    office.browser.get("/assign/people/acts/new", query_string=asked)
    office.company.person(name="Mads Newcomer")
    moved = office.browser.post("/assign/people/acts", {**asked, "expected": "5"})
    assert moved.status_code == 409
    assert "has changed since you looked" in moved.text
    assert office.values("location") == {None}


def test_many_are_done_in_a_job_whose_process_may_die_between_any_two_portions(
    company: Company, clock: SetClock, monkeypatch: pytest.MonkeyPatch, heard: list[PeopleChanged]
) -> None:
    monkeypatch.setattr(acting, "AT_ONCE", 3)
    monkeypatch.setattr(acting, "NAMED", 4)
    office = Office(company, 8)
    address = office.do("location", whom={"all": "1", "q": "mads"}, value="Bergen")
    assert office.values("location") == {None}
    assert "0 of 8" in office.browser.get(address).text
    real, turns = acting.carry_on, iter(range(9))

    def dies(*given: object) -> bool:
        if next(turns) == 2:
            raise KeyboardInterrupt
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(acting, "carry_on", dies)
    with pytest.raises(KeyboardInterrupt):
        office.work()
    assert "6 of 8" in office.browser.get(address).text
    clock.forward(minutes=5)
    office.work()
    assert office.values("location") == {"Bergen"}
    with office.installation.database.reading() as session:
        people = PeopleActRow.person_id.in_([each.id for each in office.people])
        assert session.scalar(select(func.count()).select_from(PeopleActRow).where(people)) == 8
        notes = select(func.count()).where(AuditEntry.subject_id.in_([each.id for each in office.people]))
        assert session.scalar(notes) == 8
    assert [news.person_ids for news in heard] == [None]
    office.browser.post(f"{address}/undoing")
    office.work()
    assert office.values("location") == {None}


def test_an_act_of_somebody_who_is_no_longer_hr_stands_still(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "AT_ONCE", 2)
    office = Office(company, 5)
    office.do("location", whom={"all": "1", "q": "mads"}, value="Bergen")
    with office.installation.database.writing() as session:
        who = update(Person).where(Person.id == office.hr.id)
        session.execute(who.values(roles=frozenset({Role.LEARNER})))
    office.work()
    assert office.values("location") == {None}


def test_another_companys_people_and_acts_are_not_there(office: Office, other_company: Company) -> None:
    other = Office(other_company, 1)
    theirs = other.do("location", whom=other.ids(), value="Oslo")
    asked = {"kind": "location", "value": "Bergen", "expected": "1", **other.ids()}
    assert office.browser.get("/assign/people/acts/new", query_string=asked).status_code == 404
    assert office.browser.post("/assign/people/acts", asked).status_code == 404
    assert office.browser.get(theirs).status_code == 404
    assert office.browser.post(f"{theirs}/undoing").status_code == 404
    department = {"kind": "department", "value": str(other.north.id), "expected": "5", **office.ids()}
    assert office.browser.post("/assign/people/acts", department).status_code == 422
    assert other.values("location") == {"Oslo"}


def test_nobody_but_hr_does_anything_to_many(office: Office) -> None:
    for person in (office.people[0], office.company.person(Role.ADMIN)):
        browser = office.company.browser(person)
        assert browser.get("/assign/people/acts/new?kind=location&all=1").status_code == 403
        assert browser.post("/assign/people/acts", {"kind": "location", "all": "1"}).status_code == 403
