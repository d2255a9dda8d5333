"""What administrators do with connections: make, change, switch on and off, and say which mail domains are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.doors.oidc.flow import seal_secret
from lms.doors.oidc.models import OidcConnection, OidcDomain
from lms.doors.oidc.presets import PRESETS, is_domain
from lms.doors.partners.registry import Connection
from lms.kernel import audit
from lms.kernel.permissions import Actor, Rows
from lms.people.models import Organisation

WARNED: Final = timedelta(days=30)
"""How long before a client secret ends administrators are told."""
MOST_DOMAINS: Final = 50
SETTINGS: Final = ("name", "client_id", "secret_ends", "creates_people", "is_required", "has_button", "trusts_mail")
OPEN_TO_ALL: Final = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
        "me.com", "aol.com", "gmx.net", "gmx.de", "gmx.com", "proton.me", "protonmail.com", "mail.com", "yandex.com",
        "hotmail.dk", "live.dk", "outlook.dk", "hotmail.se", "live.se", "outlook.se", "telia.com",
    }
)  # fmt: skip
"""Domains in which anybody gets an address."""


class NotTaken(ValueError):
    """A domain that cannot be added; `text` says why, translated late."""

    def __init__(self, text: object) -> None:
        """Keep the words."""
        self.text = text
        super().__init__(str(text))


def create(  # noqa: PLR0913 - a connection and its place
    session: Session, actor: Actor, id: UUID, preset: str, values: Mapping[str, Any], secret: bytes, now: datetime
) -> OidcConnection:
    """Make a connection, switched off. `values`: SETTINGS, tenant, issuer and secret. Raises WrongPlace."""
    tenant, issuer = PRESETS[preset].place(values["tenant"] or "", values["issuer"] or "")
    made = OidcConnection(
        id=id,
        organisation_id=actor.organisation_id,
        preset=preset,
        tenant=tenant,
        issuer=issuer,
        secret=seal_secret(secret, id, values["secret"]),
        created_at=now,
        **{name: values[name] for name in SETTINGS},
    )
    session.add(made)
    audit.note(session, actor, "oidc.added", now, detail=made.name)
    session.flush()
    return made


def change(  # noqa: PLR0913 - a connection and its place
    session: Session, actor: Actor, found: OidcConnection, values: Mapping[str, Any], secret: bytes, now: datetime
) -> None:
    """Change a connection; without a new secret the old one stays. Raises WrongPlace."""
    found.tenant, found.issuer = PRESETS[found.preset].place(values["tenant"] or "", values["issuer"] or "")
    for name in SETTINGS:
        setattr(found, name, values[name])
    if values["secret"]:
        found.secret = seal_secret(secret, found.id, values["secret"])
    audit.note(session, actor, "oidc.changed", now, detail=found.name)
    session.flush()


def switch(session: Session, actor: Actor, found: OidcConnection, now: datetime, *, on: bool) -> None:
    """Switch a connection on or off. Who came in through it stays signed in until their session ends."""
    found.active = on
    audit.note(session, actor, "oidc.on" if on else "oidc.off", now, detail=found.name)


def add_domain(session: Session, actor: Actor, connection: OidcConnection, text: str, now: datetime) -> OidcDomain:
    """Say that a mail domain is the connection's; raise NotTaken.

    It counts at once where this installation has one organisation. Where there are several, whoever runs it confirms
    that the domain is that organisation's: `lms sign-on confirm`.
    """
    domain = text.strip().casefold().removeprefix("@")
    if not is_domain(domain):
        raise NotTaken(_l("Write a domain, as in example.com."))
    if domain in OPEN_TO_ALL:
        raise NotTaken(_l("Anybody can get an address there, so it cannot be one company's."))
    mine = select(OidcDomain.domain).where(OidcDomain.connection_id == connection.id)
    there = set(session.scalars(mine))
    if domain in there:
        raise NotTaken(_l("It is in the list already."))
    if len(there) >= MOST_DOMAINS:
        raise NotTaken(_l("A connection has 50 domains at most."))
    is_held = session.scalar(select(exists().where(OidcDomain.held == domain)))
    is_ours = session.scalar(
        select(exists().where(OidcDomain.held == domain, OidcDomain.organisation_id == actor.organisation_id))
    )
    if is_ours:
        raise NotTaken(_l("Another connection of yours has it. Remove it there first."))
    made = OidcDomain(
        organisation_id=actor.organisation_id,
        connection_id=connection.id,
        domain=domain,
        held=domain if is_alone(session, actor) and not is_held else None,
        added_at=now,
    )
    session.add(made)
    audit.note(session, actor, "oidc.domain.added", now, detail=domain)
    session.flush()
    return made


def is_alone(session: Session, actor: Actor) -> bool:
    """Return whether the actor's organisation has the installation to itself, but for a demo company."""
    others = exists().where(Organisation.id != actor.organisation_id, ~Organisation.demo)
    return not session.scalar(select(others))


def confirm_domain(session: Session, domain: str, slug: str) -> None:
    """Let a domain count for the organisation that says it is theirs. Raises NotTaken; for whoever has the shell."""
    named = (OidcDomain.domain == domain.strip().casefold(), Organisation.slug == slug)
    query = select(OidcDomain).join(Organisation, Organisation.id == OidcDomain.organisation_id).where(*named)
    found = list(session.scalars(query.order_by(OidcDomain.added_at)))
    if not found:
        raise NotTaken(f"{slug} has not asked for {domain}")
    holder = session.scalar(select(OidcDomain).where(OidcDomain.held == found[0].domain))
    if holder is not None and holder.organisation_id != found[0].organisation_id:
        raise NotTaken(f"{domain} counts for another organisation already; it has to be removed there first")
    if holder is None:
        found[0].held = found[0].domain


def remove_domain(session: Session, actor: Actor, found: OidcDomain, now: datetime) -> None:
    """Take a domain from its connection. Who is connected stays so."""
    audit.note(session, actor, "oidc.domain.removed", now, detail=found.domain)
    session.delete(found)


def ends_soon(found: OidcConnection, today: date) -> bool:
    """Return whether a client secret ends within 30 days, or has ended."""
    return found.secret_ends is not None and found.secret_ends <= today + WARNED


def listed(session: Session, actor: Actor) -> Sequence[Connection]:
    """Return the organisation's connections for the overview of doors."""
    rows = Rows(session, actor, OidcConnection).order_by(OidcConnection.name, OidcConnection.id).all()
    return [Connection(each.id, each.name, PRESETS[each.preset].label, each.active) for each in rows]
