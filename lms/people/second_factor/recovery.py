"""Recovery codes: ten, each good once, shown when they are made and never again; the database holds keyed hashes."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.people.second_factor.keyed import keyed
from lms.people.second_factor.models import RecoveryCode

COUNT: Final = 10
FEW: Final = 3
"""So many left, and the page says that it is time for new ones."""
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which look like one another on paper."""
LENGTH: Final = 12
"""Twelve of 31 signs are 59 random bits."""


def renew(session: Session, account: UUID, secret: bytes, now: datetime) -> list[str]:
    """Make ten new codes, in groups of four; the old ones are good for nothing any more."""
    forget(session, account)
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(COUNT)]
    session.add_all(
        RecoveryCode(account_id=account, code_hash=_hash(secret, account, code), made_at=now) for code in codes
    )
    session.flush()
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


def use(session: Session, account: UUID, code: str, secret: bytes) -> bool:
    """Use a code up; return whether it was one. Of many at once, one finds it."""
    typed = plain(code)
    if not can_be(code):
        return False
    mine = delete(RecoveryCode).where(
        RecoveryCode.account_id == account, RecoveryCode.code_hash == _hash(secret, account, typed)
    )
    return session.execute(mine.returning(RecoveryCode.id)).first() is not None


def left(session: Session, account: UUID) -> int:
    """Return how many codes are left."""
    return session.scalar(select(func.count()).where(RecoveryCode.account_id == account)) or 0


def forget(session: Session, account: UUID) -> None:
    """Delete every code of an account."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account))


def can_be(code: str) -> bool:
    """Return whether a text has the form of a recovery code."""
    typed = plain(code)
    return len(typed) == LENGTH and set(typed) <= set(LETTERS)


def plain(code: str) -> str:
    """Return a code as it is hashed: small letters, without spaces and dashes."""
    return "".join(code.replace("-", " ").split()).casefold()


def _hash(secret: bytes, account: UUID, code: str) -> str:
    return keyed(secret, "recovery", account.bytes, code.encode()).hex()
