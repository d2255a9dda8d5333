"""A session ends when it should: at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.kernel.clock import SetClock
from lms.kernel.permissions import Role
from lms.people import sessions
from lms.people.models import Account, KnownDevice, Organisation, Person, SignIn
from lms.people.operations import deactivate
from tests.support.company import PASSWORD, Browser, Company
from tests.support.installation import Installation


def _copy(browser: Browser, company: Company) -> Browser:
    """Return a thief's browser with the same session cookie."""
    cookie = browser.client.get_cookie("lms_session")
    assert cookie is not None
    thief = company.anonymous()
    thief.client.set_cookie("lms_session", cookie.value)
    return thief


def _is_in(browser: Browser) -> bool:
    page, script = browser.get("/me"), browser.get("/me", headers={"Accept": "application/json"})
    assert (page.status_code, script.status_code) in ((200, 200), (302, 401))
    return page.status_code == 200


def test_signing_out_ends_the_session_and_not_just_the_cookie(company: Company) -> None:
    browser = company.browser(company.person())
    thief = _copy(browser, company)
    assert _is_in(thief)
    response = browser.post("/sign-out")
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in")
    assert not _is_in(browser)
    assert not _is_in(thief)


def test_signing_out_leaves_ones_other_browsers_alone(company: Company) -> None:
    person = company.person()
    at_work, at_home = company.browser(person), company.browser(person)
    at_work.post("/sign-out")
    assert _is_in(at_home)


def _deactivate(session: Session, person: Person) -> None:
    deactivate(session, session.merge(person))


def _close_account(session: Session, person: Person) -> None:
    session.execute(update(Account).where(Account.id == person.account_id).values(active=False))


def _end_membership(session: Session, person: Person) -> None:
    session.execute(update(Person).where(Person.id == person.id).values(active=False))


@pytest.mark.parametrize("end", [_deactivate, _close_account, _end_membership])
def test_ending_a_membership_holds_from_the_next_request(
    end: Callable[[Session, Person], None], company: Company, installation: Installation
) -> None:
    person, colleague = company.person(), company.browser(company.person())
    browsers = [company.browser(person), company.browser(person)]
    assert all(map(_is_in, browsers))
    with installation.database.writing() as session:
        end(session, person)
    assert not any(map(_is_in, browsers))
    assert browsers[0].send("/learn/answers", []).status_code == 401
    assert _is_in(colleague)


def test_a_role_given_or_taken_holds_from_the_next_request(company: Company, installation: Installation) -> None:
    person = company.person()
    browser = company.browser(person)
    for roles, status in (({Role.LEARNER, Role.HR}, 200), ({Role.LEARNER}, 403), (set(), 403)):
        with installation.database.writing() as session:
            session.execute(update(Person).where(Person.id == person.id).values(roles=frozenset(roles)))
        assert browser.get("/assign").status_code == status
    assert browser.get("/learn").status_code == 403, "without a role there is no room"


def test_an_hour_without_a_sign_of_life_ends_a_session(company: Company, clock: SetClock) -> None:
    browser = company.browser(company.person())
    for _ in range(3):
        clock.forward(minutes=59)
        assert _is_in(browser)
    clock.forward(minutes=60)
    assert not _is_in(browser)


def test_twelve_hours_end_a_session_however_busy(company: Company, clock: SetClock) -> None:
    browser = company.browser(company.person())
    for _ in range(14):
        clock.forward(minutes=50)
        assert _is_in(browser)
    clock.forward(minutes=20)
    assert not _is_in(browser)


def test_a_sign_of_life_is_written_at_most_every_five_minutes(
    company: Company, clock: SetClock, installation: Installation
) -> None:
    person = company.person()
    browser = company.browser(person)
    begun = clock.now()
    seen = select(SignIn.last_seen).where(SignIn.person_id == person.id)
    for minutes, expected in ((4, 0), (1, 0), (1, 6), (3, 6)):
        clock.forward(minutes=minutes)
        browser.get("/learn")
        with installation.database.reading() as session:
            last = session.scalar(seen)
        assert last is not None
        assert (last - begun).total_seconds() == expected * 60


def test_forms_of_an_expired_session_ask_to_sign_in_and_go_on(company: Company, clock: SetClock) -> None:
    person = company.person()
    browser = company.browser(person)
    browser.token()
    clock.forward(hours=2)
    late = browser.post("/me/language", {"language": "da"})
    assert (late.status_code, late.headers["Location"]) == (303, "/sign-in")
    again = browser.send("/sign-in", {"email": person.email, "password": PASSWORD})
    browser.client.post("/me/language", data={"language": "da"}, headers={"X-CSRFToken": again.get_json()["token"]})
    assert '<html lang="da">' in browser.get("/me").text


def test_what_has_expired_is_deleted_by_housekeeping(
    company: Company, clock: SetClock, installation: Installation
) -> None:
    person = company.person()
    company.browser(person)
    with installation.database.writing() as session:
        sessions.remember_device(session, person.account_id, clock.now())  # type: ignore[arg-type]
    clock.forward(days=364)
    for days, devices in ((0, 1), (2, 0)):
        clock.forward(days=days)
        with installation.database.writing() as session:
            sessions.forget_expired(session, clock.now())
        with installation.database.reading() as session:
            assert session.scalar(select(SignIn.id).where(SignIn.person_id == person.id)) is None
            kept = session.scalars(select(KnownDevice.id).where(KnownDevice.account_id == person.account_id)).all()
            assert len(kept) == devices


def test_a_time_zone_that_this_machine_does_not_know_any_more_stops_nobodys_page(company: Company) -> None:
    person = company.person()
    with company.installation.database.writing() as session:
        session.get_one(Person, person.id).time_zone = "US/Pacific-New"
    assert company.browser(person).get("/learn").status_code == 200
    with company.installation.database.writing() as session:
        session.get_one(Organisation, company.organisation.id).time_zone = "Mars/Olympus"
    hr = company.browser(company.person(Role.HR))
    for address in ("/me", "/assign/people", f"/assign/people/{person.id}", "/assign/assignments", "/team"):
        assert hr.get(address).status_code == 200, address
