"""Signing in with the account at work: who is let in, who is told to do what, and what a session opens."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from lms.doors.oidc.models import OidcIdentity, OidcUse
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people import sessions
from lms.people.erasing import erase
from lms.people.models import Account, Person
from lms.people.operations import create_account, deactivate, join
from lms.people.second_factor.models import Passkey
from tests.doors.oidc.joined import Joined, asked_of, join_with
from tests.doors.oidc.provider import LEFT_OUT, SignedProvider
from tests.support.company import PASSWORD, Company
from tests.support.working import do_jobs

VOUCHED = {"email_verified": True}


def test_somebody_hr_added_comes_in_at_their_first_sign_in(joined: Joined) -> None:
    person = joined.imported()
    browser = joined.company.anonymous()
    answer = joined.sign_in(browser, email=joined.mail().upper(), **VOUCHED)
    assert (answer.status_code, answer.location) == (303, "/")
    assert joined.sessions_of(person.id) == 1
    assert "Ada Nielsen" in browser.get("/me").text
    account = joined.account_of(person.id)
    assert account is not None
    assert account.password_hash is None
    assert [(each.issuer, each.subject) for each in joined.identities()] == [(joined.provider.url, "subject-1")]


def test_from_then_on_issuer_and_subject_say_who_they_are_and_no_address(joined: Joined) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), **VOUCHED)
    assert joined.sign_in(email="renamed@elsewhere.example").status_code == 303
    assert joined.sign_in(email=LEFT_OUT).status_code == 303
    assert joined.sessions_of(person.id) == 3
    other = joined.sign_in(sub="subject-2", email=joined.mail(), **VOUCHED)
    assert other.status_code == 403
    assert joined.sessions_of(person.id) == 3


def test_they_are_asked_with_all_that_keeps_others_out(joined: Joined) -> None:
    asked = asked_of(joined.go(joined.company.anonymous()))
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert min(len(asked["state"]), len(asked["nonce"])) >= 43
    assert asked["redirect_uri"] == f"http://localhost/sign-in/oidc/{joined.connection}/callback"
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}


def test_nobody_is_taken_on_unless_the_connection_wants_it(joined: Joined) -> None:
    refused = joined.sign_in(email=joined.mail(), **VOUCHED)
    assert refused.status_code == 403
    assert "Ask HR to add you" in refused.text
    assert len(joined.people()) == 1


def test_a_new_person_is_a_learner_with_their_language(joined: Joined) -> None:
    joined.set(creates_people=True)
    assert joined.sign_in(email=joined.mail(), roles=["admin"], groups=["hr"], **VOUCHED).status_code == 303
    (made,) = [each for each in joined.people() if each.email == joined.mail()]
    assert (made.name, made.roles, made.language) == ("Ada Nielsen", frozenset({Role.LEARNER}), "da")
    joined.sign_in(email=joined.mail(), name="Renamed", **VOUCHED)
    assert [each.name for each in joined.people() if each.id == made.id] == ["Ada Nielsen"]


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": LEFT_OUT},
        {"email_verified": "false"},
        {"email_verified": 1},
        {"email": "ada@elsewhere.example", "email_verified": True},
        {"email": "ada@sub.DOMAIN", "email_verified": True},
        {"email": ["ada@DOMAIN"], "email_verified": True},
        {"email": "a@DOMAIN@evil.example", "email_verified": True},
        {"email": LEFT_OUT, "email_verified": True},
    ],
)
@pytest.mark.parametrize("creates", [False, True])
def test_an_address_nobody_vouches_for_opens_nothing(joined: Joined, claims: dict[str, object], creates: bool) -> None:
    joined.set(creates_people=creates)
    joined.imported()
    email = claims.get("email", joined.mail())
    email = email.replace("DOMAIN", joined.domain) if isinstance(email, str) else email
    if isinstance(email, list):
        email = [joined.mail()]
    refused = joined.sign_in(**{**claims, "email": email})
    assert refused.status_code == 403
    assert "Sign in with your password once" in refused.text
    assert joined.sessions() == 0
    assert len(joined.people()) == 2


def test_a_provider_of_the_companys_own_may_be_trusted_with_addresses(joined: Joined) -> None:
    joined.set(trusts_mail=True)
    person = joined.imported()
    assert joined.sign_in(email=joined.mail()).status_code == 303
    assert joined.sessions_of(person.id) == 1


def test_whoever_has_a_password_signs_in_with_it_and_connects_then(joined: Joined) -> None:
    person = joined.company.person()
    refused = joined.sign_in(email=person.email, **VOUCHED)
    assert refused.status_code == 403
    assert "opens with a password" in refused.text
    assert joined.sessions_of(person.id) == 0
    browser = joined.company.browser(person)
    came = joined.provider.answer(joined.go(browser, f"/me/sign-on/{joined.connection}"), email=person.email)
    page = joined.back(browser, came)
    assert "Is that you?" in page.text
    assert not joined.identities(), "coming back alone connects nothing"
    sealed = page.text.split('name="known"')[1].split('value="')[1].split('"')[0]
    assert browser.post("/me/sign-on", {"known": sealed}).status_code == 303
    assert joined.sign_in().status_code == 303
    assert joined.sessions_of(person.id) == 2


@pytest.mark.parametrize("role", [Role.ADMIN])
def test_an_administrators_address_opens_nothing(joined: Joined, role: Role) -> None:
    joined.set(creates_people=True)
    with_password = joined.company.person(role)
    imported = joined.imported("boss", role)
    for address in (with_password.email, imported.email):
        assert joined.sign_in(sub=address, email=address, **VOUCHED).status_code == 403
    assert joined.sessions() == 0
    assert not joined.identities()


def test_who_has_left_is_told_so_and_their_sessions_are_over(joined: Joined) -> None:
    person = joined.imported()
    browser = joined.company.anonymous()
    joined.sign_in(browser, email=joined.mail(), **VOUCHED)
    with joined.company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, person.id))
    assert browser.get("/me").status_code == 302
    refused = joined.sign_in(email=joined.mail(), **VOUCHED)
    assert "Your access here has ended" in refused.text
    assert joined.sessions() == 0


def test_somebody_who_left_before_ever_coming_in_is_not_made_anew(joined: Joined) -> None:
    joined.set(creates_people=True)
    person = joined.imported()
    with joined.company.installation.database.writing() as session:
        session.get_one(Person, person.id).active = False
    assert "Your access here has ended" in joined.sign_in(email=joined.mail(), **VOUCHED).text


def test_an_account_of_another_organisation_with_the_address_is_left_alone(
    joined: Joined, other_company: Company
) -> None:
    installation = joined.company.installation
    with installation.database.writing() as session:  # somebody who waits there for whoever has this address here
        waiting = create_account(session, email=joined.mail(), password=PASSWORD, now=installation.clock.now())
        there = join(
            session, other_company.organisation, name="X", email=joined.mail(), account=waiting,
            now=installation.clock.now(),
        )  # fmt: skip
    person = joined.imported()
    assert joined.sign_in(email=joined.mail(), **VOUCHED).status_code == 303
    account = joined.account_of(person.id)
    assert account is not None
    assert account.id != waiting.id
    assert joined.sessions_of(there.id) == 0
    browser = other_company.browser(there)
    assert browser.post("/me/organisation", {"person": str(person.id)}).status_code == 404


def test_a_session_of_one_company_opens_no_other(joined: Joined, other_company: Company) -> None:
    consultant = joined.company.person()
    installation = joined.company.installation
    with installation.database.writing() as session:
        account = session.get(Account, consultant.account_id)
        there = join(
            session, other_company.organisation, name="C", email=consultant.email, account=account,
            now=installation.clock.now(),
        )  # fmt: skip
        token = sessions.open_session(session, consultant, installation.clock.now(), door="oidc")
    browser = joined.company.anonymous()
    browser.client.set_cookie("lms_session", token)
    assert browser.post("/me/organisation", {"person": str(there.id)}).location == "/me"
    assert joined.sessions_of(there.id) == 0
    assert "opens one organisation only" in browser.get("/me").text


def test_an_identity_of_one_company_is_nobody_at_another(
    joined: Joined, other_company: Company, provider: SignedProvider
) -> None:
    other = join_with(other_company, provider)
    person = joined.imported()
    joined.sign_in(email=joined.mail(), **VOUCHED)
    refused = other.sign_in(email=joined.mail(), **VOUCHED)
    assert refused.status_code == 403
    assert other.sessions() == 0
    assert joined.sessions_of(person.id) == 1


def test_the_page_they_wanted_waits_for_them(joined: Joined) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    came = joined.provider.answer(joined.go(browser, next="/learn?q=1"), email=joined.mail(), **VOUCHED)
    assert joined.back(browser, came).location == "/learn?q=1"


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "/%2f/evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_on_to_another_site(joined: Joined, address: str) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    came = joined.provider.answer(joined.go(browser, next=address), email=joined.mail(), **VOUCHED)
    assert joined.back(browser, came).location == "/"
    there = browser.get(f"/sign-in/oidc/{joined.connection}", query_string={"next": address})
    assert there.location == "/", "nor when signed in already"


def test_the_session_is_a_new_one_and_the_former_ends(joined: Joined) -> None:
    joined.imported()
    former = joined.company.person()
    browser = joined.company.browser(former)
    came = joined.provider.answer(joined.go(joined.company.anonymous()), email=joined.mail(), **VOUCHED)
    assert joined.back(browser, came).status_code == 403, "begun in another browser"
    assert joined.sessions_of(former.id) == 1
    browser.client.delete_cookie("lms_session")
    location = joined.go(browser)
    browser.client.set_cookie("lms_session", "chosen-by-somebody-else")
    joined.back(browser, joined.provider.answer(location, email=joined.mail(), **VOUCHED))
    cookie = browser.client.get_cookie("lms_session")
    assert cookie is not None
    assert cookie.value != "chosen-by-somebody-else"
    assert len(cookie.value) >= 43


def test_it_works_below_a_prefix(joined: Joined) -> None:
    installation = joined.company.installation
    joined.imported()
    client = installation.app.test_client()
    before = installation.app.extensions["lms.config"]
    installation.app.extensions["lms.config"] = replace(before, base_url="http://localhost/lms")
    try:
        base = {"base_url": "http://localhost/lms"}
        sent = client.get(f"/sign-in/oidc/{joined.connection}", **base)
        asked = asked_of(sent.location)
        assert asked["redirect_uri"] == f"http://localhost/lms/sign-in/oidc/{joined.connection}/callback"
        came = joined.provider.answer(sent.location, email=joined.mail(), **VOUCHED)
        answer = client.get(urlsplit(asked["redirect_uri"]).path.removeprefix("/lms"), query_string=came, **base)
        assert (answer.status_code, answer.location) == (303, "/lms/")
    finally:
        installation.app.extensions["lms.config"] = before


def test_a_forged_host_changes_no_address(joined: Joined) -> None:
    client = joined.company.installation.app.test_client()
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    sent = client.get(f"/sign-in/oidc/{joined.connection}", headers=headers)
    assert asked_of(sent.location)["redirect_uri"].startswith("http://localhost/sign-in/oidc/")
    assert "evil" not in sent.location


def test_a_connection_that_is_off_lets_nobody_in(joined: Joined) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    location = joined.go(browser)
    joined.set(active=False)
    assert "switched off" in browser.get(f"/sign-in/oidc/{joined.connection}").text
    assert joined.back(browser, joined.provider.answer(location, email=joined.mail(), **VOUCHED)).status_code == 403
    assert joined.sessions() == 0


def test_erasing_a_person_takes_who_they_are_there_along(joined: Joined) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), **VOUCHED)
    installation = joined.company.installation
    with installation.database.writing() as session:
        erase(session, session.get_one(Person, person.id), installation.clock.now())
    assert not joined.identities()
    assert joined.sign_in(email=joined.mail(), **VOUCHED).status_code == 403


def test_what_was_used_is_forgotten_when_it_is_too_old_anyway(joined: Joined, clock: object) -> None:
    joined.imported()
    joined.sign_in(email=joined.mail(), **VOUCHED)
    installation = joined.company.installation
    with installation.database.reading() as session:
        assert session.scalars(select(OidcUse)).all()
    installation.clock.forward(hours=2)
    do_jobs(installation)
    with installation.database.reading() as session:
        assert not session.scalars(select(OidcUse)).all()


def _visiting(joined: Joined, *roles: Role) -> Person:
    """Return somebody whose account another door made while they visited: it has no password."""
    person = joined.imported("ada", *roles)
    with joined.company.installation.database.writing() as session:
        account = Account(email=f"{new_id().hex}@visit.invalid", created_at=person.created_at, password_hash=None)
        session.add(account)
        session.flush()
        session.get_one(Person, person.id).account_id = account.id
    return person


def test_an_account_that_another_door_made_is_no_way_in_of_their_own(joined: Joined) -> None:
    person = _visiting(joined)
    before = joined.account_of(person.id)
    assert joined.sign_in(email=joined.mail(), **VOUCHED).status_code == 303
    after = joined.account_of(person.id)
    assert before is not None
    assert after is not None
    assert (after.id, joined.sessions_of(person.id)) == (before.id, 1)
    assert [each.person_id for each in joined.identities()] == [person.id]
    assert joined.sign_in().status_code == 303, "from then on by issuer and subject"


@pytest.mark.parametrize("has", ["a password", "a passkey", "another identity", "a role", "another membership"])
def test_an_account_that_has_anything_of_its_own_is_not_opened_by_an_address(
    joined: Joined, other_company: Company, has: str
) -> None:
    person = _visiting(joined, *((Role.TRAINER,) if has == "a role" else ()))
    account = joined.account_of(person.id)
    assert account is not None
    with joined.company.installation.database.writing() as session:
        if has == "a password":
            session.get_one(Account, account.id).password_hash = "$argon2id$x"
        elif has == "a passkey":
            about = {"public_key": b"k", "sign_count": 0, "synced": False, "backed_up": False, "name": "Key"}
            session.add(Passkey(account_id=account.id, credential=new_id().hex, made_at=account.created_at, **about))
        elif has == "another identity":
            here = {"organisation_id": person.organisation_id, "connection_id": joined.connection, "label": "x"}
            other = {"issuer": joined.provider.url, "subject": "other", "linked_at": account.created_at}
            session.add(OidcIdentity(person_id=person.id, **here, **other))
        elif has == "another membership":
            there = join(session, other_company.organisation, name="Ada", email=joined.mail(), now=account.created_at)
            there.account_id = account.id
    refused = joined.sign_in(email=joined.mail(), **VOUCHED)
    assert (refused.status_code, joined.sessions_of(person.id)) == (403, 0)
    assert joined.told()[-1][0] == "sign-in: has-password"
