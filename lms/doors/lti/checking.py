"""What a launch must be beyond its signature: every claim of the right shape, ours, fresh, and asked for by us.

The library checks the signature, the nonce it is given, version, message type and that some claims are there; what it
leaves open is checked here, by the application's own clock.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, Final
from urllib.parse import urlsplit

from lms.doors.lti.claims import CLAIM, DEEP_LINKING, RESOURCE_LINK, SHAPES, cleaned
from lms.doors.lti.models import NAME, LtiPlatform
from lms.doors.lti.refusing import Refused

LEEWAY: Final = timedelta(seconds=60)
"""How far two clocks may be apart."""
LONGEST: Final = timedelta(minutes=5)
"""How long a launch may be used, however late it says it expires."""
KEPT_AFTER: Final = timedelta(minutes=10)
ALGORITHM: Final = "RS256"
VERSION: Final = "1.3.0"
_SHORT: Final = ("iss", "sub", "nonce", CLAIM + "deployment_id")


def parts_of(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return header and claims of a token whose signature is still to be checked. Raises Refused.

    A claim that is null says as little as one that is left out, so it is left out.
    """
    pieces = token.split(".")
    try:
        header, claims = (json.loads(urlsafe_b64decode(each + "=" * (-len(each) % 4))) for each in pieces[:2])
    except (ValueError, RecursionError):
        raise Refused("signature", "id_token: it is no signed token. Look at the platform's tool settings.") from None
    if len(pieces) != 3 or not isinstance(header, dict) or not isinstance(claims, dict):  # noqa: PLR2004 - of a JWS
        raise Refused("signature", "id_token: it is no signed token of three parts.")
    return header, {name: value for name, value in claims.items() if value is not None}


def check_header(header: Mapping[str, Any]) -> str:
    """Return the id of the key that is said to have signed. Raises Refused."""
    if header.get("alg") != ALGORITHM:
        raise Refused("signature", f"alg: {str(header.get('alg'))[:20]!r} signed it; only {ALGORITHM} is taken.")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise Refused("signature", "kid: the token does not say which key signed it.")
    return kid


def check_shapes(claims: Mapping[str, Any]) -> None:
    """Refuse claims of the wrong kind, and names too long to keep. Raises Refused."""
    for name, kinds in SHAPES.items():
        value = claims.get(name)
        wrong = not isinstance(value, kinds) or isinstance(value, bool)
        if name in claims and (wrong or (isinstance(value, float) and not isfinite(value))):
            raise Refused("incomplete", f"{name}: it is of the wrong kind.")
    for name in _SHORT:
        value = claims.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > NAME:
            raise Refused("incomplete", f"{name}: it is missing, or longer than {NAME} characters.")
        if cleaned(value) != value:
            raise Refused("incomplete", f"{name}: it holds characters that are none.")


def check_whom(claims: Mapping[str, Any], platform: LtiPlatform, nonce: str) -> None:
    """Refuse a launch that another platform signed, that is for somebody else, or that we did not ask for."""
    if claims["iss"] != platform.issuer:
        raise Refused("unknown", f"iss: {claims['iss'][:100]!r}, but the login was for {platform.issuer!r}.")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if platform.client_id not in named:
        raise Refused("unknown", f"aud: it does not name our client id {platform.client_id!r}.")
    if claims.get("azp", platform.client_id) != platform.client_id:
        raise Refused("unknown", f"azp: it names another client than {platform.client_id!r}.")
    if len(named) > 1 and "azp" not in claims:
        raise Refused("unknown", "azp: it is missing, though aud names several.")
    if claims["nonce"] != nonce:
        raise Refused("state", "nonce: it is not the one of this login.")


def check_when(claims: Mapping[str, Any], now: datetime) -> datetime:
    """Return when the launch can no longer be used. Raises Refused where that is past, or it is from the future."""
    if "exp" not in claims or "iat" not in claims:
        raise Refused("time", "exp, iat: both must be there.")
    expires, issued = _moment(claims["exp"]), _moment(claims["iat"])
    if issued > now + LEEWAY:
        raise Refused("time", f"iat: {_seconds(issued - now)} s ahead of our clock. Set the clocks of both machines.")
    until = min(expires, issued + LONGEST)
    if until + LEEWAY <= now:
        raise Refused("time", f"exp: it was over {_seconds(now - until)} s ago. Set the clocks of both machines.")
    if "nbf" in claims and _moment(claims["nbf"]) > now + LEEWAY:
        raise Refused("time", "nbf: it is not to be used yet.")
    return until + LEEWAY


def check_what(claims: Mapping[str, Any], base_url: str) -> None:
    """Refuse another version or message than ours, and an address that is not ours."""
    if claims.get(CLAIM + "version") != VERSION:
        raise Refused("message", f"version: only {VERSION} is spoken here.")
    if claims.get(CLAIM + "message_type") not in (RESOURCE_LINK, DEEP_LINKING):
        raise Refused("message", f"message_type: {str(claims.get(CLAIM + 'message_type'))[:60]!r} is not offered here.")
    if claims[CLAIM + "message_type"] == RESOURCE_LINK and not claims.get(CLAIM + "resource_link"):
        raise Refused("incomplete", "resource_link: the launch does not say which activity was opened.")
    target = claims.get(CLAIM + "target_link_uri")
    if target is None and claims[CLAIM + "message_type"] == DEEP_LINKING:
        return  # some platforms leave it out where something is only being chosen
    if not is_ours(target, base_url):
        raise Refused("target", f"target_link_uri: it must begin with {base_url}/ .")


def is_ours(address: object, base_url: str) -> bool:
    """Return whether a web address is this installation's."""
    if not isinstance(address, str) or not address.isprintable() or "\\" in address:
        return False
    try:
        asked, own = urlsplit(address), urlsplit(base_url)
        same = (asked.scheme, asked.hostname, asked.port) == (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    beyond = not own.path or asked.path == own.path or asked.path.startswith(f"{own.path}/")
    return same and asked.username is None and asked.password is None and beyond


def _moment(stamp: float) -> datetime:
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (OverflowError, OSError, ValueError):
        raise Refused("time", "exp, iat: this is no time.") from None


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
