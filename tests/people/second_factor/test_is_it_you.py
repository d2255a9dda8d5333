"""Showing once more that it is you: which ways there are, how long it holds, and what a stolen session gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people.models import Account, SignIn
from lms.people.operations import join
from lms.people.second_factor.confirming import LIFE
from tests.people.second_factor.device import Device
from tests.people.second_factor.lived import confirmed, give_app, give_codes, half_way, protect, rows_of, through
from tests.people.second_factor.test_passkeys import register
from tests.support.company import PASSWORD, Browser, Company

AGAIN = "/me/security/confirmation"
MAY_CHANGE = "For ten minutes you can change what stands here."


def _may_change(browser: Browser) -> bool:
    return MAY_CHANGE in browser.get("/me/security").text


def test_a_code_of_the_app_does_instead_of_the_password_once(company: Company, clock: SetClock) -> None:
    person = company.person()
    app = give_app(company, person)
    browser, other = company.browser(person), company.browser(person)
    assert "Confirm with the code" in browser.get("/me/security").text
    right = app.at(clock.now())
    assert browser.post(f"{AGAIN}/code", {"code": "000000"}).status_code == 422
    assert not _may_change(browser)
    assert browser.post(f"{AGAIN}/code", {"code": right}).status_code == 303
    assert _may_change(browser)
    assert other.post(f"{AGAIN}/code", {"code": right}).status_code == 422, "it is used up"


def test_a_recovery_code_is_no_code_of_the_app(company: Company) -> None:
    person = company.person()
    give_app(company, person)
    (code, *_others) = give_codes(company, person)
    assert company.browser(person).post(f"{AGAIN}/code", {"code": code}).status_code == 422


def test_without_an_app_a_code_confirms_nothing(company: Company) -> None:
    browser = company.browser(company.person())
    assert "Confirm with the code" not in browser.get("/me/security").text
    assert browser.post(f"{AGAIN}/code", {"code": "123456"}).status_code == 422


def test_codes_and_passwords_are_counted_together_and_end_at_ten(company: Company, clock: SetClock) -> None:
    person = company.person()
    app = give_app(company, person)
    browser = company.browser(person)
    came = [browser.post(f"{AGAIN}/code", {"code": "000000"}).status_code for _ in range(6)]
    came += [browser.post(AGAIN, {"password": "a wrong one"}).status_code for _ in range(6)]
    assert (came.count(422), came[-1]) == (10, 429)
    assert browser.post(f"{AGAIN}/code", {"code": app.at(clock.now())}).status_code == 429


def test_after_it_one_goes_on_to_the_page_that_was_wanted_and_to_none_elsewhere(company: Company) -> None:
    person = company.person()
    browser = company.browser(person)
    assert 'name="next" type="hidden" value="/me"' in browser.get("/me/security?next=/me").text
    assert browser.post(AGAIN, {"password": PASSWORD, "next": "/me"}).location == "/me"
    came = browser.post(AGAIN, {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert came.location == "/me/security"


def test_a_passkey_does_instead_of_the_password_and_one_of_another_step_does_not(company: Company) -> None:
    person, device = company.person(), Device()
    register(company, person, device)
    browser = company.browser(person)
    assert 'data-ask="/me/security/confirmation/passkey"' in browser.get("/me/security").text
    half = half_way(company, person)
    asked_elsewhere = device.used(half.get("/sign-in/second/passkey").get_json())
    assert browser.post(f"{AGAIN}/passkey", {"credential": asked_elsewhere}).status_code == 422
    answer = device.used(browser.get(f"{AGAIN}/passkey").get_json())
    came = browser.post(f"{AGAIN}/passkey", {"credential": answer, "next": "/me"})
    assert (came.status_code, came.location) == (303, "/me")
    assert _may_change(browser)
    assert company.browser(person).post(f"{AGAIN}/passkey", {"credential": answer}).status_code == 422


@pytest.mark.parametrize("door", ["oidc", "host"])
def test_who_came_through_a_door_shows_nothing_here(company: Company, door: str) -> None:
    person = company.person()
    app = give_app(company, person)
    browser = through(company, person, door)
    for path, sent in ((AGAIN, {"password": PASSWORD}), (f"{AGAIN}/code", {"code": app.now()})):
        assert browser.post(path, sent).status_code == 403


def test_a_stolen_session_changes_nothing_and_cannot_make_itself_fresh(company: Company, clock: SetClock) -> None:
    """The cookie of the session alone, an hour's half after its owner signed in, and a second membership to go by."""
    person, other = company.person(), Company(company.installation)
    protect(company, person)
    with company.installation.database.writing() as session:
        account = session.get_one(Account, person.account_id)
        said = {"name": "P", "email": person.email, "account": account, "roles": frozenset({Role.LEARNER})}
        there = join(session, other.organisation, **said, now=clock.now())
    owner = confirmed(company, person)
    token = owner.client.get_cookie("lms_session")
    assert token is not None
    clock.forward(minutes=30)
    thief = company.anonymous()
    thief.client.set_cookie("lms_session", token.value)
    before = rows_of(company, person)
    for path in ("app/removal", "recovery-codes", "app", "passkeys"):
        assert thief.post(f"/me/security/{path}", {"credential": "{}"}).status_code == 303
    assert rows_of(company, person) == before
    assert thief.post("/me/organisation", {"person": str(there.id)}).status_code == 303
    with company.installation.database.reading() as session:
        begun = session.scalars(select(SignIn.created_at).where(SignIn.person_id == there.id)).one()
    assert clock.now() - begun > LIFE, "going over to another organisation shows nobody's password"


def test_what_was_shown_ends_after_ten_minutes(company: Company, clock: SetClock) -> None:
    person = company.person()
    app = give_app(company, person)
    browser = company.browser(person)
    assert browser.post(f"{AGAIN}/code", {"code": app.at(clock.now())}).status_code == 303
    clock.forward(seconds=int((LIFE + timedelta(seconds=1)).total_seconds()))
    assert not _may_change(browser)
