"""Where an organisation wants its people to come in through its own sign-in and no other way.

Passwords then open no membership of that organisation whose address lies in a domain of the connection, but for its
administrators': a provider that is down or set up wrong must not lock out who mends it.
"""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from lms.doors.oidc.models import DOOR, OidcConnection, OidcDomain
from lms.kernel.permissions import Role
from lms.people.elsewhere import Elsewhere
from lms.people.models import Person
from lms.web.visitors import Visitor


def is_barred(session: Session, person: Person) -> bool:
    """Return whether a person comes in through their company's sign-in only."""
    if Role.ADMIN in person.roles:
        return False
    theirs = OidcConnection.organisation_id == person.organisation_id
    return bool(session.scalar(select(exists().where(*_requires(person.email), theirs))))


def words(session: Session, email: str) -> str | None:
    """Return what to say to whoever typed an address in a domain that has its own way in."""
    name = session.scalar(select(OidcConnection.name).join(OidcDomain).where(*_requires(email)))
    if name is None:
        return None
    said = _("People with this address sign in with %(name)s. Only administrators use a password here.", name=name)
    return str(said)


def after(who: Visitor) -> str | None:
    """Return the page that says how to sign out at the provider too."""
    return url_for("oidc.left", connection=who.context_id) if who.context_id else None


ELSEWHERE = Elsewhere(DOOR, is_barred, words, after)


def _requires(email: str) -> tuple[ColumnElement[bool], ...]:
    domain = email.strip().casefold().rpartition("@")[2]
    return (
        OidcDomain.held == domain,
        OidcDomain.connection_id == OidcConnection.id,
        OidcConnection.active.is_(True),
        OidcConnection.is_required.is_(True),
    )
