"""Tokens that providers sign: an id_token is believed only when every single thing about it is right.

OpenID Connect Core 1.0, 3.1.3.7; Back-Channel Logout 1.0, 2.6. Only RS256 and ES256: with a shared secret the public
key could sign, and "none" is no signature.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeGuard

from authlib.oidc.core.util import create_half_hash
from joserfc import jws, jwt
from joserfc.errors import JoseError

from lms.doors.oidc.provider import Key
from lms.doors.oidc.refusing import Refusal

KINDS: Final = {"RS256": "RSA", "ES256": "EC"}
LEEWAY: Final = timedelta(seconds=60)
OLDEST: Final = timedelta(minutes=10)
"""How long ago a token that came straight from the provider can have been signed."""
LONGEST: Final = 50_000
LONGEST_NAME: Final = 255
LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
Claims = Mapping[str, Any]
FindKey = Callable[[str | None, str], Key]
"""Takes a key's id, or None, and its kind; raises Refusal."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to stand in a token: who signed it and for whom."""

    issuer: str
    client_id: str
    now: datetime


def read_id_token(text: object, find_key: FindKey, expected: Expected, nonce: str, access_token: object) -> Claims:
    """Return the claims of an id_token; raise Refusal "token" or "keys" for the first thing that is wrong."""
    header, claims = _read(text, find_key, expected)
    _need(is_name(claims.get("sub")), "sub")
    _check_time(claims, expected.now, needs_end=True)
    given = claims.get("nonce")
    _need(isinstance(given, str) and hmac.compare_digest(given.encode(), nonce.encode()), "nonce")
    if "at_hash" in claims:
        made = create_half_hash(str(access_token), header["alg"])
        _need(isinstance(access_token, str) and made is not None and _same(made, claims["at_hash"]), "at_hash")
    return claims


def read_logout_token(text: object, find_key: FindKey, expected: Expected) -> Claims:
    """Return the claims of a logout_token, which names a person (`sub`), a session (`sid`) or both; raise Refusal."""
    header, claims = _read(text, find_key, expected)
    named = [claims[name] for name in ("sub", "sid") if name in claims]
    _need(bool(named) and all(map(is_name, named)), "sub")
    _check_time(claims, expected.now, needs_end=False)
    _need(header.get("typ", "logout+jwt") in ("logout+jwt", "JWT"), "typ")
    events = claims.get("events")
    _need(isinstance(events, dict) and isinstance(events.get(LOGOUT), dict), "events")
    _need("nonce" not in claims, "nonce")
    jti = claims.get("jti")
    _need(isinstance(jti, str) and 0 < len(jti) <= 500, "jti")  # noqa: PLR2004
    return claims


def _read(text: object, find_key: FindKey, expected: Expected) -> tuple[Mapping[str, Any], Claims]:
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Refusal("token", "there is none")
    try:
        header = jws.extract_compact(text.encode()).headers()
        algorithm = header.get("alg")
        if algorithm not in KINDS:
            raise Refusal("token", f"signed with {str(algorithm)[:20]!r}; only RS256 and ES256 are taken")
        kid = header.get("kid")
        key = find_key(kid if isinstance(kid, str) else None, KINDS[algorithm])
        token = jwt.decode(text, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError, AttributeError) as wrong:
        raise Refusal("token", f"signature: {type(wrong).__name__}") from wrong
    claims = token.claims
    _need(claims.get("iss") == expected.issuer, "iss")
    _check_audience(claims, expected.client_id)
    return token.header, claims


def is_name(value: object) -> TypeGuard[str]:
    """Return whether a provider may call a person or a session so."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()


def _check_audience(claims: Claims, client_id: str) -> None:
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    _need(isinstance(named, list) and client_id in named, "aud")
    authorised = claims.get("azp")
    _need(authorised == client_id or (authorised is None and named == [client_id]), "azp")


def _check_time(claims: Claims, now: datetime, *, needs_end: bool) -> None:
    end, begun, not_before = (claims.get(name) for name in ("exp", "iat", "nbf"))
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    _need((end is None and not needs_end) or (_is_number(end) and end > moment - leeway), "exp")
    _need(_is_number(begun) and moment - OLDEST.total_seconds() <= begun <= moment + leeway, "iat")
    _need(not_before is None or (_is_number(not_before) and not_before <= moment + leeway), "nbf")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(made: bytes, given: object) -> bool:
    return isinstance(given, str) and hmac.compare_digest(made, given.encode())


def _need(is_right: bool, claim: str) -> None:
    if not is_right:
        raise Refusal("token", f"{claim} is missing or wrong")
