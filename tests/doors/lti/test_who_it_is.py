"""Whom a platform can open: whoever is tied to it, or somebody new; never an account it only names."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.lti.models import LtiUser
from lms.kernel.permissions import Role
from lms.people.models import Account, Person, SignIn
from lms.people.operations import deactivate, join
from tests.doors.lti.platform import Platform
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import Company

CONNECT = re.compile(r'href="(/lti/connections/[^"]+)"')


def _users(connected: Connected) -> list[LtiUser]:
    with connected.company.installation.database.reading() as session:
        return list(session.scalars(select(LtiUser).where(LtiUser.platform_id == connected.row.id)))


def _plain(company: Company, email: str) -> Person:
    with company.installation.database.writing() as session:
        return join(session, company.organisation, name="Plain", email=email, now=company.installation.clock.now())


@pytest.mark.parametrize("trusts", [False, True])
@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER, Role.ADMIN])
def test_an_account_with_a_password_is_never_opened_by_its_address(
    company: Company, platform: Platform, role: Role, trusts: bool
) -> None:
    connected = Connected(company, platform, changed={"trusts_email": trusts})
    victim = company.person(role)
    answer = connected.launch(email=victim.email.upper())
    assert answer.status_code == 403
    assert CONNECT.search(answer.text)
    assert connected.sessions() == 0
    assert _users(connected) == []


@pytest.mark.parametrize(("trusts", "status"), [(False, 403), (True, 303)])
def test_a_plain_learner_without_a_password_is_recognised_only_where_addresses_are_trusted(
    company: Company, platform: Platform, trusts: bool, status: int
) -> None:
    connected = Connected(company, platform, changed={"trusts_email": trusts})
    person = _plain(company, f"plain@{company.marker}.example")
    assert connected.launch(email=person.email).status_code == status
    assert [each.person_id for each in _users(connected)] == ([person.id] if trusts else [])


@pytest.mark.parametrize("trusts", [False, True])
def test_somebody_new_has_the_address_a_platform_names_only_where_its_addresses_are_trusted(
    company: Company, platform: Platform, trusts: bool
) -> None:
    connected = Connected(company, platform, changed={"trusts_email": trusts})
    colleague = f"colleague@{company.marker}.example"
    assert connected.launch(email=colleague).status_code == 303
    (user,) = _users(connected)
    with company.installation.database.reading() as session:
        made = session.get_one(Person, user.person_id)
        account = session.get_one(Account, made.account_id)
    assert [each == colleague for each in (made.email, account.email)] == [trusts, trusts]
    assert made.email.endswith("@no-address.invalid") is not trusts
    if not trusts:
        assert _plain(company, colleague).email == colleague  # who comes to the company has their own address


def test_a_trainer_without_a_password_is_not_recognised_by_an_address(company: Company, platform: Platform) -> None:
    connected = Connected(company, platform, changed={"trusts_email": True})
    person = _plain(company, f"plain@{company.marker}.example")
    with company.installation.database.writing() as session:
        session.get_one(Person, person.id).roles = frozenset({Role.LEARNER, Role.TRAINER})
    assert connected.launch(email=person.email).status_code == 403


def test_somebody_unknown_gets_in_only_where_launches_may_add_people(company: Company, platform: Platform) -> None:
    connected = Connected(company, platform, changed={"creates_people": False})
    answer = connected.launch()
    assert (answer.status_code, connected.sessions()) == (403, 0)
    assert "known by your name" in answer.text


def test_an_account_of_another_company_is_not_touched(
    company: Company, other_company: Company, platform: Platform
) -> None:
    connected = Connected(company, platform)
    theirs = other_company.person(Role.ADMIN)
    assert connected.launch(email=theirs.email).status_code == 303
    (user,) = _users(connected)
    with company.installation.database.reading() as session:
        made = session.get_one(Person, user.person_id)
        assert made.account_id != theirs.account_id
        assert session.get_one(Account, made.account_id).email != theirs.email


def test_whoever_has_left_is_refused_kindly(connected: Connected) -> None:
    connected.launch()
    (user,) = _users(connected)
    with connected.company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, user.person_id))
    answer = connected.launch()
    assert (answer.status_code, connected.sessions()) == (403, 0)
    assert "no longer have access" in answer.text


def test_a_visit_ends_with_the_access_of_its_person(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    assert client.get("/learn").status_code == 200
    (user,) = _users(connected)
    with connected.company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, user.person_id))
    assert client.get("/learn").status_code == 401


class _Known:
    """Somebody with an account here whom a platform names."""

    def __init__(self, connected: Connected) -> None:
        self.connected = connected
        self.person = connected.company.person(Role.HR)
        found = CONNECT.search(connected.launch(email=self.person.email).text)
        assert found is not None
        self.path = found[1]


@pytest.fixture
def known(connected: Connected) -> _Known:
    return _Known(connected)


def test_who_signs_in_here_connects_the_two_and_comes_in_from_then_on(known: _Known) -> None:
    browser = known.connected.company.browser(known.person)
    shown = browser.get(known.path)
    assert (shown.status_code, known.person.email in shown.text) == (200, True)
    assert browser.post(known.path).status_code == 200
    assert [each.person_id for each in _users(known.connected)] == [known.person.id]
    client = known.connected.client()
    assert known.connected.launch(client, email=known.person.email).status_code == 303
    assert client.get("/learn").status_code == 200
    assert client.get("/assign").status_code == 403


def test_nobody_else_can_accept_the_connection(known: _Known, other_company: Company) -> None:
    company = known.connected.company
    for browser in (company.browser(company.person(Role.ADMIN)), other_company.browser(other_company.person())):
        assert browser.get(known.path).status_code == 404
        assert browser.post(known.path).status_code == 404
    stranger = company.anonymous()
    assert stranger.get(known.path).status_code == 302
    assert _users(known.connected) == []


def test_twice_is_once_and_what_is_somebody_else_s_by_now_is_not_said_to_be_connected(known: _Known) -> None:
    company = known.connected.company
    browser, other = company.browser(known.person), company.person()
    assert [browser.post(known.path).status_code for _each in range(2)] == [200, 200]
    with company.installation.database.writing() as session:
        session.get_one(LtiUser, _users(known.connected)[0].id).person_id = other.id
    assert browser.post(known.path).status_code == 404
    assert [each.person_id for each in _users(known.connected)] == [other.id]


def test_an_old_or_changed_offer_connects_nothing(known: _Known, clock: Any) -> None:
    browser = known.connected.company.browser(known.person)
    assert browser.get(known.path[:-2] + "xx").status_code == 404
    browser.token()
    clock.forward(minutes=16)
    assert browser.post(known.path).status_code == 404
    assert _users(known.connected) == []


def test_a_connection_asks_for_the_form_s_token(known: _Known) -> None:
    browser = known.connected.company.browser(known.person)
    assert browser.client.post(known.path).status_code == 400
    assert _users(known.connected) == []


def test_a_visit_cannot_connect_anything(known: _Known) -> None:
    client = known.connected.client()
    assert known.connected.launch(client, sub="somebody else", email=None).status_code == 303
    assert client.get(known.path).status_code == 403


def test_a_person_sees_what_opens_in_their_name_and_ends_it(known: _Known) -> None:
    browser = known.connected.company.browser(known.person)
    browser.post(known.path)
    client = known.connected.client()
    known.connected.launch(client, email=known.person.email)
    (tied,) = _users(known.connected)
    path = f"/me/platforms/{tied.id}/removal"
    assert "Test platform" in browser.get("/me").text
    stranger = known.connected.company.browser(known.connected.company.person())
    assert stranger.post(path).status_code == 404
    assert browser.post(path).status_code == 303
    assert client.get("/learn").status_code == 401
    assert _users(known.connected) == []
    assert browser.get("/me").status_code == 200  # the owner's own session goes on


def test_leaving_ends_this_visit_and_no_other(connected: Connected) -> None:
    one, two = connected.client(), connected.client()
    connected.launch(one)
    connected.launch(two)
    token = re.search(r'name="csrf-token" content="([^"]+)"', one.get("/learn").text)
    assert token is not None
    left = one.post("/lti/leaving", data={"csrf_token": token[1]})
    assert left.status_code == 200
    assert one.get("/learn").status_code in (302, 401)
    assert two.get("/learn").status_code == 200


def test_a_visit_goes_on_in_a_window_of_its_own(connected: Connected) -> None:
    framed, window = connected.client(), connected.client()
    connected.launch(framed)
    page = framed.get("/learn", headers={"Sec-Fetch-Dest": "iframe"})
    found = re.search(r'name="pass" value="([^"]+)"', page.text)
    assert found is not None
    assert window.post("/lti/window", data={"pass": "made-up", "next": "/learn"}).status_code == 401
    opened = window.post("/lti/window", data={"pass": found[1], "next": "https://elsewhere.example/"})
    assert (opened.status_code, opened.location) == (303, "/")
    assert window.get("/learn").status_code == 200
    with connected.company.installation.database.writing() as session:
        for each in session.scalars(select(SignIn).where(SignIn.person_id == _users(connected)[0].person_id)):
            session.delete(each)
    assert connected.client().post("/lti/window", data={"pass": found[1]}).status_code == 401


def test_launching_anew_in_one_browser_ends_the_visit_before(connected: Connected) -> None:
    client = connected.client()
    connected.launch(client)
    connected.launch(client, target=LAUNCH)
    assert connected.sessions() == 1
