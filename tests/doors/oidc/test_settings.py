"""What administrators do with connections, what the sign-in page says, and who may only come in this way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from lms.doors.oidc import connections
from lms.doors.oidc.commands import sign_on
from lms.doors.oidc.connections import NotTaken
from lms.doors.oidc.models import OidcConnection, OidcDomain
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.kernel.sealing import unseal
from tests.doors.oidc.joined import Joined, join_with
from tests.doors.oidc.provider import LEFT_OUT, SignedProvider
from tests.support.company import Browser, Company

TENANT = "11111111-2222-3333-4444-555555555555"
SECRET = "never-to-be-seen~again"


def _admin(company: Company) -> Browser:
    return company.browser(company.person(Role.ADMIN))


def _form(**changes: str) -> dict[str, str]:
    filled = {"connection": str(new_id()), "name": "Contoso", "client_id": "lms", "secret": SECRET}
    return {**filled, "tenant": TENANT, "has_button": "y", **changes}


def _connections(company: Company) -> list[OidcConnection]:
    with company.installation.database.reading() as session:
        here = OidcConnection.organisation_id == company.organisation.id
        return list(session.scalars(select(OidcConnection).where(here)))


@pytest.mark.parametrize("preset", ["entra", "google", "keycloak", "other"])
def test_the_form_shows_the_redirect_address_that_the_connection_will_have(company: Company, preset: str) -> None:
    page = _admin(company).get("/admin/doors/oidc/new", query_string={"preset": preset}).text
    id = page.split('name="connection"')[1].split('value="')[1].split('"')[0]
    assert f"http://localhost/sign-in/oidc/{UUID(id)}/callback" in page


def test_a_connection_is_made_switched_off_and_its_secret_is_shown_to_nobody(company: Company) -> None:
    browser = _admin(company)
    form = _form()
    made = browser.post("/admin/doors/oidc?preset=entra", form)
    assert made.status_code == 303
    assert made.location.endswith(f"/admin/doors/oidc/{form['connection']}")
    (kept,) = _connections(company)
    assert (kept.active, kept.issuer) == (False, f"https://login.microsoftonline.com/{TENANT}/v2.0")
    key = company.installation.config.key().encode()
    assert unseal(key, f"oidc client secret {kept.id}", kept.secret) == SECRET
    for path in ("", f"/{kept.id}", f"/{kept.id}/settings"):
        assert SECRET not in browser.get(f"/admin/doors/oidc{path}").text
    with company.installation.database.reading() as session:
        assert SECRET not in str(session.execute(text("SELECT * FROM oidc_connection")).all())
    assert company.anonymous().get(f"/sign-in/oidc/{kept.id}").status_code == 403


@pytest.mark.parametrize(
    ("preset", "changes", "said"),
    [
        ("entra", {"tenant": "common"}, "open to everybody"),
        ("entra", {"tenant": "Organizations"}, "open to everybody"),
        ("entra", {"tenant": "consumers"}, "open to everybody"),
        ("entra", {"tenant": "contoso.com"}, "Directory (tenant) ID"),
        ("google", {"tenant": ""}, "Google domain"),
        ("keycloak", {"issuer": "login.example.com"}, "as the provider shows it"),
        ("other", {"issuer": "https://login.microsoftonline.com/common/v2.0"}, "a form of its own"),
        ("other", {"issuer": "https://accounts.google.com"}, "a form of its own"),
        ("other", {"issuer": "https://user:pass@login.example.com"}, "as the provider shows it"),
        ("entra", {"secret": ""}, "Copy it from the provider"),
        ("entra", {"secret": "with space"}, "no spaces"),
        ("entra", {"client_id": "blå"}, "no spaces"),
        ("entra", {"name": ""}, "a name that people know"),
        ("entra", {"secret_ends": "tomorrow"}, "secret_ends-error"),
    ],
)
def test_what_cannot_be_is_refused_in_words(company: Company, preset: str, changes: dict[str, str], said: str) -> None:
    refused = _admin(company).post(f"/admin/doors/oidc?preset={preset}", _form(**changes))
    assert refused.status_code == 422
    assert said in refused.text
    assert not _connections(company)
    assert SECRET not in refused.text


def test_an_empty_secret_keeps_the_one_there_is(joined: Joined) -> None:
    browser = _admin(joined.company)
    path = f"/admin/doors/oidc/{joined.connection}/settings"
    changed = _form(secret="", issuer=joined.provider.url, name="Renamed")
    assert browser.post(path, changed).status_code == 303
    joined.imported()
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303
    assert browser.post(path, {**changed, "secret": "another"}).status_code == 303
    assert joined.sign_in().status_code == 403
    assert joined.told()[-1][0] == "sign-in: exchange"


def test_another_organisations_connections_are_not_there(joined: Joined, other_company: Company) -> None:
    browser = _admin(other_company)
    here = f"/admin/doors/oidc/{joined.connection}"
    for path in ("", "/settings", "/trial"):
        assert browser.get(here + path).status_code == 404
    for path in ("/settings", "/activity", "/check", "/domains", f"/domains/{new_id()}/removal"):
        assert browser.post(here + path, {"domain": "x.example"}).status_code == 404
    assert browser.get(f"/me/sign-on/{joined.connection}").status_code == 404
    taken = browser.post("/admin/doors/oidc?preset=entra", _form(connection=str(joined.connection)))
    assert taken.status_code == 303
    assert str(joined.connection) not in taken.location


def test_a_domain_counts_for_one_connection_of_the_installation(joined: Joined, other_company: Company) -> None:
    browser = _admin(other_company)
    with SignedProvider(joined.provider.clock).open() as theirs:
        other = join_with(other_company, theirs)
        path = f"/admin/doors/oidc/{other.connection}/domains"
        assert browser.post(path, {"domain": joined.domain}).status_code == 303, "as many may say so as like"
        page = browser.get(f"/admin/doors/oidc/{other.connection}").text
        assert "waits to be confirmed" in page
        assert "lms sign-on confirm" in page
        with pytest.raises(NotTaken), joined.company.installation.database.writing() as session:
            connections.confirm_domain(session, joined.domain, other_company.organisation.slug)
        found = joined.company.anonymous().post("/sign-in/company", {"email": joined.mail()}).text
        assert str(joined.connection) in found
        assert str(other.connection) not in found


@pytest.mark.parametrize("domain", ["gmail.com", "no domain", "http://x.example", "localhost", "ü.example", "x." * 100])
def test_what_is_no_companys_domain_is_refused(joined: Joined, domain: str) -> None:
    refused = _admin(joined.company).post(f"/admin/doors/oidc/{joined.connection}/domains", {"domain": domain})
    assert refused.status_code == 422


def test_a_domain_can_be_taken_away_and_then_finds_nobody(joined: Joined) -> None:
    joined.imported()
    with joined.company.installation.database.reading() as session:
        theirs = OidcDomain.connection_id == joined.connection
        domain = session.scalars(select(OidcDomain.id).where(theirs)).one()
    browser = _admin(joined.company)
    assert browser.post(f"/admin/doors/oidc/{joined.connection}/domains/{domain}/removal").status_code == 303
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 403


def test_the_shell_confirms_a_domain(
    joined: Joined, other_company: Company, provider: SignedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = joined.company.installation
    monkeypatch.setenv("LMS_DATABASE_URL", installation.config.database_url)
    actor = joined.company.actor(joined.company.person(Role.ADMIN))
    domain = f"second-{joined.domain}"
    with installation.database.writing() as session:
        found = session.get_one(OidcConnection, joined.connection)
        assert connections.add_domain(session, actor, found, domain, installation.clock.now()).held is None
    shell = CliRunner()
    assert f"{domain}\t{joined.company.organisation.slug}\twaits" in shell.invoke(sign_on, ["domains"]).output
    slug = joined.company.organisation.slug
    assert shell.invoke(sign_on, ["confirm", domain, "--organisation", slug]).exit_code == 0
    assert shell.invoke(sign_on, ["confirm", "x.example", "--organisation", slug]).exit_code == 1
    assert f"{domain}\t{slug}\tcounts" in shell.invoke(sign_on, ["domains"]).output


def test_the_connection_is_tested(joined: Joined) -> None:
    browser = _admin(joined.company)
    path = f"/admin/doors/oidc/{joined.connection}/check"
    assert "has 1 key." in browser.post(path).text
    joined.provider.metadata = {"issuer": "https://evil.example"}
    page = browser.post(path).text
    assert "Compare the issuer" in page
    assert "https://evil.example" in page
    joined.provider.metadata = {"token_endpoint": "http://169.254.169.254/latest"}
    assert "token_endpoint" in browser.post(path).text
    joined.provider.metadata = {"jwks_uri": LEFT_OUT}
    assert "it names no jwks_uri" in browser.post(path).text
    joined.provider.status = 500
    assert "does not answer" in browser.post(path).text
    assert {what for what, _told in joined.told()} == {"check"}


def test_a_trial_says_what_would_come_of_it_and_signs_nobody_in(joined: Joined) -> None:
    joined.set(active=False)
    person = joined.company.person(Role.ADMIN)
    browser = joined.company.browser(person)
    before = joined.sessions()
    verdicts = []
    for claims in (
        {"email": joined.mail(), "email_verified": True},
        {"email": joined.mail("imported"), "email_verified": True},
        {"email": person.email, "email_verified": True},
        {"email": joined.mail()},
    ):
        joined.imported("imported") if "imported" in claims["email"] else None
        location = joined.go(browser, f"/admin/doors/oidc/{joined.connection}/trial")
        page = joined.back(browser, joined.provider.answer(location, **claims)).text
        assert "nonce sub" in page
        verdicts.append(page.split("At a sign-in</dt><dd>")[1].split("</dd>")[0])
    assert [verdict[:30] for verdict in verdicts] == [
        "Nobody here has this address, ",
        "somebody whom HR added is foun",
        "Somebody here has this address",
        "No address that the provider v",
    ]
    assert joined.sessions() == before
    assert not joined.identities()
    stranger = joined.company.browser(joined.company.person(Role.ADMIN))
    location = joined.go(browser, f"/admin/doors/oidc/{joined.connection}/trial")
    assert joined.back(stranger, joined.provider.answer(location)).status_code == 403


def test_a_secret_that_ends_soon_is_told_in_time(joined: Joined, clock: Any) -> None:
    browser = _admin(joined.company)
    joined.set(secret_ends=clock.now().date() + timedelta(days=31))
    assert "client secret of" not in browser.get("/admin").text
    joined.set(secret_ends=clock.now().date() + timedelta(days=30))
    assert "client secret of Contoso ends on" in browser.get("/admin").text
    assert "Secret ends" in browser.get("/admin/doors/oidc").text
    joined.set(secret_ends=clock.now().date() - timedelta(days=1))
    assert "client secret of Contoso has ended" in browser.get("/admin").text
