"""A forgotten password: the administrator sets another from the shell, and old browsers are out."""

from __future__ import annotations

import pytest

from lms.people.operations import Refused, change_password
from tests.support.company import PASSWORD, Company


def test_a_new_password_lets_in_and_signs_every_browser_out(company: Company) -> None:
    person = company.person()
    browser = company.browser(person)
    assert browser.get("/me").status_code == 200
    with company.installation.database.writing() as session:
        change_password(session, person.email, "quite another password")
    assert browser.get("/me").status_code == 302
    fresh = company.anonymous()
    assert fresh.post("/sign-in", {"email": person.email, "password": PASSWORD}).status_code == 422
    assert fresh.post("/sign-in", {"email": person.email, "password": "quite another password"}).status_code == 303


@pytest.mark.parametrize(("email", "password"), [("nobody@nowhere.example", "long enough password"), (None, "short")])
def test_an_unknown_address_and_a_short_password_are_refused(
    company: Company, email: str | None, password: str
) -> None:
    person = company.person()
    with company.installation.database.writing() as session, pytest.raises(Refused):
        change_password(session, email or person.email, password)
