"""The tables of the second factor. Each row is an account's; what an organisation asks for has a row of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ColumnElement, Date, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, scope, unscoped

KEPT: Final = "until it is removed"
MINUTES: Final = "10 minutes"
DAYS: Final = "30 days"


class SecondFactorPolicy(Base):
    """Of whom an organisation asks a second factor. `whom`: see `policy.WHOM`; `since`: the first day it is asked for,
    None: at once. `trusting`: whether a browser may be trusted for 30 days."""

    __tablename__ = "second_factor_policy"

    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), primary_key=True)
    whom: Mapped[str] = column(String(12), default="nobody")
    since: Mapped[date | None] = column(Date)
    trusting: Mapped[bool] = column(Boolean, default=False, server_default=false())


class Authenticator(Base):
    """An account's app that shows codes. `sealed`: its secret, None until the first code was right; `proposed`: the
    secret of an app that is being set up. `last_step`: the time step of the last code that was used, -1 for none."""

    __tablename__ = "authenticator"

    account_id: Mapped[UUID] = column(ForeignKey("account.id"), primary_key=True, privacy="personal", retention=KEPT)
    sealed: Mapped[str | None] = column(String(200), privacy="secret", retention=KEPT)
    proposed: Mapped[str | None] = column(String(200), privacy="secret", retention=KEPT)
    last_step: Mapped[int] = column(BigInteger, default=-1)
    made_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    used_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class Passkey(Base):
    """One passkey. `credential`: its id in base64url; `public_key`: COSE. `sign_count` only ever grows, 0 where the
    device does not count. `synced`: it may be copied to other devices of its owner; `backed_up`: it has been."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention=KEPT)
    credential: Mapped[str] = column(String(1400), unique=True, privacy="secret", retention=KEPT)
    public_key: Mapped[bytes] = column(LargeBinary, privacy="secret", retention=KEPT)
    sign_count: Mapped[int] = column(BigInteger, default=0)
    synced: Mapped[bool] = column(Boolean, default=False)
    backed_up: Mapped[bool] = column(Boolean, default=False)
    name: Mapped[str] = column(String(60), privacy="personal", retention=KEPT)
    made_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)
    used_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)


class RecoveryCode(Base):
    """One recovery code that is left: a keyed hash; the row goes when the code is used."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention=KEPT)
    code_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=KEPT)
    made_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class PendingSignIn(Base):
    """Somebody whose password was right and whose second factor is still to come: no session, and no way to one's data.

    `sets_up`: they must have a second factor and have none, so they set one up first.
    """

    __tablename__ = "pending_sign_in"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=MINUTES)
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention=MINUTES)
    sets_up: Mapped[bool] = column(Boolean, default=False)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=MINUTES)


class TrustedBrowser(Base):
    """A browser that is not asked for the second factor for 30 days; the password it is always asked for."""

    __tablename__ = "trusted_browser"

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = column(ForeignKey("account.id"), index=True, privacy="personal", retention=DAYS)
    token_hash: Mapped[str] = column(String(64), unique=True, privacy="secret", retention=DAYS)
    name: Mapped[str] = column(String(60), privacy="personal", retention=DAYS)
    made_at: Mapped[datetime] = column(Instant, privacy="personal", retention=DAYS)
    used_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=DAYS)


class UsedChallenge(Base):
    """A challenge that a passkey has answered, so that the same answer opens nothing a second time."""

    __tablename__ = "used_challenge"

    challenge_hash: Mapped[str] = column(String(64), primary_key=True)
    at: Mapped[datetime] = column(Instant, index=True)


@scope(SecondFactorPolicy)
def policy_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation's."""
    return SecondFactorPolicy.organisation_id == actor.organisation_id


@scope(Authenticator)
def authenticator_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return Authenticator.account_id == actor.account_id


@scope(Passkey)
def passkey_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return Passkey.account_id == actor.account_id


@scope(RecoveryCode)
def recovery_code_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return RecoveryCode.account_id == actor.account_id


@scope(PendingSignIn)
def pending_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return PendingSignIn.account_id == actor.account_id


@scope(TrustedBrowser)
def trusted_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own."""
    return TrustedBrowser.account_id == actor.account_id


unscoped(UsedChallenge, reason="rows hold hashes of random numbers and are read before anybody is signed in")
