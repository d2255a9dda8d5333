"""One person's page: what HR may know and change, what is written down about opening it, and who may not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from lms.people.operations import create_department
from tests.support.company import MODULE, Browser, Company
from tests.support.installation import Installation
from tests.support.required import require

FIELDS = ("name", "email", "job", "location", "cost_centre", "time_zone", "hire_date", "job_since")


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser."""
    return company.browser(company.person(Role.HR, name="Hanne HR"))


def _sent(person: Person, **changed: str) -> dict[str, str]:
    """Return the form as the page shows it, changed."""
    shown = {name: str(getattr(person, name) or "") for name in FIELDS}
    return {**shown, "department": str(person.department_id or ""), "manager_email": "", "language": "", **changed}


def _now(installation: Installation, person: Person) -> Person:
    with installation.database.reading() as session:
        return session.get_one(Person, person.id)


def test_it_says_where_somebody_belongs_and_where_they_stand(
    company: Company, installation: Installation, hr: Browser
) -> None:
    with installation.database.writing() as session:
        sales = create_department(session, company.organisation, "Sales")
        north = create_department(session, company.organisation, "North", sales)
    chief = company.person(name="Chief Holm")
    person = company.person(name="Mette Skov", job="Planner", department_id=north.id, manager=chief)
    company.person(name="Report One", manager=person)
    company.browser(person).post(f"/learn/{MODULE}/enrolment")
    late = installation.clock.now().date() - timedelta(days=3)
    with installation.database.writing() as session:
        mine = Enrolment.person_id == person.id
        session.execute(update(Enrolment).where(mine).values(state=State.UNDER_WAY))
    require(company, person, late)
    page = hr.get(f"/assign/people/{person.id}").text
    for said in ("Mette Skov", "Sales › North", "Chief Holm", "Report One", "3 days late", "Planner"):
        assert said in page, said


def test_opening_it_is_written_down_once_an_hour_and_they_can_read_it(
    company: Company, installation: Installation, clock: SetClock, hr: Browser
) -> None:
    person = company.person()
    for _time in range(3):
        hr.get(f"/assign/people/{person.id}")
    clock.forward(minutes=61)
    company.browser(company.person(Role.HR, name="Another HR")).get(f"/assign/people/{person.id}")
    with installation.database.reading() as session:
        opened = (AuditEntry.subject_id == person.id, AuditEntry.action == "person.opened")
        assert len(session.scalars(select(AuditEntry.id).where(*opened)).all()) == 2
    own = company.browser(person).get("/me").text
    assert own.count("Your page was opened") == 2
    assert "Hanne HR" in own
    assert "Another HR" in own


def test_ones_own_page_may_be_opened_without_a_trace(company: Company, installation: Installation) -> None:
    me = company.person(Role.HR)
    company.browser(me).get(f"/assign/people/{me.id}")
    with installation.database.reading() as session:
        mine = (AuditEntry.subject_id == me.id, AuditEntry.action == "person.opened")
        assert session.scalars(select(AuditEntry.id).where(*mine)).all() == []


