"""Signing in: who is let in, what is told to who is not, and what the browser is handed."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.people import passwords, sessions
from lms.people.models import Account, Person, SignIn
from lms.people.operations import create_account, join
from tests.people.doors import knock, new_address
from tests.support.company import PASSWORD, TOKEN, Browser, Company
from tests.support.installation import Installation


def _cookies(response: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for header in response.headers.getlist("Set-Cookie"):
        found.update(SimpleCookie(header))
    return found


def _plain(response: TestResponse, *typed: str) -> str:
    """Return a page without its token, its number and what was typed into it."""
    text = TOKEN.sub("", response.text).replace(response.headers["X-Request-Id"], "")
    text = re.sub(r'name="csrf_token"[^>]*', "", text)
    for each in typed:
        text = text.replace(each, "…")
    return text


def test_a_person_signs_in_and_sees_their_own_name(company: Company) -> None:
    person, browser = company.person(name="Ingrid Inside"), company.anonymous()
    response = knock(browser, person.email, PASSWORD, new_address())
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert "Ingrid Inside" in browser.get("/me").text


def test_a_script_signs_in_in_place_and_gets_a_fresh_token(company: Company) -> None:
    person, browser = company.person(), company.anonymous()
    said = browser.send("/sign-in", {"email": person.email, "password": PASSWORD}).get_json()
    assert said["person"] == str(person.id)
    saved = browser.client.post("/me/language", data={"language": "da"}, headers={"X-CSRFToken": said["token"]})
    assert saved.status_code == 303


def test_no_answer_tells_whether_an_address_has_an_account(company: Company, installation: Installation) -> None:
    known, gone, without_password = company.person(), company.person(), f"new@{company.marker}.example"
    closed, locked = company.person(), company.person()
    with installation.database.writing() as session:
        session.execute(update(Person).where(Person.id.in_([gone.id])).values(active=False))
        session.execute(update(Account).where(Account.id == closed.account_id).values(active=False))
        session.execute(update(Account).where(Account.id == locked.account_id).values(password_hash="broken"))
        create_account(session, email=without_password, now=installation.clock.now())
    tries = [
        (known.email, "a wrong password"),
        (f"nobody@{company.marker}.example", PASSWORD),
        (gone.email, PASSWORD),
        (closed.email, PASSWORD),
        (locked.email, PASSWORD),
        (without_password, PASSWORD),
    ]
    answers = [(knock(company.anonymous(), email, word, new_address()), email) for email, word in tries]
    assert {response.status_code for response, _email in answers} == {422}
    assert len({_plain(response, email) for response, email in answers}) == 1
    assert all(set(_cookies(response)) <= {"lms_form"} for response, _email in answers)


def test_an_address_without_account_costs_the_same_work(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            compared.append(stored)
            return real.verify(stored, password)

        def check_needs_rehash(self, _stored: str) -> bool:
            return False

    real, known = passwords._hasher, company.person()
    monkeypatch.setattr(passwords, "_hasher", Counting())
    for email in (known.email, f"nobody@{company.marker}.example"):
        knock(company.anonymous(), email, "a wrong password", new_address())
    parameters = [stored.rsplit("$", 2)[0] for stored in compared]
    assert len(compared) == 2
    assert parameters[0] == parameters[1]


def test_the_password_is_never_sent_back(company: Company) -> None:
    response = knock(company.anonymous(), company.person().email, "a wrong pass%word", new_address())
    assert "a wrong pass%word" not in response.text


def test_signing_in_gives_a_new_id_and_ends_the_browsers_old_one(company: Company, installation: Installation) -> None:
    first, second, browser = company.person(), company.person(), company.anonymous()
    browser.client.set_cookie("lms_session", "an id the attacker chose")
    one = _cookies(knock(browser, first.email, PASSWORD, new_address()))["lms_session"].value
    assert one != "an id the attacker chose"
    two = _cookies(knock(browser, second.email, PASSWORD, new_address()))["lms_session"].value
    assert two != one
    thief = company.anonymous()
    thief.client.set_cookie("lms_session", one)
    assert thief.get("/me", headers={"Accept": "application/json"}).status_code == 401
    with installation.database.reading() as session:
        hashes = set(session.scalars(select(SignIn.token_hash)))
    assert sessions.token_hash(two) in hashes
    assert two not in hashes, "only the hash of an id is stored"


def test_working_for_another_organisation_gives_a_new_id_too(
    company: Company, other_company: Company, installation: Installation
) -> None:
    person = company.person()
    with installation.database.writing() as session:
        account = session.get(Account, person.account_id)
        roles, now = frozenset({Role.HR}), installation.clock.now()
        there = join(
            session, other_company.organisation, name="I", email=person.email, account=account, roles=roles, now=now
        )
    browser = company.browser(person)
    before = browser.client.get_cookie("lms_session")
    response = browser.post("/me/organisation", {"person": str(there.id)})
    after = browser.client.get_cookie("lms_session")
    assert before is not None
    assert after is not None
    assert (response.status_code, after.value != before.value) == (303, True)
    assert browser.get("/assign").status_code == 200, "the roles of the other organisation hold there"
    thief = company.anonymous()
    thief.client.set_cookie("lms_session", before.value)
    assert thief.get("/me").status_code == 302


def test_ten_thousand_ids_hold_256_bits_and_no_repeat(company: Company, installation: Installation) -> None:
    class Unstored:
        def add(self, row: SignIn) -> None:
            kept.append(row)

    kept: list[SignIn] = []
    person = company.person()
    tokens = [sessions.open_session(Unstored(), person, installation.clock.now()) for _ in range(10_000)]  # type: ignore[arg-type]
    assert len(set(tokens)) == len({row.token_hash for row in kept}) == 10_000
    assert min(map(len, tokens)) >= 43, "256 bits in base 64"


def _signed_in_over(installation: Installation, company: Company, base_url: str) -> dict[str, Any]:
    person = company.person()
    client = installation.app.test_client()
    page = client.get("/sign-in", base_url=base_url)
    found = TOKEN.search(page.text)
    assert found is not None
    form = {"email": person.email, "password": PASSWORD, "csrf_token": found[1]}
    headers = {"Referer": f"{base_url}/sign-in"}
    entered = client.post("/sign-in", data=form, headers=headers, base_url=base_url)
    assert entered.status_code == 303
    fresh = client.get("/session/token", base_url=base_url).get_json()["token"]
    chosen = client.post("/language", data={"language": "da", "csrf_token": fresh}, headers=headers, base_url=base_url)
    return _cookies(page) | _cookies(entered) | _cookies(chosen)


def test_over_https_every_cookie_is_secure_and_bound_to_this_host(https: Installation, company: Company) -> None:
    cookies = _signed_in_over(https, company, "https://learn.example")
    assert set(cookies) == {"__Host-lms_session", "__Host-lms_device", "__Host-lms_form", "lms_language"}
    for name, cookie in cookies.items():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax"), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_over_http_on_ones_own_machine_cookies_work_without_https(installation: Installation, company: Company) -> None:
    cookies = _signed_in_over(installation, company, "http://localhost")
    assert set(cookies) == {"lms_session", "lms_device", "lms_form", "lms_language"}
    for name, cookie in cookies.items():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax"), name


def test_no_cookie_of_a_stranger_names_anybody(company: Company) -> None:
    browser = company.anonymous()
    assert set(_cookies(browser.get("/sign-in"))) == {"lms_form"}
    assert Browser(browser.client).get("/healthz").headers.getlist("Set-Cookie") == []
