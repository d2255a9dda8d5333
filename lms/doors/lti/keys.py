"""The keys this installation signs with towards platforms: the newest is in use, and old ones are still shown.

The private half is sealed with the installation's key, so that the database alone gives nobody the power to sign.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.lti.models import LtiKey
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.sealing import seal, unseal

PURPOSE: Final = "lti-signing-key"
BITS: Final = 2048


class NoKey(LookupError):
    """No key has been made yet: `ensure_key` makes one."""


def signing_key(session: Session, secret: bytes) -> tuple[str, str]:
    """Return (kid, private key as PEM) of the key in use. Raises NoKey, and SealBroken with another secret."""
    found = session.scalars(_in_use()).first()
    if found is None:
        raise NoKey("no key has been made yet")
    return found.kid, unseal(secret, PURPOSE, found.private_key)


def key_set(session: Session) -> dict[str, Any]:
    """Return the public halves as platforms read them: {"keys": [...]}."""
    return {
        "keys": [json.loads(each) for each in session.scalars(select(LtiKey.public_key).order_by(LtiKey.id.desc()))]
    }


def ensure_key(database: Database, secret: bytes, now: datetime) -> None:
    """Make a key where there is none; the work is done outside any transaction."""
    with database.reading() as session:
        if session.scalars(_in_use()).first() is not None:
            return
    made = new_key(secret, now)
    with database.writing() as session:
        session.add(made)


def new_key(secret: bytes, now: datetime) -> LtiKey:
    """Return a fresh key, not stored yet; takes a tenth of a second."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    kid = new_id().hex
    numbers = key.public_key().public_numbers()
    public = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": kid, "n": _text(numbers.n), "e": _text(numbers.e)}
    return LtiKey(kid=kid, private_key=seal(secret, PURPOSE, pem), public_key=json.dumps(public), created_at=now)


def _in_use() -> Any:
    return select(LtiKey).where(LtiKey.retired_at.is_(None)).order_by(LtiKey.id.desc()).limit(1)


def _text(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
