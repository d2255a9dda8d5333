"""The list of who did what: searched and taken along by administrators, only added to, kept for a year."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from lms.kernel import audit
from lms.kernel.audit import AuditEntry, AuditHorizon
from lms.kernel.clock import SetClock
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.kernel.permissions import Role
from lms.people.auditing import forgetting
from lms.people.erasing import erase
from lms.people.models import Person
from lms.people.operations import create_department
from tests.support.company import Browser, Company
from tests.support.installation import Installation

LOG = "/admin/audit"


@pytest.fixture
def admin(company: Company) -> Browser:
    """Return the browser of an administrator."""
    return company.browser(company.person(Role.ADMIN, name="Anna Admin"))


def _note(company: Company, actor: Person, action: str = "person.changed", **said: Any) -> None:
    with company.installation.database.writing() as session:
        audit.note(session, company.actor(actor), action, company.installation.clock.now(), **said)


def _count(company: Company) -> int:
    with company.installation.database.reading() as session:
        ours = AuditEntry.organisation_id == company.organisation.id
        return session.scalar(select(func.count()).where(ours)) or 0


def _rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(response.text.lstrip("\ufeff").splitlines()))


def test_an_administrator_finds_who_did_what_about_whom(company: Company, admin: Browser) -> None:
    hr, person = company.person(Role.HR, name="Hanne HR"), company.person(name="Peter Person")
    company.person(name="Nobody Else")
    _note(company, hr, subject=person.id, detail="job, location")
    _note(company, hr, "person.roles", subject=hr.id, detail="+trainer")
    everything = admin.get(LOG).text
    assert "Details were changed" in everything
    assert "Job" in everything
    assert "Roles were changed" in everything
    for asked, there, gone in (
        ({"who": "hanne"}, "Details were changed", "Nothing found"),
        ({"about": "peter"}, "Details were changed", "Roles were changed"),
        ({"word": "roles"}, "Roles were changed", "Details were changed"),
        ({"word": "+trainer"}, "Roles were changed", "Details were changed"),
        ({"show": "looks"}, "Nothing found", "Details were changed"),
        ({"capacity": "trainer"}, "Nothing found", "Details were changed"),
        ({"who": "nobody else"}, "Nothing found", "Details were changed"),
        ({"since": "2020-01-01", "until": "2020-02-01"}, "Nothing found", "Details were changed"),
    ):
        page = admin.get(LOG, query_string=asked).text.partition('<h2 id="list">')[2]
        assert there in page or (there == "Nothing found" and "A list of people was opened" in page), asked
        assert gone not in page, asked


def test_a_list_says_of_whom_it_was(company: Company, admin: Browser) -> None:
    hr = company.browser(company.person(Role.HR))
    with company.installation.database.writing() as session:
        sales = create_department(session, company.organisation, "Sales")
    hr.get(f"/assign/people?department={sales.id}")
    hr.get(f"/assign/people?department={sales.id}&q=late")
    hr.get("/assign/people")
    details = {row["detail"] for row in _rows(admin.get(f"{LOG}.csv")) if row["action"] == "list.people"}
    assert {"department Sales", "department Sales, narrowed", "everybody"} <= details


def test_searching_for_somebody_is_itself_noted_for_them(company: Company, admin: Browser) -> None:
    person = company.person(name="Peter Person")
    admin.get(LOG, query_string={"about": "peter"})
    assert "An administrator looked up in the log what concerns you" in company.browser(person).get("/me").text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_nobody_but_administrators_reads_the_log(company: Company, role: Role) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(LOG).status_code == 403
    assert browser.get(f"{LOG}.csv").status_code == 403


def test_another_organisations_log_is_not_there(company: Company, other_company: Company, admin: Browser) -> None:
    stranger = other_company.person(Role.HR, name=f"Stranger {other_company.marker}")
    _note(other_company, stranger, subject=stranger.id, detail=other_company.marker)
    for asked in ({}, {"who": "stranger"}, {"about": "stranger"}, {"word": other_company.marker}):
        page = admin.get(LOG, query_string=asked).text.partition("<tbody")[2]
        assert other_company.marker not in page
    assert other_company.marker not in admin.get(f"{LOG}.csv").text


def test_pages_follow_each_other_and_none_is_lost_or_shown_twice(company: Company, admin: Browser) -> None:
    hr, now = company.person(Role.HR), company.installation.clock.now()
    rows = [
        {"id": new_id(), "organisation_id": company.organisation.id, "actor_id": hr.id, "action": "event.saved"}
        | {"detail": f"number {number:03}.", "at": now - timedelta(minutes=number // 7)}
        for number in range(120)
    ]
    with company.installation.database.writing() as session:
        session.execute(insert(AuditEntry), rows)
    found: list[str] = []
    address: str | None = f"{LOG}?word=number"
    while address:
        page = admin.get(address).text
        found += [f"number {n:03}." for n in range(120) if f"number {n:03}." in page]
        following = page.partition('rel="next" href="')[2].partition('"')[0]
        address = following.replace("&amp;", "&") or None
    assert sorted(found) == sorted(row["detail"] for row in rows)


def test_the_file_holds_what_was_searched_for_and_no_cell_is_a_formula(company: Company, admin: Browser) -> None:
    hr = company.person(Role.HR, name="=cmd|' /C calc'!A0")
    person = company.person(name="@SUM(1+1)")
    _note(company, hr, subject=person.id, detail="+1")
    _note(company, company.person(Role.TRAINER), "event.saved", detail="other")
    response = admin.get(f"{LOG}.csv", query_string={"about": "@SUM"})
    assert "attachment" in response.headers["Content-Disposition"]
    (row,) = (each for each in _rows(response) if each["action"] == "person.changed")
    assert (row["who"], row["about"], row["detail"]) == ("'=cmd|' /C calc'!A0", "'@SUM(1+1)", "'+1")
    assert (row["capacity"], row["what"]) == ("HR", "Details were changed")
    assert row["at"].endswith("+00:00")
    assert "list.taken" in {each["action"] for each in _rows(admin.get(f"{LOG}.csv"))}


@pytest.mark.parametrize("values", [{"detail": "nothing"}, {"action": "x.y"}, {"at": None}, {"actor_id": "another"}])
def test_an_entry_cannot_be_changed(company: Company, values: dict[str, Any]) -> None:
    hr, other = company.person(Role.HR), company.person()
    _note(company, hr, subject=other.id, detail="job")
    now = company.installation.clock.now()
    swapped = {"at": now + timedelta(days=1)} if "at" in values else values
    swapped = {"actor_id": other.id} if "actor_id" in values else swapped
    ours = update(AuditEntry).where(AuditEntry.organisation_id == company.organisation.id).values(swapped)
    with pytest.raises(DBAPIError, match="only added to"), company.installation.database.writing() as session:
        session.execute(ours)


def test_an_entry_cannot_be_deleted_before_its_time_and_the_horizon_never_moves_back(company: Company) -> None:
    hr, database = company.person(Role.HR), company.installation.database
    _note(company, hr, subject=hr.id)
    with pytest.raises(DBAPIError, match="only added to"), database.writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.organisation_id == company.organisation.id))
    with database.writing() as session:
        forgetting.move_horizon(session, company.installation.clock.now() - forgetting.KEPT)
    for attempt in (
        update(AuditHorizon).values(before=company.installation.clock.now() - timedelta(days=4000)),
        delete(AuditHorizon),
    ):
        with pytest.raises(DBAPIError, match="only added to"), database.writing() as session:
            session.execute(attempt)
    assert _count(company) == 1


def test_without_the_triggers_it_could_be_changed(company: Company, installation: Installation) -> None:
    """The negative control: what refuses is the database itself."""
    hr = company.person(Role.HR)
    _note(company, hr, subject=hr.id, detail="job")
    on = "" if installation.database.is_sqlite else " ON audit_entry"
    session = installation.database.write_session()
    try:
        session.execute(text(f"DROP TRIGGER only_added_update{on}"))
        ours = AuditEntry.organisation_id == company.organisation.id
        session.execute(update(AuditEntry).where(ours).values(detail="nothing"))
        assert session.scalars(select(AuditEntry.detail).where(ours)).all() == ["nothing"]
    finally:
        session.rollback()
        session.close()


def test_erasing_takes_a_person_out_of_it_and_leaves_the_entry(company: Company) -> None:
    hr, person = company.person(Role.HR), company.person()
    _note(company, hr, subject=person.id, detail="job")
    with company.installation.database.writing() as session:
        erase(session, session.get_one(Person, person.id), company.installation.clock.now())
    with company.installation.database.reading() as session:
        ours = (AuditEntry.organisation_id == company.organisation.id, AuditEntry.action == "person.changed")
        entry = session.scalars(select(AuditEntry).where(*ours)).one()
    assert (entry.subject_id, entry.actor_id, entry.detail) == (None, hr.id, "job")


def test_after_a_year_entries_go_and_younger_ones_stay(company: Company, clock: SetClock) -> None:
    hr = company.person(Role.HR)
    for _ in range(3):
        _note(company, hr, subject=hr.id)
    clock.forward(days=200)
    _note(company, hr, subject=hr.id, detail="younger")
    clock.forward(days=166)
    jobs = {"audit.forget": declared()["audit.forget"]}
    Worker(company.installation.database, clock, jobs).run_due()
    with company.installation.database.reading() as session:
        ours = AuditEntry.organisation_id == company.organisation.id
        assert session.scalars(select(AuditEntry.detail).where(ours)).all() == ["younger"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday"])
def test_an_odd_moment_in_the_address_is_no_fault_of_ours(admin: Browser, at: str) -> None:
    path = f"{LOG}?{urlencode({'at': at, 'id': new_id()})}"
    assert admin.get(path).status_code == 200
