"""Between the password and the second factor: a row of its own and a cookie of its own, for ten minutes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.people.models import Account
from lms.people.second_factor.models import PendingSignIn
from lms.people.sessions import token_hash

LIFE: Final = timedelta(minutes=10)


class Over(Exception):
    """There is no such sign-in any more: it took too long, it was finished, or it never was."""


def begin(session: Session, account: UUID, *, sets_up: bool, now: datetime) -> str:
    """Keep that a password was right, and return the token (256 random bits) of what is still to come."""
    token = secrets.token_urlsafe(32)
    session.add(PendingSignIn(token_hash=token_hash(token), account_id=account, sets_up=sets_up, created_at=now))
    return token


def found(session: Session, token: str | None, now: datetime) -> tuple[PendingSignIn, Account]:
    """Return the sign-in under way and its account. Raises Over."""
    row = session.execute(
        select(PendingSignIn, Account)
        .join(Account, Account.id == PendingSignIn.account_id)
        .where(
            PendingSignIn.token_hash == token_hash(token or ""), PendingSignIn.created_at > now - LIFE, Account.active
        )
    ).first()
    if row is None:
        raise Over
    return row[0], row[1]


def take(session: Session, waiting: PendingSignIn) -> None:
    """End a sign-in under way, because it is finished. Of many at once, one does; the others raise Over."""
    gone = delete(PendingSignIn).where(PendingSignIn.id == waiting.id).returning(PendingSignIn.id)
    if session.execute(gone).first() is None:
        raise Over


def forget_old(session: Session, now: datetime) -> None:
    """Delete what took too long."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.created_at <= now - LIFE))