def test_hr_changes_details_and_they_read_what_was_changed(
    company: Company, installation: Installation, hr: Browser
) -> None:
    chief, person = company.person(name="Chief"), company.person(name="Mette", job="Planner")
    sent = _sent(person, job="Lead", manager_email=chief.email.upper(), hire_date="2020-02-29", time_zone="asia/tokyo")
    assert hr.post(f"/assign/people/{person.id}", sent).status_code == 303
    kept = _now(installation, person)
    assert (kept.job, kept.manager_id, str(kept.hire_date), kept.time_zone) == (
        "Lead", chief.id, "2020-02-29", "Asia/Tokyo",
    )  # fmt: skip
    own = company.browser(person).get("/me").text
    assert "Details were changed" in own
    assert "Line manager" in own
    assert "2020-02-29" not in own


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("name", "", "nothing is written here"),
        ("email", "nobody", "is not an address"),
        ("hire_date", "31.02.2020", "is not a day"),
        ("time_zone", "Middle/Earth", "is not a time zone"),
        ("manager_email", "no@body.example", "there is nobody with the address"),
        ("manager_email", "nobody", "is not an address"),
        ("department", "019f0000-0000-7000-8000-000000000001", "nothing is written here"),
        ("job", "x" * 121, "too long"),
        ("language", "no", "is not a language"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_is_kept(
    field: str, written: str, said: str, company: Company, installation: Installation, hr: Browser
) -> None:
    person = company.person(name="Mette", job="Planner")
    answer = hr.post(f"/assign/people/{person.id}", _sent(person, location="Bergen", **{field: written}))
    assert answer.status_code == 422
    error = re.search(rf'<p class="error" id="{field}-error">.*?</svg>(.*?)</p>', answer.text)
    assert error is not None
    assert said in error[1]
    assert _now(installation, person).location is None


def test_days_away_and_the_way_back(company: Company, installation: Installation, hr: Browser) -> None:
    person, today = company.person(), installation.clock.now().date()
    days = {"away_from": str(today), "away_until": str(today + timedelta(days=9))}
    assert hr.post(f"/assign/people/{person.id}/away", days).status_code == 303
    assert "away until" in hr.get(f"/assign/people/{person.id}").text
    assert "away until" in hr.get("/assign/people?show=away").text
    wrong = hr.post(f"/assign/people/{person.id}/away", {"away_from": days["away_until"], "away_until": str(today)})
    assert (wrong.status_code, "comes before the first" in wrong.text) == (422, True)
    assert hr.post(f"/assign/people/{person.id}/away", {"away_from": "", "away_until": ""}).status_code == 303
    assert _now(installation, person).away_from is None


def test_access_ends_and_is_given_back(company: Company, installation: Installation, hr: Browser) -> None:
    person = company.person(name="Leaver")
    hr.post(f"/assign/people/{person.id}/end")
    assert not _now(installation, person).active
    assert "Leaver" not in hr.get("/assign/people").text.replace("Leaver can no longer", "")
    assert "Leaver" in hr.get("/assign/people?show=inactive").text
    hr.post(f"/assign/people/{person.id}/return")
    assert _now(installation, person).active


def test_hr_cannot_end_an_administrators_access(company: Company, installation: Installation, hr: Browser) -> None:
    admin = company.person(Role.ADMIN)
    refused = hr.post(f"/assign/people/{admin.id}/end")
    assert (refused.status_code, _now(installation, admin).active) == (422, True)
    assert "Only another administrator" in refused.text


def test_roles_are_an_administrators_act(company: Company, installation: Installation, hr: Browser) -> None:
    person, admin = company.person(), company.person(Role.ADMIN)
    address = f"/assign/people/{person.id}/roles"
    assert hr.post(address, {"roles": "admin"}).status_code == 403
    chief = company.browser(admin)
    assert chief.get(address).status_code == 200
    assert chief.post(address, {"roles": "hr"}).status_code == 303
    assert _now(installation, person).roles == {Role.LEARNER, Role.HR}
    last = chief.post(f"/assign/people/{admin.id}/roles", {})
    assert (last.status_code, "last administrator" in last.text) == (422, True)


def test_an_administrator_without_hr_finds_somebody_and_sees_who_has_a_role(company: Company, hr: Browser) -> None:
    person, chief = company.person(name="Karla Krog"), company.person(Role.ADMIN, name="Ada Aa")
    company.person(Role.TRAINER, name="Tora Tang")
    admin = company.browser(chief)
    settings = admin.get("/admin").text
    assert 'id="roles"' in settings
    assert "Tora Tang" in settings
    assert "Karla Krog" not in settings
    found = admin.post("/admin/roles", {"email": f" {person.email.upper()} "})
    assert (found.status_code, found.location) == (303, f"/assign/people/{person.id}/roles")
    assert hr.post("/admin/roles", {"email": person.email}).status_code == 403


def test_an_administrator_finds_nobody_by_half_an_address_or_in_another_company(
    company: Company, other_company: Company
) -> None:
    person, theirs = company.person(), other_company.person(name="Not Ours")
    admin = company.browser(company.person(Role.ADMIN))
    for address in (theirs.email, person.email[:6], "", "%", "x" * 300):
        answer = admin.post("/admin/roles", {"email": address})
        assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True), address
        assert "Not Ours" not in answer.text


def test_another_companys_person_is_not_there(company: Company, other_company: Company, hr: Browser) -> None:
    theirs = other_company.person()
    assert hr.get(f"/assign/people/{theirs.id}").status_code == 404
    for act in ("", "/away", "/end", "/return"):
        assert hr.post(f"/assign/people/{theirs.id}{act}", _sent(theirs)).status_code == 404
    admin = company.browser(company.person(Role.ADMIN))
    assert admin.post(f"/assign/people/{theirs.id}/roles", {"roles": "admin"}).status_code == 404


def test_a_line_manager_and_the_person_cannot_open_it(company: Company) -> None:
    manager = company.person()
    person = company.person(manager=manager)
    for each in (manager, person, company.person(Role.TRAINER)):
        assert company.browser(each).get(f"/assign/people/{person.id}").status_code == 403
