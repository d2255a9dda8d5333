"""Wrong secrets are counted over all doors together: ten an account, a hundred an address in a quarter of an hour."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.kernel.database import Database
from lms.people.models import WrongTry

WINDOW = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
PER_ACCOUNT = 10
PER_ADDRESS = 100
GUESSES_PER_ADDRESS = 30


class Throttle:
    """The tries of one account from one address; a known device counts apart: strangers cannot lock its owner out."""

    def __init__(self, secret: bytes, email: str, address: str, device: str | None) -> None:
        """Name the buckets; they hold keyed hashes, so the table names nobody."""
        self._secret = secret
        self._counted: list[WrongTry] = []
        self._account = self._bucket("account", email, device or "")
        self._limits = {
            self._account: PER_ACCOUNT,
            self._bucket("address", address): PER_ADDRESS,
        }

    def is_shut(self, session: Session, now: datetime) -> bool:
        """Return whether one of the limits is reached."""
        self._one_at_a_time(session)
        counts = select(WrongTry.bucket, func.count()).where(
            WrongTry.bucket.in_(self._limits), WrongTry.at > now - WINDOW
        )
        found: dict[str, int] = dict(session.execute(counts.group_by(WrongTry.bucket)).all())
        return any(found.get(bucket, 0) >= limit for bucket, limit in self._limits.items())

    def count(self, session: Session, now: datetime) -> None:
        """Record one wrong try in every bucket."""
        self._counted = [WrongTry(bucket=bucket, at=now) for bucket in self._limits]
        session.add_all(self._counted)

    def forgive(self, session: Session) -> None:
        """Clear the account's count after a right secret, and take this try back from the address's."""
        session.execute(delete(WrongTry).where(WrongTry.bucket == self._account))
        self.take_back(session)

    def take_back(self, session: Session) -> None:
        """Take this try back, and leave the others counted: it was right, and more is still to come."""
        session.execute(delete(WrongTry).where(WrongTry.id.in_([row.id for row in self._counted])))

    def _one_at_a_time(self, session: Session) -> None:
        """Let tries of the same buckets wait for each other until they are counted; SQLite has one writer anyway."""
        if session.get_bind().dialect.name == "postgresql":
            for bucket in sorted(self._limits):
                session.execute(select(func.pg_advisory_xact_lock(int(bucket[:15], 16))))

    def _bucket(self, *parts: str) -> str:
        return hmac.new(self._secret, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


class Guesses:
    """Guesses at secrets that belong to no account, as numbers of certificates do: counted by address and kind."""

    def __init__(self, secret: bytes, kind: str, address: str) -> None:
        """Name the bucket; it holds a keyed hash, so the table names no address."""
        self._bucket = hmac.new(secret, f"{kind}\n{address}".encode(), hashlib.sha256).hexdigest()

    def are_used_up(self, session: Session, now: datetime) -> bool:
        """Return whether this address has guessed wrong so often that it must wait."""
        counted = select(func.count()).where(WrongTry.bucket == self._bucket, WrongTry.at > now - WINDOW)
        return (session.scalar(counted) or 0) >= GUESSES_PER_ADDRESS

    def count(self, session: Session, now: datetime) -> None:
        """Record one wrong guess."""
        session.add(WrongTry(bucket=self._bucket, at=now))


class Uses:
    """Work that costs the machine something, such as thousands of samples: counted by person and kind of work."""

    def __init__(self, secret: bytes, kind: str, person: UUID, most: int) -> None:
        """Allow `most` a minute; the bucket is a keyed hash, so the table says neither who nor what."""
        self._bucket = hmac.new(secret, f"use\n{kind}\n{person}".encode(), hashlib.sha256).hexdigest()
        self._most = most

    def are_used_up(self, session: Session, now: datetime) -> bool:
        """Return whether this person has to wait until the minute is over."""
        counted = select(func.count()).where(WrongTry.bucket == self._bucket, WrongTry.at > now - MINUTE)
        return (session.scalar(counted) or 0) >= self._most

    def count(self, session: Session, now: datetime) -> None:
        """Record one use."""
        session.add(WrongTry(bucket=self._bucket, at=now))

    def take(self, database: Database, now: datetime) -> bool:
        """Count one use in a transaction of its own, so that it counts whatever becomes of the request.

        False when they are used up. A request that writes calls it before it begins to.
        """
        with database.writing() as session:
            if self.are_used_up(session, now):
                return False
            self.count(session, now)
        return True


def forget_old_tries(session: Session, now: datetime) -> None:
    """Delete tries that no longer count."""
    session.execute(delete(WrongTry).where(WrongTry.at <= now - WINDOW))
