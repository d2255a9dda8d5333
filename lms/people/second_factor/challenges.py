"""Challenges for passkeys: made without a row, known again by their key, each answered once.

A challenge is a random number, the moment it was made, and a keyed hash of both and of what it is for. So a page can
be opened without anything being written, and only a right answer leaves a row behind, which stops it from being used
again.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.people.second_factor.keyed import keyed
from lms.people.second_factor.models import UsedChallenge

LIFE: Final = timedelta(minutes=10)
RANDOM, MOMENT, HASH = 16, 8, 32
SIGN_IN, SECOND, NEW, AGAIN = "sign-in", "second", "new", "again"
"""What a challenge is for: signing in with a passkey alone, the second step, a new passkey, showing that it is you."""


def make(secret: bytes, purpose: str, account: UUID | None, now: datetime) -> bytes:
    """Return a challenge of 56 bytes. `account`: whom it is for, None before anybody is known."""
    begun = os.urandom(RANDOM) + int(now.timestamp()).to_bytes(MOMENT, "big")
    return begun + _mark(secret, purpose, account, begun)


def is_ours(secret: bytes, challenge: bytes, purpose: str, account: UUID | None, now: datetime) -> bool:
    """Return whether we made a challenge for this purpose and account within the last ten minutes."""
    begun, mark = challenge[: RANDOM + MOMENT], challenge[RANDOM + MOMENT :]
    if len(challenge) != RANDOM + MOMENT + HASH or not hmac.compare_digest(
        mark, _mark(secret, purpose, account, begun)
    ):
        return False
    age = int(now.timestamp()) - int.from_bytes(begun[RANDOM:], "big")
    return 0 <= age <= LIFE.total_seconds()


def use(session: Session, challenge: bytes, now: datetime) -> bool:
    """Use a challenge up; return False where it was used before. Of many at once, one is let by."""
    row = {"challenge_hash": hashlib.sha256(challenge).hexdigest(), "at": now}
    statement = insert(session, UsedChallenge).values(row).on_conflict_do_nothing()
    return session.execute(statement.returning(UsedChallenge.challenge_hash)).first() is not None


def forget_old(session: Session, now: datetime) -> None:
    """Delete used challenges that are too old to be answered again."""
    session.execute(delete(UsedChallenge).where(UsedChallenge.at < now - 2 * LIFE))


def _mark(secret: bytes, purpose: str, account: UUID | None, begun: bytes) -> bytes:
    return keyed(secret, "challenge", purpose.encode(), account.bytes if account else b"", begun)
