"""What a person reads of who looked at them is exactly true: no list they were not in, and none left out unsaid."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.models import Person
from lms.people.operations import create_department
from tests.assigning.cohorts.lived import belong
from tests.support.company import Browser, Company
from tests.support.grouping import put_in_a_group
from tests.support.installation import Installation

EVERYBODY = "The list of everybody"
NOT_KEPT = "Who stood on it is not kept."


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return the browser of somebody in HR."""
    return company.browser(company.person(Role.HR, name="Hanne HR"))


def _looked(company: Company, person: Person, **given: Any) -> str:
    return company.browser(person).get("/me/looked", query_string=given).text


def _department(company: Company, name: str, *people: Person, inside: Any = None) -> Any:
    with company.installation.database.writing() as session:
        made = create_department(session, company.organisation, name, inside)
        for each in people:
            session.get_one(Person, each.id).department_id = made.id
    return made


def test_nobody_looked_is_said_in_words(company: Company) -> None:
    page = _looked(company, company.person())
    for said in ("Nobody opened your page", "Nobody opened a whole list", "Nothing was changed about you"):
        assert said in page


def test_who_opened_my_page_stands_there_by_name_and_role(company: Company, hr: Browser) -> None:
    person, other = company.person(), company.person()
    hr.get(f"/assign/people/{person.id}")
    page = _looked(company, person)
    assert "Your page was opened" in page
    assert "Hanne HR, HR" in page
    assert "Your page was opened" not in _looked(company, other)


def test_my_line_managers_looks_are_a_line_managers(company: Company) -> None:
    manager = company.person(name="Mona Manager")
    person, other = company.person(manager=manager), company.person()
    browser = company.browser(manager)
    browser.get("/team")
    browser.get(f"/team/{person.id}")
    page = _looked(company, person)
    assert page.count("Mona Manager, line manager") == 2
    assert "of whom you are one now" in page
    assert "Mona Manager" not in _looked(company, other)
    assert NOT_KEPT in _looked(company, other)


def test_a_list_counts_for_those_it_was_of_and_for_nobody_else(company: Company, hr: Browser) -> None:
    seller, buyer = company.person(), company.person()
    sales = _department(company, "Sales", seller)
    _department(company, "Buying", buyer)
    hr.get(f"/assign/people?department={sales.id}")
    assert "A list of the department Sales, where you are now" in _looked(company, seller)
    assert "Sales" not in _looked(company, buyer)
    assert NOT_KEPT in _looked(company, buyer)
    assert NOT_KEPT not in _looked(company, seller)


def test_a_department_reaches_those_below_it(company: Company, hr: Browser) -> None:
    person = company.person()
    nordic = _department(company, "Nordic")
    _department(company, "Denmark", person, inside=nordic)
    hr.get(f"/assign/people?department={nordic.id}")
    assert "A list of the department Nordic, where you are now" in _looked(company, person)


def test_a_narrowed_list_is_never_said_to_have_shown_me(company: Company, hr: Browser) -> None:
    person = company.person()
    sales = _department(company, "Sales", person)
    hr.get(f"/assign/people?department={sales.id}&q=nobody")
    hr.get("/assign/people?q=someone")
    page = _looked(company, person)
    assert "Nobody opened a whole list that you are in" in page
    assert "Parts of lists" in page
    assert NOT_KEPT in page


def test_whoever_came_later_was_not_in_an_earlier_list(company: Company, hr: Browser, clock: SetClock) -> None:
    before = company.person()
    hr.get("/assign/people")
    clock.forward(minutes=5)
    after = company.person()
    assert EVERYBODY in _looked(company, before)
    assert EVERYBODY not in _looked(company, after)
    clock.forward(hours=2)
    company.browser(company.person(Role.HR, name="Hilde HR")).get("/assign/people")
    assert "1 time<" in _looked(company, after)
    assert _looked(company, before).count("1 time<") == 2


def test_files_groups_and_cohorts_are_lists_too(company: Company, hr: Browser) -> None:
    person = company.person()
    group = put_in_a_group(company, person)
    cohort = belong(company, person).cohort
    hr.get("/assign/people.csv").get_data()
    hr.get(f"/assign/groups/{group}")
    hr.get(f"/assign/cohorts/{cohort}")
    page = _looked(company, person)
    for said in ("as a file", "The list of the group", "The list of the cohort"):
        assert said in page
    stranger = _looked(company, company.person())
    assert "The list of the group" not in stranger
    assert "The list of the cohort" not in stranger


def test_no_list_writes_a_row_for_each_person_on_it(company: Company, hr: Browser, installation: Installation) -> None:
    for _ in range(5):
        company.person()
    hr.get("/assign/people")
    hr.get("/assign/people.csv").get_data()
    with installation.database.reading() as session:
        ours = AuditEntry.organisation_id == company.organisation.id
        assert session.scalar(select(func.count()).where(ours)) == 2


def test_weeks_are_turned_and_an_address_that_says_nonsense_shows_this_one(
    company: Company, hr: Browser, clock: SetClock
) -> None:
    person = company.person()
    hr.get(f"/assign/people/{person.id}")
    before = clock.at.date()
    clock.forward(days=7)
    assert "Your page was opened" not in _looked(company, person)
    assert "Your page was opened" in _looked(company, person, week=before)
    for wrong in ("nonsense", "9999-12-31", "0001-01-01", "2026-02-30"):
        assert "This week" in _looked(company, person, week=wrong)


def test_ones_own_file_says_it_without_naming_others(company: Company, hr: Browser) -> None:
    person = company.person()
    hr.get(f"/assign/people/{person.id}")
    hr.get("/assign/people")
    found = company.browser(person).get("/me/data.json")
    looked = found.json["who_looked"]
    assert [(each["what"], each["capacity"]) for each in looked["acts"]] == [("Your page was opened", "HR")]
    assert [(each["list"], each["times"]) for each in looked["lists_you_were_in"]] == [(EVERYBODY, 1)]
    assert "Hanne HR" not in found.text


def test_nobodys_looks_of_another_organisation_count(company: Company, other_company: Company) -> None:
    stranger = other_company.browser(other_company.person(Role.HR))
    stranger.get("/assign/people")
    page = _looked(company, company.person())
    assert EVERYBODY not in page
    assert NOT_KEPT not in page
