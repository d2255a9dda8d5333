"""What HR does at a person's page about quizzes: longer than others, one more try; forms from a page of ours only."""

from __future__ import annotations

import pytest

from lms.kernel.permissions import Role
from lms.learning.allowances import extra_time
from tests.support.company import Browser, Company
from tests.support.forms import form_to


@pytest.fixture
def hr(company: Company) -> Browser:
    """Return the browser of somebody of HR."""
    return company.browser(company.person(Role.HR))


def percent(company: Company, person: object) -> int:
    """Return how much time somebody has."""
    with company.installation.database.reading() as session:
        return extra_time.percent_of(session, person.id)  # type: ignore[attr-defined]


def test_hr_sets_it_on_the_persons_page_and_reads_it_there(company: Company, hr: Browser) -> None:
    person = company.person()
    address = f"/assign/people/{person.id}"
    sent = form_to(hr.get(address).text, "/extra-time").values | {"percent": "150"}
    assert hr.post(f"{address}/extra-time", sent).location == f"{address}#quizzes"
    assert percent(company, person) == 150
    assert 'value="150"' in hr.get(address).text


@pytest.mark.parametrize("wrong", ["", "99", "1001", "abc", "150.5", "-150", "9" * 400])
def test_what_is_no_percentage_changes_nothing_and_is_told(company: Company, hr: Browser, wrong: str) -> None:
    person = company.person()
    told = hr.post(f"/assign/people/{person.id}/extra-time", {"percent": wrong}, follow_redirects=True)
    assert "Write a whole number from 100 to 1000." in told.text
    assert percent(company, person) == 100


def test_another_companys_person_is_not_found(company: Company, other_company: Company, hr: Browser) -> None:
    stranger = other_company.person()
    assert hr.post(f"/assign/people/{stranger.id}/extra-time", {"percent": "150"}).status_code == 404
    form = {"enrolment": str(stranger.id), "block": "quiz"}
    assert hr.post(f"/assign/people/{stranger.id}/another-try", form).status_code == 404
    assert percent(other_company, stranger) == 100


@pytest.mark.parametrize(
    "forged", [{}, {"enrolment": "x", "block": "quiz"}, {"enrolment": "x" * 900, "block": "b" * 900}]
)
def test_a_try_at_nothing_is_not_found(company: Company, hr: Browser, forged: dict[str, str]) -> None:
    assert hr.post(f"/assign/people/{company.person().id}/another-try", forged).status_code == 404


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER, Role.ADMIN])
def test_nobody_but_hr_may(company: Company, role: Role) -> None:
    person, browser = company.person(), company.browser(company.person(role))
    for act in ("extra-time", "another-try"):
        assert browser.post(f"/assign/people/{person.id}/{act}", {"percent": "150"}).status_code == 403
