"""HR's page of the steps and rules of reminders: seen on a real person, changed by a form, kept in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.assigning.assignments.models import ACTIVE, Assignment
from lms.assigning.reminding import settings
from lms.assigning.reminding.calendars import Rule
from lms.assigning.reminding.ladder import DEFAULT, Kind
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Organisation
from tests.support.assigned import given_to
from tests.support.company import Browser, Company
from tests.support.forms import form_to
from tests.support.installation import Installation

PAGE = "/assign/reminders"


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return HR's browser."""
    return company.browser(company.person(Role.HR, name="Hanne Holm"))


def _steps(**typed: Any) -> dict[str, Any]:
    """Return what the form of the steps sends, the usual steps where nothing else is said."""
    usual = {"before": ["14", "3", "", ""], "on_the_day": "y", "after": ["3", "10", ""], "escalates": "y"}
    return {**usual, "escalation": "14", "goes_round": "y", "weeks": "4", "rounds": "3", **typed}


def _rules(**typed: Any) -> dict[str, Any]:
    usual = {"country": "DK", "quiet_from": "20", "quiet_until": "7", "working_days": ["0", "1", "2", "3", "4"]}
    return {**usual, "closed": ["", ""], "most_a_week": "3", "digest_day": "0", **typed}


def _ladder(company: Company, assignment: Any = None) -> Any:
    with company.installation.database.reading() as session:
        return settings.ladder_of(session, company.organisation.id, assignment)


def _rule(company: Company) -> Rule:
    with company.installation.database.reading() as session:
        return settings.rule_of(session, company.organisation.id)


def test_the_page_says_on_which_days_a_real_person_would_get_which_mails(hr: Browser, company: Company) -> None:
    manager = company.person(name="Mads Madsen")
    company.person(name="Ann Andersen", manager=manager)
    page = hr.get(f"{PAGE}?q=Ann&due=2026-12-15").text
    assert "Ann Andersen, due 15 December, gets at most these 5 mails" in page
    assert "14 days before" in page
    assert "Mon 7 Dec" in page, "in the weekly mail"
    assert "Tue 15 Dec 07:00" in page, "the next weekly mail would be too late"
    assert "to Mads Madsen, once" in page


def test_who_is_due_next_is_shown_where_nobody_is_asked_for(hr: Browser, company: Company) -> None:
    given_to(company, {"ann": company.person(name="Ann Andersen")})
    due = company.installation.clock.now().date() + timedelta(days=30)
    assert f"Ann Andersen, due {due.day} December" in hr.get(PAGE).text


def test_a_holiday_moves_a_step_and_the_page_says_from_where(hr: Browser, company: Company) -> None:
    company.person(name="Ann Andersen")
    hr.post(f"{PAGE}/rules", _rules(digest_day="-1"))
    page = hr.get(f"{PAGE}?q=Ann&due=2026-12-25").text
    assert "moved from Fri 25 Dec" in page
    assert "Wed 23 Dec" in page, "the day of Christmas Eve is none in Denmark either"
    assert "Fri 25 Dec (" in page, "and the next days off are named"


def test_steps_are_saved_in_order_and_without_empty_lines(hr: Browser, company: Company) -> None:
    answer = hr.post(f"{PAGE}/steps", _steps(before=["2", "", "21"], after=[""], escalates=[], on_the_day=[]))
    assert answer.status_code == 303
    steps = [(step.kind, step.days) for step in _ladder(company).steps]
    assert steps == [(Kind.BEFORE, 21), (Kind.BEFORE, 2), (Kind.ROUND, 28)]
    assert _shown_days(hr.get(PAGE).text, "before") == ["21", "2", "", ""]


def _shown_days(page: str, name: str) -> list[str]:
    parts = page.split(f'name="{name}" value="')[1:]
    return [part.partition('"')[0] for part in parts]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"before": ["soon"]}, "Write whole days from 1 to 365"),
        ({"before": ["3", "3"]}, "The same step stands here twice."),
        ({"after": ["0"]}, "Write whole days from 1 to 365"),
        ({"escalation": ""}, "Write how many days."),
        ({"rounds": ""}, "Write how many times"),
        ({"weeks": "90"}, "Write a whole number from 1 to 52."),
    ],
)
def test_steps_that_cannot_be_are_refused_at_their_field_and_nothing_is_kept(
    typed: dict[str, Any], said: str, hr: Browser, company: Company
) -> None:
    answer = hr.post(f"{PAGE}/steps", _steps(**typed))
    assert answer.status_code == 422
    assert said in answer.text
    assert _ladder(company) == DEFAULT


