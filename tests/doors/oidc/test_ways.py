"""Which ways in there are: what the sign-in page says, who may use no other, and whom a provider vouches for."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from lms.doors.oidc.models import OidcConnection, OidcIdentity
from lms.kernel.permissions import Role
from lms.people import sessions
from tests.doors.oidc.joined import Joined, asked_of, join_with
from tests.doors.oidc.provider import LEFT_OUT, SignedProvider
from tests.support.company import PASSWORD, Company

TENANT = "11111111-2222-3333-4444-555555555555"


def test_the_sign_in_page_offers_the_way_and_keeps_hidden_ones_to_itself(joined: Joined) -> None:
    with joined.company.installation.database.writing() as session:  # those of companies of other tests
        session.execute(update(OidcConnection).values(has_button=False))
    joined.set(name="Contoso & sons", has_button=True)
    page = joined.company.anonymous().get("/sign-in?next=/learn").text
    assert "Sign in with Contoso &amp; sons" in page
    assert f"/sign-in/oidc/{joined.connection}?next=/learn" in page
    joined.set(has_button=False)
    page = joined.company.anonymous().get("/sign-in").text
    assert "Contoso" not in page
    assert "/sign-in/company" in page


def test_an_address_tells_its_domains_way_in_and_not_whether_anybody_has_it(joined: Joined) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    there = [
        browser.post("/sign-in/company", {"email": joined.mail(name), "next": "/learn"}).text.replace(
            joined.mail(name), ""
        )
        for name in ("ada", "nobody")
    ]
    assert there[0] == there[1]
    assert f"/sign-in/oidc/{joined.connection}?next=/learn" in there[0]
    unknown = browser.post("/sign-in/company", {"email": "ada@unknown.example"}).text
    assert "sign in with a password" in unknown
    assert browser.post("/sign-in/company", {"email": "nothing"}).status_code == 422
    joined.set(active=False)
    assert "sign in with a password" in browser.post("/sign-in/company", {"email": joined.mail()}).text


def test_where_it_is_required_passwords_open_nothing_but_for_administrators(joined: Joined) -> None:
    joined.set(is_required=True)
    company = joined.company
    learner, admin = company.person(), company.person(Role.ADMIN)

    def refusal(email: str, password: str) -> tuple[int, str]:
        browser = company.anonymous()
        answer = browser.post("/sign-in", {"email": email, "password": password})
        part = answer.text.partition('role="alert"')[2].partition("</div>")[0]
        return answer.status_code, part

    right, wrong = refusal(learner.email, PASSWORD), refusal(learner.email, "wrong password")
    assert right == wrong == refusal(f"nobody@{joined.domain}", PASSWORD), "whoever guesses learns nothing"
    assert "sign in with Contoso" in right[1]
    assert joined.sessions_of(learner.id) == 0
    assert refusal(admin.email, PASSWORD)[0] == 303
    joined.set(is_required=False)
    assert refusal(learner.email, PASSWORD)[0] == 303


def test_what_is_required_of_one_company_is_not_required_of_another(joined: Joined, other_company: Company) -> None:
    joined.set(is_required=True)
    person = other_company.person()
    browser = other_company.anonymous()
    assert browser.post("/sign-in", {"email": person.email, "password": PASSWORD}).status_code == 303


def test_somebody_else_cannot_be_connected_with_an_account_that_has_an_owner(joined: Joined) -> None:
    joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    other = joined.company.person()
    browser = joined.company.browser(other)
    came = joined.provider.answer(joined.go(browser, f"/me/sign-on/{joined.connection}"))
    sealed = joined.back(browser, came).text.split('name="known"')[1].split('value="')[1].split('"')[0]
    third = joined.company.browser(joined.company.person())
    assert "not for you" in third.get(third.post("/me/sign-on", {"known": sealed}).location).text
    refused = browser.post("/me/sign-on", {"known": sealed})
    assert refused.status_code == 403
    assert "connected with somebody else" in refused.text
    assert browser.post("/me/sign-on", {"known": "x"}).status_code == 303
    assert len(joined.identities()) == 1


def test_the_only_way_in_cannot_be_cut_off(joined: Joined) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    joined.sign_in(browser, email=joined.mail(), email_verified=True)
    (identity,) = joined.identities()
    browser._token = None
    browser.post(f"/me/sign-on/{identity.id}/removal")
    assert "your only way in" in browser.get("/me").text
    assert len(joined.identities()) == 1
    person = joined.company.person()
    with joined.company.installation.database.writing() as session:
        session.get_one(OidcIdentity, identity.id).person_id = person.id
    assert joined.company.browser(person).post(f"/me/sign-on/{identity.id}/removal").status_code == 303
    assert not joined.identities()


def test_a_launch_from_another_platform_connects_nothing(joined: Joined) -> None:
    person, installation = joined.company.person(), joined.company.installation
    with installation.database.writing() as session:
        token = sessions.open_session(session, person, installation.clock.now(), door=sessions.LAUNCHED)
    browser = joined.company.anonymous()
    browser.client.set_cookie("lms_session", token)
    assert browser.get(f"/me/sign-on/{joined.connection}").status_code == 403
    assert "Connect with" not in browser.get("/me").text


def test_googles_domain_is_asked_for_and_has_to_come_back(company: Company, provider: SignedProvider) -> None:
    joined = join_with(company, provider)
    joined.set(preset="google", tenant="example.com")
    joined.imported()
    browser = company.anonymous()
    location = joined.go(browser)
    assert asked_of(location)["hd"] == "example.com"
    honest = {"email": joined.mail(), "email_verified": True}
    for hosted in ({}, {"hd": "evil.example"}, {"hd": ["example.com"]}):
        assert joined.sign_in(**honest, **hosted).status_code == 403
        assert joined.told()[-1][0] == "sign-in: tenant"
    assert joined.sign_in(**honest, hd="example.com").status_code == 303


@pytest.mark.parametrize(
    ("claims", "comes_in"),
    [
        ({"email": "MAIL"}, False),
        ({"email": "MAIL", "email_verified": True}, False),
        ({"email": "MAIL", "xms_edov": False}, False),
        ({"email": "MAIL", "xms_edov": True}, True),
        ({"email": "MAIL", "xms_edov": "1"}, True),
        ({"preferred_username": "MAIL"}, True),
        ({"preferred_username": "MAIL", "email": "other@evil.example"}, True),
        ({"preferred_username": "MAIL", "idp": "https://sts.windows.net/other/"}, False),
        ({"preferred_username": "MAIL", "acct": 1}, False),
        ({"preferred_username": "ada_evil.example#EXT#@MAIL"}, False),
        ({"preferred_username": "MAIL", "tid": "99999999-2222-3333-4444-555555555555"}, False),
        ({"preferred_username": "MAIL", "tid": LEFT_OUT}, False),
    ],
)
def test_entra_vouches_for_what_its_tenant_has_proved(
    company: Company, provider: SignedProvider, claims: dict[str, Any], comes_in: bool
) -> None:
    joined = join_with(company, provider)
    joined.set(preset="entra", tenant=TENANT)
    joined.imported()
    said = {
        name: value.replace("MAIL", joined.mail()) if isinstance(value, str) else value
        for name, value in {"tid": TENANT, **claims}.items()
    }
    assert (joined.sign_in(**said).status_code == 303) is comes_in
