"""The keys this installation signs with towards platforms, one after the other, without anybody's doing.

Platforms keep what they read of our keys for hours or days. So the next key is made a year after the one before and
shown for a week before it signs; the one before is then retired, which destroys its private half, and shown for another
month. Where there is only one, it signs at once: the first, and the one after a key that leaked (`renew`).

The private half is sealed with the installation's key, so that the database alone gives nobody the power to sign.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.doors.lti.models import LtiKey
from lms.kernel.database import Database, insert
from lms.kernel.ids import new_id
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.sealing import seal, unseal

PURPOSE: Final = "lti-signing-key"
BITS: Final = 2048
LASTS: Final = timedelta(days=365)
"""After so long the next key is made."""
SHOWN_BEFORE: Final = timedelta(days=7)
SHOWN_AFTER: Final = timedelta(days=30)


class NoKey(LookupError):
    """No key has been made yet: `ensure_key` makes one."""


def signing_key(session: Session, secret: bytes, now: datetime) -> tuple[str, str]:
    """Return (kid, private key as PEM) of the key that signs now. Raises NoKey, and SealBroken with another secret."""
    found = _signs(_usable(session), now)
    if found is None:
        raise NoKey("no key has been made yet")
    return found.kid, unseal(secret, PURPOSE, found.private_key)


def key_set(session: Session) -> dict[str, Any]:
    """Return the public halves as platforms read them, {"keys": [...]}: of what signs, will sign and signed lately."""
    every = session.scalars(select(LtiKey.public_key).order_by(LtiKey.number.desc()))
    return {"keys": [json.loads(each) for each in every]}


def ensure_key(database: Database, secret: bytes, now: datetime) -> None:
    """Make a key where there is none; the work is done outside any transaction, and of two at once one key stays."""
    with database.reading() as session:
        if _usable(session):
            return
        number = _newest(session) + 1
    made = new_key(secret, number, now)
    with database.writing() as session:
        _add(session, made)


def renew(database: Database, secret: bytes, now: datetime) -> str:
    """Put a new key in the place of all there are, at once, because one of them leaked; return its kid.

    What is signed from now on is refused by a platform until it reads our keys anew.
    """
    with database.reading() as session:
        number = _newest(session) + 1
    made = new_key(secret, number, now)
    with database.writing() as session:
        session.execute(delete(LtiKey).where(LtiKey.number < number))
        _add(session, made)
        kid: str = session.scalars(select(LtiKey.kid).order_by(LtiKey.number.desc())).first() or ""
        return kid


@job("lti.keys", every=timedelta(days=1), allowed=JOB, label=_l("Renew the keys we sign with towards platforms"))
def take_turns(work: Work) -> None:
    """Make the next key where it is time, retire the one whose successor signs, remove what was shown long enough."""
    now = work.now()
    with work.reading() as session:
        usable = _usable(session)
    is_time = bool(usable) and usable[-1].created_at + LASTS <= now
    made = new_key(work.post.key, usable[-1].number + 1, now) if is_time else None
    with work.last() as session:
        if made is not None:
            _add(session, made)
        _retire(session, now)
        session.execute(delete(LtiKey).where(LtiKey.retired_at <= now - SHOWN_AFTER))


def new_key(secret: bytes, number: int, now: datetime) -> LtiKey:
    """Return a fresh key, not stored yet; takes a tenth of a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    kid = new_id().hex
    numbers = key.public_key().public_numbers()
    public = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": _text(numbers.n), "e": _text(numbers.e)}
    sealed = seal(secret, PURPOSE, pem)
    return LtiKey(kid=kid, number=number, private_key=sealed, public_key=json.dumps(public), created_at=now)


def _usable(session: Session) -> Sequence[LtiKey]:
    """Return the keys that sign or will, the oldest first."""
    return session.scalars(select(LtiKey).where(LtiKey.retired_at.is_(None)).order_by(LtiKey.number)).all()


def _signs(usable: Sequence[LtiKey], now: datetime) -> LtiKey | None:
    """Return the newest that has been shown long enough; the oldest where none has."""
    ready = [each for each in usable if each.created_at + SHOWN_BEFORE <= now]
    return next(iter([*ready[-1:], *usable]), None)


def _newest(session: Session) -> int:
    return session.scalar(select(func.max(LtiKey.number))) or 0


def _add(session: Session, made: LtiKey) -> None:
    """Store a key, unless another process was quicker with one of the same number."""
    columns = ("kid", "number", "private_key", "public_key", "created_at")
    row = {"id": new_id(), **{name: getattr(made, name) for name in columns}}
    session.execute(insert(session, LtiKey).values(row).on_conflict_do_nothing(index_elements=[LtiKey.number]))


def _retire(session: Session, now: datetime) -> None:
    usable = _usable(session)
    signs = _signs(usable, now)
    for each in usable:
        if signs is not None and each.number < signs.number:
            each.retired_at, each.private_key = now, ""


def _text(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
