"""Between login and launch: a signed note that travels through the platform, bound to one browser by a cookie.

Nothing is stored for it, so that whoever only knocks writes nothing. The note holds which platform was asked, the
nonce it must repeat, the hash of what the browser keeps, and what the login was begun with, to begin it again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from lms.kernel.ids import read_id

LASTS: Final = timedelta(minutes=10)
LONGEST_HINTS: Final = 1_200
"""Characters of what a login was begun with; more is not carried, and it cannot be begun again from here."""
_SALT: Final = "lti-login-state"


@dataclass(frozen=True, slots=True)
class LoginState:
    """One login on its way. `slot`: names the cookie; `bound`: hash of what the cookie holds; `at`: seconds since 1970.

    `begun`: the parameters of the login, empty where they are too long to carry.
    """

    platform: str
    nonce: str
    slot: str
    bound: str
    at: int
    begun: dict[str, str] = field(default_factory=dict)

    @property
    def platform_id(self) -> UUID | None:
        """Return the platform's id."""
        return read_id(self.platform)

    def fits(self, kept: str | None) -> bool:
        """Return whether the browser that keeps `kept` is the one whose login this is."""
        return kept is not None and hmac.compare_digest(_hash(kept), self.bound)


def begin(platform: UUID, begun: dict[str, str], now: datetime) -> tuple[LoginState, str]:
    """Return the state of a new login, and what its browser is to keep."""
    kept = secrets.token_urlsafe(24)
    carried = begun if sum(map(len, begun.values())) <= LONGEST_HINTS else {}
    stamp = int(now.timestamp())
    return LoginState(str(platform), secrets.token_urlsafe(24), secrets.token_hex(4), _hash(kept), stamp, carried), kept


def write(secret: bytes, state: LoginState) -> str:
    """Return the state as it travels."""
    return str(_serializer(secret).dumps(asdict(state)))


def read(secret: bytes, text: str, now: datetime) -> LoginState | None:
    """Return the state, or None where it is not ours or too old."""
    try:
        state = LoginState(**_serializer(secret).loads(text))
    except (BadData, TypeError):
        return None
    age = now - datetime.fromtimestamp(state.at, UTC)
    return state if timedelta(seconds=-5) <= age <= LASTS else None


def _serializer(secret: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})


def _hash(kept: str) -> str:
    return hashlib.sha256(kept.encode()).hexdigest()
