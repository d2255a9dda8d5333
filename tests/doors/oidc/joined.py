"""A company that is joined with a provider, and a browser that goes there and comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.doors.oidc import connections
from lms.doors.oidc.models import OidcConnection, OidcIdentity
from lms.doors.partners.models import Exchange
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.people.models import Account, Person, SignIn
from lms.people.operations import join
from tests.doors.oidc.provider import SignedProvider
from tests.support.company import Browser, Company

SETTINGS: dict[str, Any] = {
    "name": "Contoso",
    "client_id": "lms",
    "secret_ends": None,
    "creates_people": False,
    "is_required": False,
    "has_button": True,
    "trusts_mail": False,
    "tenant": "",
}


@dataclass
class Joined:
    """A company, its connection, and the provider at the other end."""

    company: Company
    provider: SignedProvider
    connection: UUID

    @property
    def domain(self) -> str:
        """Return the company's mail domain."""
        return f"{self.company.marker}.example"

    def mail(self, name: str = "ada") -> str:
        """Return an address of the company."""
        return f"{name}@{self.domain}"

    def set(self, **values: Any) -> None:
        """Change the connection."""
        with self.company.installation.database.writing() as session:
            found = session.get_one(OidcConnection, self.connection)
            for name, value in values.items():
                setattr(found, name, value)

    def go(self, browser: Browser, path: str | None = None, **query: str) -> str:
        """Go to the provider and return its address with all that was asked."""
        sent = browser.get(path or f"/sign-in/oidc/{self.connection}", query_string=query)
        assert sent.status_code == 302, sent.text
        return str(sent.location)

    def back(self, browser: Browser, came: dict[str, str]) -> TestResponse:
        """Come back from the provider."""
        return browser.get(f"/sign-in/oidc/{self.connection}/callback?{urlencode(came)}")

    def sign_in(self, browser: Browser | None = None, **claims: Any) -> TestResponse:
        """Go there and come back as somebody of whom the provider says `claims`."""
        browser = browser or self.company.anonymous()
        return self.back(browser, self.provider.answer(self.go(browser), **claims))

    def imported(self, name: str = "ada", *roles: Role) -> Person:
        """Add somebody as HR's file does: without a way in."""
        installation = self.company.installation
        with installation.database.writing() as session:
            return join(
                session, self.company.organisation, name="Ada Nielsen", email=self.mail(name),
                roles=frozenset({Role.LEARNER, *roles}), now=installation.clock.now(),
            )  # fmt: skip

    def sessions_of(self, person: UUID) -> int:
        """Return how many browsers a person is signed in with."""
        with self.company.installation.database.reading() as session:
            return len(list(session.scalars(select(SignIn.id).where(SignIn.person_id == person))))

    def people(self) -> list[Person]:
        """Return the company's people."""
        with self.company.installation.database.reading() as session:
            here = Person.organisation_id == self.company.organisation.id
            return list(session.scalars(select(Person).where(here).order_by(Person.created_at, Person.id)))

    def sessions(self) -> int:
        """Return how many browsers are signed in to the company."""
        return sum(self.sessions_of(each.id) for each in self.people())

    def identities(self) -> list[OidcIdentity]:
        """Return who is whom."""
        with self.company.installation.database.reading() as session:
            here = OidcIdentity.organisation_id == self.company.organisation.id
            return list(session.scalars(select(OidcIdentity).where(here)))

    def account_of(self, person: UUID) -> Account | None:
        """Return a person's account."""
        with self.company.installation.database.reading() as session:
            found = session.get_one(Person, person)
            return session.get(Account, found.account_id) if found.account_id else None

    def told(self) -> list[tuple[str, str]]:
        """Return what the log of the doors says: (what, told), the newest last."""
        with self.company.installation.database.reading() as session:
            here = Exchange.organisation_id == self.company.organisation.id
            rows = session.scalars(select(Exchange).where(here, Exchange.door == "oidc").order_by(Exchange.id))
            return [(each.what, each.told) for each in rows]


def join_with(company: Company, provider: SignedProvider, preset: str = "other", **settings: Any) -> Joined:
    """Join a company with a provider: switched on, its domain confirmed."""
    installation, id = company.installation, new_id()
    actor = company.actor(company.person(Role.ADMIN))
    now = installation.clock.now()
    values = {**SETTINGS, "secret": provider.secret, "issuer": provider.url, **settings}
    with installation.database.writing() as session:
        made = connections.create(session, actor, id, preset, values, installation.config.key().encode(), now)
        connections.switch(session, actor, made, now, on=True)
        domain = f"{company.marker}.example"
        connections.add_domain(session, actor, made, domain, now)
        connections.confirm_domain(session, domain, company.organisation.slug)
    return Joined(company, provider, id)


def asked_of(location: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