def test_no_steps_at_all_is_said_plainly(hr: Browser) -> None:
    nothing = {"before": [""], "after": [""], "escalation": "14", "weeks": "4", "rounds": "3"}
    assert hr.post(f"{PAGE}/steps", nothing).status_code == 303
    assert "No reminder is sent" in hr.get(PAGE).text


def test_the_usual_steps_come_back(hr: Browser, company: Company) -> None:
    hr.post(f"{PAGE}/steps", _steps(before=["40"]))
    form = form_to(hr.get(PAGE).text, f"{PAGE}/steps/removal")
    hr.post(form.action, form.values)
    assert _ladder(company) == DEFAULT


def test_an_assignment_has_steps_of_its_own_until_it_follows_the_others_again(hr: Browser, company: Company) -> None:
    given = given_to(company, {"ann": company.person()})
    one = f"{PAGE}/assignments/{given.assignment}"
    with company.installation.database.writing() as session:
        session.get_one(Assignment, given.assignment).state = ACTIVE
    assert one in hr.get(f"/assign/assignments/{given.assignment}").text
    hr.post(one, _steps(before=["60"]))
    assert [step.days for step in _ladder(company, given.assignment).steps][0] == 60
    assert _ladder(company) == DEFAULT
    assert one in hr.get(PAGE).text, "the page of all names those that differ"
    hr.post(f"{one}/removal")
    assert _ladder(company, given.assignment) == DEFAULT


def test_rules_are_saved_with_the_country_and_days_off(
    hr: Browser, company: Company, installation: Installation
) -> None:
    typed = _rules(country="SE", quiet_from="18", closed=["2026-12-28", ""], most_a_week="2", digest_day="-1")
    assert hr.post(f"{PAGE}/rules", typed).status_code == 303
    rule = _rule(company)
    assert (rule.quiet_from, rule.most_a_week, rule.digest_day) == (18, 2, -1)
    assert [day.isoformat() for day in rule.closed] == ["2026-12-28"]
    with installation.database.reading() as session:
        assert session.get_one(Organisation, company.organisation.id).country == "SE"
    page = hr.get(PAGE).text
    assert "Nothing goes between 18:00 and 07:00." in page
    assert "Mon 28 Dec" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"working_days": []}, "Tick at least one day"),
        ({"country": "XX"}, "Choose a country of the list."),
        ({"closed": ["some day"]}, "Write the day as year-month-day"),
        ({"most_a_week": ""}, "Write a whole number from 1"),
        ({"most_a_week": "99"}, "Write a whole number from 1"),
        ({"quiet_from": "25"}, "Not a valid choice"),
    ],
)
def test_rules_that_cannot_be_are_refused(typed: dict[str, Any], said: str, hr: Browser, company: Company) -> None:
    answer = hr.post(f"{PAGE}/rules", _rules(**typed))
    assert answer.status_code == 422
    assert said in answer.text
    assert _rule(company) == Rule()


def test_each_change_is_noted_once_with_who_made_it(hr: Browser, company: Company, installation: Installation) -> None:
    hr.post(f"{PAGE}/steps", _steps())
    hr.post(f"{PAGE}/rules", _rules())
    with installation.database.reading() as session:
        ours = select(AuditEntry.action).where(AuditEntry.organisation_id == company.organisation.id)
        found = session.scalars(ours.where(AuditEntry.action.startswith("reminders"))).all()
    assert sorted(found) == ["reminders.rules", "reminders.steps"]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_only_hr_settles_reminders(role: Role, company: Company) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/steps", _steps()).status_code == 403


def test_another_companys_assignment_and_people_are_not_there(hr: Browser, other_company: Company) -> None:
    theirs = other_company.person(name="Theirs Alone")
    given = given_to(other_company, {"them": theirs})
    assert hr.get(f"{PAGE}/assignments/{given.assignment}").status_code == 404
    assert hr.post(f"{PAGE}/assignments/{given.assignment}", _steps()).status_code == 404
    assert hr.get(f"{PAGE}?person={theirs.id}").status_code == 404
    assert "Theirs Alone" not in hr.get(f"{PAGE}?q=Theirs").text
