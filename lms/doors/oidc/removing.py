"""Taking a connection away for good: said before what it means and for whom, done once its name is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from lms.doors.oidc.models import DOOR, OidcConnection, OidcDomain, OidcIdentity
from lms.doors.partners.deliveries import forget_partner
from lms.kernel import audit
from lms.kernel.permissions import Actor, Role
from lms.people.editing import has_role
from lms.people.models import Account, Person, SignIn
from lms.people.second_factor.models import Passkey

NAMED: Final = 20
"""People without another way in who are named; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What taking a connection away means. `heir`: another one to the same provider, which those connected go on with.

    `connected`: people who are; `locked_out`: how many of them have no other way in, and `named` the first of them.
    `is_last`: an administrator is among them, and no other has a way in by now.
    """

    heir: OidcConnection | None
    connected: int
    locked_out: int
    named: Sequence[str]
    is_last: bool


def meaning(session: Session, connection: OidcConnection) -> Meaning:
    """Return what taking a connection away would mean by now."""
    heir = _heir(session, connection)
    theirs = OidcIdentity.connection_id == connection.id
    connected = session.scalar(select(func.count(OidcIdentity.person_id.distinct())).where(theirs)) or 0
    here = (Person.organisation_id == connection.organisation_id, Person.active)
    if heir is not None:
        return Meaning(heir, connected, 0, (), is_last=False)
    comes = exists().where(OidcIdentity.person_id == Person.id, theirs)
    alone = (*here, comes, ~_has_another_way(connection))
    names = session.scalars(select(Person.name).where(*alone).order_by(Person.name, Person.id).limit(NAMED)).all()
    count = session.scalar(select(func.count()).select_from(Person).where(*alone)) or 0
    goes = session.scalar(select(exists().where(*alone, has_role(Role.ADMIN))))
    keeps = session.scalar(select(exists().where(*here, has_role(Role.ADMIN), _has_another_way(connection))))
    return Meaning(None, connected, count, names, is_last=bool(goes and not keeps))


def remove(session: Session, actor: Actor, connection: OidcConnection, now: datetime) -> None:
    """Take a connection away with its domains and sessions; who was connected is told on their own page.

    Those who are connected go on with another connection to the same provider, where there is one.
    """
    heir, theirs = _heir(session, connection), OidcIdentity.connection_id == connection.id
    if heir is not None:
        moved = update(OidcIdentity).where(theirs).values(connection_id=heir.id)
        session.execute(moved.execution_options(synchronize_session=False))
    else:
        people = session.scalars(select(OidcIdentity.person_id).where(theirs).distinct()).all()
        audit.note_many(session, actor, "oidc.disconnected", now, people, detail=connection.name)
    forget_partner(session, connection.id)
    for statement in (
        delete(SignIn).where(SignIn.door == DOOR, SignIn.context_id == connection.id),
        delete(OidcIdentity).where(theirs),
        delete(OidcDomain).where(OidcDomain.connection_id == connection.id),
        delete(OidcConnection).where(OidcConnection.id == connection.id),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    audit.note(session, actor, "oidc.removed", now, detail=connection.name)
    session.expire_all()


def _heir(session: Session, connection: OidcConnection) -> OidcConnection | None:
    """Return another connection of the organisation to the same provider that is switched on."""
    same = (
        OidcConnection.organisation_id == connection.organisation_id,
        OidcConnection.issuer == connection.issuer,
        OidcConnection.id != connection.id,
        OidcConnection.active,
    )
    return session.scalars(select(OidcConnection).where(*same).order_by(OidcConnection.created_at).limit(1)).first()


def _has_another_way(connection: OidcConnection) -> ColumnElement[bool]:
    """Return the condition over Person of coming in without this connection: by password, passkey or another one."""
    other, theirs = aliased(OidcConnection), aliased(OidcIdentity)
    password = exists().where(Account.id == Person.account_id, Account.active, Account.password_hash.is_not(None))
    passkey = exists().where(Passkey.account_id == Person.account_id)
    elsewhere = exists().where(
        and_(theirs.person_id == Person.id, theirs.connection_id == other.id, other.active, other.id != connection.id)
    )
    return or_(password, passkey, elsewhere)
