"""A line manager finds beside the modules their people have open how to follow up, also without taking them."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from lms.assigning.assignments.models import Assigned
from lms.catalog.models import Module
from lms.people.models import Person
from tests.packs.conftest import FILES
from tests.support.coffee_pack import published
from tests.support.companions import with_companions
from tests.support.company import Company
from tests.support.curriculum import School
from tests.support.rows import statements

CARD, MANAGER_PAGE = "/learn/coffee/team-card", "/learn/coffee/for-the-line-manager"


@pytest.fixture
def school(company: Company) -> School:
    """Return a company with one module without companions and, after it, one with both."""
    made = School(company, 1)
    files = {path: text.encode() for path, text in with_companions(FILES).items()}
    made.modules.append(published(company, files).module_id)
    return made


@pytest.fixture
def curriculum(school: School) -> UUID:
    """Return a curriculum of both."""
    return school.publish()


@pytest.fixture
def manager(company: Company) -> Person:
    """Return somebody to whom somebody reports."""
    return company.person(name="Mads Manager")


@pytest.fixture
def report(company: Company, manager: Person) -> Person:
    """Return who reports to them."""
    return company.person(name="Rita Report", manager=manager)


def _led_to(company: Company, manager: Person, address: str = "/team") -> list[str]:
    page = company.browser(manager).get(address).text
    return re.findall(r'href="(/learn/[^"]+)"', page.split("<main")[1].split("</main")[0])


def test_a_manager_is_led_to_the_page_for_them_and_to_the_card(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    assert _led_to(company, manager) == []
    school.give(curriculum, report)
    assert _led_to(company, manager) == [MANAGER_PAGE, CARD]
    assert _led_to(company, manager, f"/team/{report.id}") == [MANAGER_PAGE, CARD]


def test_a_manager_opens_the_page_without_taking_the_module(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    school.give(curriculum, report)
    page = company.browser(manager).get(MANAGER_PAGE)
    assert page.status_code == 200
    assert "Ask what they tried, never what they wrote." in page.text


def test_a_module_in_two_curricula_is_named_once(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    school.give(curriculum, report)
    school.give(school.publish(title="Once more"), report)
    assert _led_to(company, manager) == [MANAGER_PAGE, CARD]


@pytest.mark.parametrize("state", ["withdrawn", "exempt"])
def test_what_nobody_is_to_do_any_more_is_not_named(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person, state: str
) -> None:
    school.give(curriculum, report, state=state)
    assert _led_to(company, manager) == []


@pytest.mark.parametrize(("days", "led_to"), [(89, [MANAGER_PAGE, CARD]), (91, [])])
def test_what_was_finished_lately_is_still_named(
    company: Company,
    school: School,
    curriculum: UUID,
    manager: Person,
    report: Person,
    days: int,
    led_to: list[str],
) -> None:
    (row,) = school.give(curriculum, report, state="completed")
    finished = company.installation.clock.now() - timedelta(days=days)
    with company.installation.database.writing() as session:
        session.execute(update(Assigned).where(Assigned.id == row).values(completed_at=finished))
    assert _led_to(company, manager) == led_to


def test_what_is_only_being_given_or_is_others_is_not_named(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    school.give(curriculum, report, run_state="staging")
    school.give(curriculum, company.person(name="Sven Stranger"))
    assert _led_to(company, manager) == []


def test_one_reports_page_names_what_that_one_has_open(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    other = company.person(name="Rolf Report", manager=manager)
    school.give(curriculum, other)
    assert _led_to(company, manager, f"/team/{report.id}") == []
    assert _led_to(company, manager, f"/team/{other.id}") == [MANAGER_PAGE, CARD]


def test_a_module_taken_off_the_shelf_is_not_named_and_not_there(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    school.give(curriculum, report)
    with company.installation.database.writing() as session:
        off = update(Module).where(Module.id == school.modules[-1])
        session.execute(off.values(withdrawn_at=company.installation.clock.now()))
    assert _led_to(company, manager) == []
    assert company.browser(manager).get(MANAGER_PAGE).status_code == 404
    assert company.browser(report).get(MANAGER_PAGE).status_code == 200


def test_many_reports_and_modules_cost_one_query(
    company: Company, school: School, curriculum: UUID, manager: Person, report: Person
) -> None:
    browser = company.browser(manager)
    school.give(curriculum, report)
    browser.get("/team")
    with statements(company.installation.database) as few:
        browser.get("/team")
    school.give(curriculum, *(company.person(manager=manager) for _ in range(5)))
    school.give(school.publish(title="Once more"), report)
    with statements(company.installation.database) as many:
        browser.get("/team")
    assert len(many) == len(few)
