"""Codes of an app (RFC 6238: HMAC-SHA-1, six digits, thirty seconds): set up, shown once, each code used once."""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp
import segno
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.kernel.sealing import SealBroken, seal, unseal
from lms.people.second_factor.models import Authenticator

ISSUER: Final = "Outside-In"
SECONDS: Final = 30
DRIFT: Final = 1
"""Steps that a clock may be behind or ahead."""
_CODE: Final = re.compile(r"[0-9]{6}", re.ASCII)


def propose(session: Session, account: UUID, secret: bytes) -> None:
    """Keep a fresh secret for an app that is to be set up; one that is in use stays in use until the first code."""
    proposed = {"proposed": seal(secret, _purpose(account), pyotp.random_base32())}
    statement = insert(session, Authenticator).values(account_id=account, last_step=-1, **proposed)
    session.execute(statement.on_conflict_do_update(index_elements=[Authenticator.account_id], set_=proposed))


def proposed_secret(session: Session, account: UUID, secret: bytes) -> str | None:
    """Return the secret that waits for its first code, in base32; None where nothing is being set up."""
    sealed = session.scalar(select(Authenticator.proposed).where(Authenticator.account_id == account))
    return _opened(secret, account, sealed)


def accept(session: Session, account: UUID, code: str, secret: bytes, now: datetime) -> bool:
    """Begin to use the proposed secret when `code` is one of its codes; return whether it was. That code is used up."""
    sealed = session.scalar(select(Authenticator.proposed).where(Authenticator.account_id == account))
    shared = _opened(secret, account, sealed)
    step = None if shared is None else step_of(shared, code, now)
    if step is None:
        return False
    begun = {"sealed": sealed, "proposed": None, "last_step": step, "made_at": now, "used_at": None}
    mine = update(Authenticator).where(Authenticator.account_id == account, Authenticator.proposed == sealed)
    return session.execute(mine.values(begun).returning(Authenticator.account_id)).first() is not None


def use(session: Session, account: UUID, code: str, secret: bytes, now: datetime) -> bool:
    """Use a code up; False where it is wrong, too old, or it or a later one was used. One of many at once is let by."""
    sealed = session.scalar(select(Authenticator.sealed).where(Authenticator.account_id == account))
    shared = _opened(secret, account, sealed)
    step = None if shared is None else step_of(shared, code, now)
    if step is None:
        return False
    mine = update(Authenticator).where(Authenticator.account_id == account, Authenticator.last_step < step)
    mine = mine.where(Authenticator.sealed == sealed)
    done = session.execute(mine.values(last_step=step, used_at=now).returning(Authenticator.account_id))
    return done.first() is not None


def step_of(shared: str, code: str, now: datetime) -> int | None:
    """Return the time step that `code` belongs to, of the present one and one on each side; None: it is wrong.

    `shared`: base32. Spaces in the code do not count. Every step is compared, in constant time.
    """
    typed = "".join(code.split())
    if not _CODE.fullmatch(typed):
        return None
    app, present = pyotp.TOTP(shared), int(now.timestamp()) // SECONDS
    steps = range(max(present - DRIFT, 0), present + DRIFT + 1)
    fitting = [step for step in steps if hmac.compare_digest(app.generate_otp(step), typed)]
    return max(fitting, default=None)


def picture(shared: str, email: str) -> str:
    """Return the QR code that an app reads, as a data address of an SVG, dark on white."""
    address = pyotp.TOTP(shared).provisioning_uri(name=email, issuer_name=ISSUER)
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff"))


def to_type(shared: str) -> str:
    """Return the secret in groups of four, for whoever types it."""
    return " ".join(shared[at : at + 4] for at in range(0, len(shared), 4))


def _opened(secret: bytes, account: UUID, sealed: str | None) -> str | None:
    """Return a secret; None where there is none, and after a restore under another key: then no code is right."""
    try:
        return None if sealed is None else unseal(secret, _purpose(account), sealed)
    except SealBroken:
        return None


def _purpose(account: UUID) -> str:
    """Return what a secret is sealed for: in another account's row it does not open."""
    return f"authenticator {account}"
