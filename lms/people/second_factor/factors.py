"""An account's factors together: which there are, taking one away, starting anew, and what goes when all are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from lms.kernel.ids import AccountId
from lms.people import sessions
from lms.people.second_factor import policy, recovery, trusting
from lms.people.second_factor.models import Authenticator, Passkey


class Needed(Exception):
    """The last factor of an account that must have one: another has to be there first."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has: its app where one is in use, its passkeys, and how many recovery codes are left."""

    app: Authenticator | None
    passkeys: Sequence[Passkey]
    codes: int

    @property
    def any(self) -> bool:
        """Return whether there is a second factor. Recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)


def factors_of(session: Session, account: UUID) -> Factors:
    """Return what an account has; three queries."""
    app = session.scalar(
        select(Authenticator).where(Authenticator.account_id == account, Authenticator.sealed.is_not(None))
    )
    passkeys = select(Passkey).where(Passkey.account_id == account).order_by(Passkey.made_at, Passkey.id)
    return Factors(app, list(session.scalars(passkeys)), recovery.left(session, account))


def has_any(session: Session, account: UUID) -> bool:
    """Return whether an account has a second factor; one query."""
    app = exists().where(Authenticator.account_id == account, Authenticator.sealed.is_not(None))
    passkey = exists().where(Passkey.account_id == account)
    return bool(session.scalar(select(app | passkey)))


def remove_app(session: Session, account: UUID, now: datetime) -> bool:
    """Stop using an account's app; return whether there was one. Raises Needed."""
    gone = {"sealed": None, "proposed": None, "made_at": None, "used_at": None, "last_step": -1}
    mine = update(Authenticator).where(Authenticator.account_id == account, Authenticator.sealed.is_not(None))
    there = session.execute(mine.values(gone).returning(Authenticator.account_id)).first()
    _settle(session, account, now)
    return there is not None


def remove_passkey(session: Session, account: UUID, passkey: UUID, now: datetime) -> bool:
    """Forget one passkey of an account; return whether there was one. Raises Needed."""
    mine = delete(Passkey).where(Passkey.account_id == account, Passkey.id == passkey)
    there = session.execute(mine.returning(Passkey.id)).first()
    _settle(session, account, now)
    return there is not None


def reset(session: Session, account: UUID) -> bool:
    """Take every factor of an account away and end its sessions; return whether there was one."""
    there = has_any(session, account)
    session.execute(delete(Authenticator).where(Authenticator.account_id == account))
    session.execute(delete(Passkey).where(Passkey.account_id == account))
    recovery.forget(session, account)
    sessions.close_all(session, AccountId(account))
    return there


def _settle(session: Session, account: UUID, now: datetime) -> None:
    """See that whoever must have a factor keeps one, and that without any nothing is left of the rest."""
    session.flush()
    if has_any(session, account):
        return
    if policy.must_have(session, account, now):
        raise Needed
    recovery.forget(session, account)
    trusting.forget(session, account)
