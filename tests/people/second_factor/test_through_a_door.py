"""Whoever vouches for somebody in one organisation gets no way into the account's others: doors change nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.people.models import Account, Person, SignIn, WrongTry
from lms.people.operations import join
from tests.people.second_factor.lived import confirmed, protect, rows_of, through, ways_in
from tests.support.company import PASSWORD, Browser, Company

DOORS = ("oidc", "host", "lti")  # of the last one, whatever is not learning is refused before its view is asked
SAYS = "You came in through another sign-in"


def _posts(found: dict[str, str]) -> tuple[str, ...]:
    return (
        "/me/security/confirmation",
        "/me/security/app",
        "/me/security/app/first-code",
        "/me/security/app/removal",
        "/me/security/passkeys",
        f"/me/security/passkeys/{found['passkey']}",
        f"/me/security/passkeys/{found['passkey']}/removal",
        "/me/security/recovery-codes",
        f"/me/security/trusted/{found['browser']}/removal",
    )


@pytest.mark.parametrize("door", DOORS)
def test_who_came_through_a_door_changes_no_way_in_even_with_the_password(company: Company, door: str) -> None:
    person = company.person()
    found = ways_in(company, person)
    before, browser = rows_of(company, person), through(company, person, door)
    given = {"password": PASSWORD, "code": "123456", "credential": "{}", "name": "theirs"}
    for address in _posts(found):
        came = browser.post(address, given)
        assert (address, came.status_code, SAYS in came.text) == (address, 403, door != "lti")
    assert browser.get("/me/security/app").status_code == 403
    assert browser.get("/me/security/passkeys/new").status_code == 403
    with company.installation.database.reading() as session:
        tries = session.scalar(select(func.count()).select_from(WrongTry))
    browser.post("/me/security/confirmation", {"password": "a wrong password"})
    with company.installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(WrongTry)) == tries, "nobody guesses passwords here"
        noted = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == person.id)).all()
    assert (rows_of(company, person), noted) == (before, [])


def test_what_was_confirmed_in_ones_own_session_holds_in_none_of_a_door(company: Company) -> None:
    person = company.person()
    browser = confirmed(company, person)
    form, launched = browser.client.get_cookie("lms_form"), through(company, person, "oidc")
    assert form is not None
    launched.client.set_cookie("lms_form", form.value)
    assert launched.post("/me/security/app").status_code == 403


@pytest.mark.parametrize("door", DOORS[:2])
def test_the_page_says_so_and_shows_nothing_of_the_account(company: Company, door: str) -> None:
    person = company.person()
    protect(company, person)
    page = through(company, person, door).get("/me/security")
    assert (page.status_code, SAYS in page.text) == (200, True)
    shown = (
        "Recovery codes",
        "Trusted browsers",
        "Is it you?",
        f"passkey-{company.marker}",
        f"browser-{company.marker}",
    )
    assert [each for each in shown if each in page.text] == []
    assert SAYS not in company.browser(person).get("/me/security").text


def _elsewhere(company: Company, person: Person) -> Person:
    """Return who the account is in a second organisation."""
    other = Company(company.installation)
    with company.installation.database.writing() as session:
        return join(
            session,
            other.organisation,
            name=person.name,
            email=person.email,
            account=session.get_one(Account, person.account_id),
            roles=frozenset({Role.LEARNER}),
            now=company.installation.clock.now(),
        )


def test_signing_out_everywhere_else_ends_no_session_of_another_organisation(company: Company) -> None:
    person = company.person()
    there = company.browser(_elsewhere(company, person))
    here, other = through(company, person, "oidc"), company.browser(person)
    assert _listed(here, company, person) == 2
    assert here.post("/me/security/other-sessions/removal").status_code == 303
    assert [_is_in(each) for each in (here, other, there)] == [True, False, True]
    assert confirmed(company, person).post("/me/security/other-sessions/removal").status_code == 303
    assert [_is_in(each) for each in (here, there)] == [False, False], "one's own sign-in ends them all"


def _listed(browser: Browser, company: Company, person: Person) -> int:
    with company.installation.database.reading() as session:
        every = session.scalars(select(SignIn.id).where(SignIn.account_id == person.account_id)).all()
    assert len(every) == 3
    page = browser.get("/me/security").text
    return page.count("Another browser") + page.count("This browser")


def _is_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200
