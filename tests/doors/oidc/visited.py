"""A connection of a company whose provider is never asked: what a visit to its pages finds."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from sqlalchemy import select

from lms.doors.oidc import connections
from lms.doors.oidc.models import OidcConnection, OidcDomain, OidcIdentity
from lms.doors.oidc.provider import Provider, Providers
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people.models import Person
from tests.support.company import Company
from tests.web.asked import Asked

NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there, and a test that asks all the same is refused at once."""


def put_connection(company: Company, name: str = "At work") -> UUID:
    """Give a company a connection that is on, with a domain; its provider is known without having been asked."""
    installation, id = company.installation, new_id()
    issuer = f"{NOWHERE}/{id}"
    values: dict[str, Any] = {
        "name": name, "client_id": "lms", "secret": "secret", "secret_ends": None, "creates_people": False,
        "is_required": False, "has_button": False, "trusts_mail": False, "tenant": "", "issuer": issuer,
    }  # fmt: skip
    actor, now = company.actor(company.person(Role.ADMIN)), installation.clock.now()
    with installation.database.writing() as session:
        key = installation.config.key().encode()
        made = connections.create(session, actor, id, "other", values, key, now)
        connections.add_domain(session, actor, made, f"{company.marker}.example", now)
        connections.switch(session, actor, made, now, on=True)
    known = cast(Providers, installation.app.extensions["lms.oidc"])._of(issuer)
    known.provider = Provider(issuer, f"{issuer}/authorize", f"{issuer}/token", f"{issuer}/jwks", "", False, False)
    known.provider_at = now
    return id


def domain_of(company: Company, connection: UUID) -> UUID:
    """Return the domain of a connection."""
    with company.installation.database.reading() as session:
        return session.scalars(select(OidcDomain.id).where(OidcDomain.connection_id == connection)).one()


def connect(company: Company, person: Person, connection: UUID | None = None, label: str = "at work") -> UUID:
    """Connect a person with who they are at a provider."""
    installation = company.installation
    with installation.database.reading() as session:
        ours = select(OidcConnection.id).where(OidcConnection.organisation_id == company.organisation.id)
        there = session.scalars(ours.limit(1)).first()
    found = connection or there or put_connection(company)
    with installation.database.writing() as session:
        made = OidcIdentity(
            organisation_id=person.organisation_id,
            person_id=person.id,
            connection_id=found,
            issuer=session.get_one(OidcConnection, found).issuer,
            subject=f"subject-{person.id}",
            label=label,
            linked_at=installation.clock.now(),
        )
        session.add(made)
        session.flush()
        return made.id


def ids_of(company: Company, person: Person) -> dict[str, str]:
    """Return the ids of a connection, its domain and who a person is there."""
    connection = put_connection(company, f"At {company.marker}")
    identity = connect(company, person, connection, f"ada@{company.marker}")
    return {"connection": str(connection), "domain": str(domain_of(company, connection)), "identity": str(identity)}


def visits(ids: dict[str, str], marker: str) -> list[Asked]:
    """Return what an administrator does with a connection, and with who they are there."""
    every = "/admin/doors/oidc"
    one = f"{every}/{ids['connection']}"
    form = {"name": f"At {marker}", "client_id": "lms", "issuer": f"{NOWHERE}/{ids['connection']}"}
    return [
        *(Asked("GET", each) for each in (every, one, f"{one}/settings", f"{one}/trial", f"{one}/removal")),
        Asked("GET", f"/me/sign-on/{ids['connection']}"),
        Asked("POST", f"/me/sign-on/{ids['identity']}/removal", form={}),
        Asked("POST", f"{one}/settings", form=form),
        Asked("POST", f"{one}/domains", form={"domain": f"second.{marker}.example"}),
        Asked("POST", f"{one}/domains/{ids['domain']}/removal", form={}),
        Asked("POST", f"{one}/check", form={}),
        Asked("POST", f"{one}/activity", form={}),
        Asked("POST", f"{one}/removal", form={"name": f"At {marker}"}),
    ]
