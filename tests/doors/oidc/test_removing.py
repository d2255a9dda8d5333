"""Taking a connection away: said before whom it concerns, done once its name is typed, and never the last way in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.doors.oidc import connections
from lms.doors.oidc.models import OidcConnection, OidcDomain
from lms.kernel.audit import AuditEntry
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people.models import Account, Person
from tests.doors.oidc.joined import SETTINGS, Joined
from tests.doors.oidc.visited import connect
from tests.support.company import Browser, Company


def _admin(company: Company) -> Browser:
    return company.browser(company.person(Role.ADMIN))


def _path(joined: Joined) -> str:
    return f"/admin/doors/oidc/{joined.connection}/removal"


def _without_password(joined: Joined, person: Person) -> Person:
    """Leave somebody the provider as their only way in."""
    with joined.company.installation.database.writing() as session:
        session.get_one(Account, person.account_id).password_hash = None
    return person


def _is_there(joined: Joined) -> bool:
    with joined.company.installation.database.reading() as session:
        return session.get(OidcConnection, joined.connection) is not None


def _noted(company: Company) -> list[tuple[str, str]]:
    with company.installation.database.reading() as session:
        here = AuditEntry.organisation_id == company.organisation.id
        rows = session.scalars(select(AuditEntry).where(here, AuditEntry.action.like("oidc.%")).order_by(AuditEntry.id))
        return [(each.action, each.detail) for each in rows]


def _another_to_the_same_provider(joined: Joined) -> Joined:
    there, id = joined.company.installation, new_id()
    values = {**SETTINGS, "name": "Contoso again", "secret": joined.provider.secret, "issuer": joined.provider.url}
    actor, now = joined.company.actor(joined.company.person(Role.ADMIN)), there.clock.now()
    with there.database.writing() as session:
        made = connections.create(session, actor, id, "other", values, there.config.key().encode(), now)
        connections.switch(session, actor, made, now, on=True)
    return Joined(joined.company, joined.provider, id)


def test_who_would_be_locked_out_is_named_before(joined: Joined) -> None:
    joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    with_password = joined.company.person(name="Bo With Password")
    connect(joined.company, with_password, joined.connection)
    page = _admin(joined.company).get(_path(joined)).text
    assert "2 people are connected." in page
    assert "1 of them has no other way in" in page
    assert "Ada Nielsen" in page
    assert with_password.name not in page


def test_it_goes_once_its_name_is_typed_and_takes_its_sessions_along(joined: Joined) -> None:
    joined.imported()
    gone = joined.company.anonymous()
    joined.sign_in(gone, email=joined.mail(), email_verified=True)
    browser = _admin(joined.company)
    for typed in ("", "Fabrikam"):
        assert browser.post(_path(joined), {"name": typed}).status_code == 422
    assert _is_there(joined)
    assert gone.get("/me").status_code == 200
    assert browser.post(_path(joined), {"name": " contoso "}).status_code == 303
    assert not _is_there(joined)
    assert gone.get("/me").status_code == 302
    assert not joined.identities()
    assert _noted(joined.company)[-2:] == [("oidc.disconnected", "Contoso"), ("oidc.removed", "Contoso")]
    assert joined.company.anonymous().get(f"/sign-in/oidc/{joined.connection}").status_code == 404
    with joined.company.installation.database.reading() as session:
        held = select(OidcDomain.id).where(OidcDomain.domain == joined.domain)
        assert session.scalars(held).all() == [], "the domain is free for the next one"


def test_who_is_connected_goes_on_with_another_connection_to_the_same_provider(joined: Joined) -> None:
    joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    heir = _another_to_the_same_provider(joined)
    browser = _admin(joined.company)
    page = browser.get(_path(joined)).text
    assert "They go on with Contoso again" in page
    assert "no other way in" not in page
    assert browser.post(_path(joined), {"name": "Contoso"}).status_code == 303
    assert [each.connection_id for each in joined.identities()] == [heir.connection]
    assert heir.sign_in().status_code == 303, "known by issuer and subject"


def test_the_last_administrators_way_in_stays(joined: Joined) -> None:
    person = _without_password(joined, joined.company.person(Role.ADMIN))
    connect(joined.company, person, joined.connection)
    with joined.company.installation.database.writing() as session:
        others = select(Person).where(Person.organisation_id == person.organisation_id, Person.id != person.id)
        for each in session.scalars(others):
            each.active = False
    browser = joined.company.browser(person)
    assert "No administrator would have a way in" in browser.get(_path(joined)).text
    assert browser.post(_path(joined), {"name": "Contoso"}).status_code == 422
    assert _is_there(joined)
    joined.company.person(Role.ADMIN)
    assert browser.post(_path(joined), {"name": "Contoso"}).status_code == 303


def test_another_organisations_connection_is_not_there_to_be_taken_away(joined: Joined, other_company: Company) -> None:
    browser = _admin(other_company)
    assert browser.get(_path(joined)).status_code == 404
    assert browser.post(_path(joined), {"name": "Contoso"}).status_code == 404
    assert _is_there(joined)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_only_administrators_take_one_away(joined: Joined, role: Role) -> None:
    browser = joined.company.browser(joined.company.person(role))
    assert browser.post(_path(joined), {"name": "Contoso"}).status_code in (403, 404)
    assert _is_there(joined)
