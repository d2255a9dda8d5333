"""What tests of the second factor share: somebody who has one, and the way past the password."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.people import sessions
from lms.people.models import Person
from lms.people.second_factor import codes, pending, recovery, trusting
from lms.people.second_factor.models import Authenticator, Passkey, PendingSignIn, RecoveryCode, TrustedBrowser
from tests.people.doors import knock, new_address
from tests.support.company import PASSWORD, Browser, Company

ALL = (Authenticator, Passkey, RecoveryCode, PendingSignIn, TrustedBrowser)


def account_of(person: Person) -> UUID:
    """Return the account of somebody who has one."""
    assert person.account_id is not None
    return person.account_id


def secret_of(company: Company) -> bytes:
    """Return the installation's key."""
    return company.installation.config.key().encode()


def give_app(company: Company, person: Person) -> pyotp.TOTP:
    """Set an app up for somebody, and return it. Its first code was one of a minute ago."""
    installation, account, secret = company.installation, account_of(person), secret_of(company)
    before = datetime.fromtimestamp(installation.clock.now().timestamp() - 60, tz=installation.clock.now().tzinfo)
    with installation.database.writing() as session:
        codes.propose(session, account, secret)
        shared = codes.proposed_secret(session, account, secret)
        assert shared is not None
        app = pyotp.TOTP(shared)
        assert codes.accept(session, account, app.at(before), secret, before)
    return app


def give_codes(company: Company, person: Person) -> list[str]:
    """Make recovery codes for somebody."""
    with company.installation.database.writing() as session:
        return recovery.renew(session, account_of(person), secret_of(company), company.installation.clock.now())


def half_way(company: Company, person: Person, browser: Browser | None = None) -> Browser:
    """Return a browser in which somebody's password was right and the second step is to come."""
    browser = browser or company.anonymous()
    came = knock(browser, person.email, PASSWORD, new_address())
    assert (came.status_code, came.headers["Location"].partition("?")[0]) == (303, "/sign-in/second")
    return browser


def show(browser: Browser, code: str, **data: Any) -> TestResponse:
    """Type a code at the second step, from an address of its own."""
    came = browser.post("/sign-in/second", {"code": code, **data}, environ_base={"REMOTE_ADDR": new_address()})
    if came.status_code == 303:
        browser._token = None
    return came


def confirmed(company: Company, person: Person) -> Browser:
    """Return a signed-in browser whose owner has just shown their password once more."""
    browser = company.browser(person)
    assert browser.post("/me/security/confirmation", {"password": PASSWORD}).status_code == 303
    return browser


def protect(company: Company, person: Person) -> None:
    """Give somebody every kind of row there is: an app, a passkey, codes, a trusted browser, a sign-in under way."""
    account, now = account_of(person), company.installation.clock.now()
    give_app(company, person)
    give_codes(company, person)
    with company.installation.database.writing() as session:
        session.add(
            Passkey(
                account_id=account,
                credential=f"credential-{account}",
                public_key=b"a public key",
                name=f"passkey-{company.marker}",
                made_at=now,
            )
        )
        trusting.trust(session, account, f"browser-{company.marker}", now)
        pending.begin(session, account, sets_up=False, now=now)


def ways_in(company: Company, person: Person) -> dict[str, str]:
    """Give somebody every kind of row there is, and return the ids of their passkey and their trusted browser."""
    protect(company, person)
    with company.installation.database.reading() as session:
        passkey = select(Passkey.id).where(Passkey.account_id == person.account_id)
        browser = select(TrustedBrowser.id).where(TrustedBrowser.account_id == person.account_id)
        return {"passkey": str(session.scalars(passkey).one()), "browser": str(session.scalars(browser).one())}


def through(company: Company, person: Person, door: str) -> Browser:
    """Return a browser in which somebody came in through a door: a provider, a platform or a host let them in."""
    with company.installation.database.writing() as session:
        token = sessions.open_session(session, person, company.installation.clock.now(), door=door)
    client = company.installation.app.test_client()
    client.set_cookie("lms_session", token)
    return Browser(client)


def rows_of(company: Company, person: Person) -> dict[str, int]:
    """Return how many rows of each kind somebody has."""
    with company.installation.database.reading() as session:
        return {
            each.__tablename__: len(session.scalars(select(each).where(each.account_id == person.account_id)).all())
            for each in ALL
        }
