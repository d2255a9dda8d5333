"""The tables of single sign-on: connections to providers, the mail domains they speak for, and who is whom there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, ForeignKey, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope, unscoped

DOOR: Final = "oidc"
KEPT: Final = "while employed"


class OidcConnection(Base):
    """An organisation's connection to one provider.

    `preset`: see `lms.doors.oidc.presets`; `tenant`: what that preset asks for (Entra's tenant, Google's domain).
    `secret`: sealed with the installation's key. `creates_people`: takes people on at their first sign-in.
    `is_required`: passwords no longer open what is of its domains. `has_button`: named on the sign-in page before
    anybody has said who they are. `trusts_mail`: the provider is the company's own, so its addresses count as checked.
    """

    __tablename__ = "oidc_connection"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = column(String(60))
    preset: Mapped[str] = column(String(10))
    tenant: Mapped[str] = column(String(200), default="")
    issuer: Mapped[str] = column(String(300))
    client_id: Mapped[str] = column(String(200))
    secret: Mapped[str] = column(String(1500), privacy="secret", retention="until it is replaced", erase="keep")
    secret_ends: Mapped[date | None] = column(Date)
    creates_people: Mapped[bool] = column(Boolean, default=False, server_default=false())
    is_required: Mapped[bool] = column(Boolean, default=False, server_default=false())
    has_button: Mapped[bool] = column(Boolean, default=True, server_default=true())
    trusts_mail: Mapped[bool] = column(Boolean, default=False, server_default=false())
    active: Mapped[bool] = column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime] = column(Instant)
    last_used_at: Mapped[datetime | None] = column(Instant)


class OidcDomain(Base):
    """A mail domain that a connection says is its own.

    `held`: the domain again once it counts, else empty: unique, so a domain counts for one connection of the whole
    installation, whoever else says that it is theirs.
    """

    __tablename__ = "oidc_domain"
    __table_args__ = (UniqueConstraint("connection_id", "domain"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    connection_id: Mapped[UUID] = column(ForeignKey("oidc_connection.id"))
    domain: Mapped[str] = column(String(190))
    held: Mapped[str | None] = column(String(190), unique=True)
    added_at: Mapped[datetime] = column(Instant)


class OidcIdentity(Base):
    """Who somebody is at a provider: issuer and subject, and nothing else, say so. `label`: shown to themselves."""

    __tablename__ = "oidc_identity"
    __table_args__ = (UniqueConstraint("organisation_id", "issuer", "subject"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    connection_id: Mapped[UUID] = column(ForeignKey("oidc_connection.id"), index=True)
    issuer: Mapped[str] = column(String(300), privacy="personal", retention=KEPT)
    subject: Mapped[str] = column(String(255), privacy="personal", retention=KEPT)
    label: Mapped[str] = column(String(254), privacy="personal", retention=KEPT)
    linked_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    used_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class OidcUse(Base):
    """Something that works once: the hash of a state, or of a provider's request to sign somebody out."""

    __tablename__ = "oidc_use"

    token_hash: Mapped[str] = column(String(64), primary_key=True)
    until: Mapped[datetime] = column(Instant, index=True, retention="until it would be too old anyway")


@scope(OidcConnection)
def connection_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see their organisation's connections; others those that they may connect with."""
    own = OidcConnection.organisation_id == actor.organisation_id
    return own if Role.ADMIN in actor.roles else own & OidcConnection.active


@scope(OidcDomain)
def domain_scope(actor: Actor) -> ColumnElement[bool]:
    """Administrators see those of their organisation."""
    return (OidcDomain.organisation_id == actor.organisation_id) & (Role.ADMIN in actor.roles)


@scope(OidcIdentity)
def identity_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return OidcIdentity.person_id == actor.person_id


unscoped(OidcUse, reason="rows hold only hashes and are written before anybody is signed in")
