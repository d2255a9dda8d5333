"""One sign-in at a provider: sent there, come back, and what was said believed or refused.

Authorization code with PKCE (S256), state and nonce. What was begun is kept by the browser in a sealed cookie for ten
minutes, so that nobody can fill our tables by asking, and another browser has none of it; the hash of a state that
came back is stored, so it works once. Each connection has a redirect address of its own, so an answer meant for one
provider is never taken to another (RFC 9700, 4.4).
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from authlib.integrations.requests_client.oauth2_session import OAuth2ClientAuth
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from requests import RequestException
from sqlalchemy.orm import Session

from lms.config import Config
from lms.doors.oidc.models import OidcConnection, OidcUse
from lms.doors.oidc.presets import PRESETS
from lms.doors.oidc.provider import Provider, Providers
from lms.doors.oidc.refusing import Refusal
from lms.doors.oidc.tokens import Claims, Expected, read_id_token
from lms.doors.partners.log import code_of
from lms.kernel import calling
from lms.kernel.calling import CallError
from lms.kernel.database import Database, insert
from lms.kernel.sealing import SealBroken, seal, unseal

LASTS: Final = timedelta(minutes=10)
SCOPE: Final = "openid email profile"
SIGN_IN, LINK, TRY = "sign-in", "link", "try"
LONGEST_NEXT: Final = 1_500
LONGEST_STATE: Final = 100
_STATE, _SECRET = "oidc state", "oidc client secret"


@dataclass(frozen=True, slots=True)
class Begun:
    """What this browser began: for which connection, why (SIGN_IN, LINK, TRY), for whom, and where it wants to go."""

    connection: UUID
    purpose: str
    person: UUID | None
    then: str
    state: str
    nonce: str
    verifier: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What a flow works with: settings, the database, the installation's key, the providers, the moment."""

    config: Config
    database: Database
    secret: bytes
    providers: Providers
    now: datetime


class _Client(OAuth2Client):  # type: ignore[misc]  # authlib is untyped
    """Authlib's client over a session of our own rules for calling out."""

    client_auth_class = OAuth2ClientAuth


def begin(
    desk: Desk, connection: OidcConnection, redirect: str, purpose: str, then: str = "", person: UUID | None = None
) -> tuple[str, Begun]:
    """Return the provider's address to send the browser to, and what it has to keep meanwhile. Raises Refusal."""
    provider = desk.providers.provider(connection.issuer, desk.now)
    then = then if len(then.encode()) <= LONGEST_NEXT else ""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    begun = Begun(connection.id, purpose, person, then, state, nonce, verifier, desk.now + LASTS)
    client = _client(desk, connection, provider, redirect)
    more = PRESETS[connection.preset].asks_for(connection.tenant)
    address, _state = client.create_authorization_url(
        provider.authorization_endpoint, state=state, code_verifier=verifier, nonce=nonce, **more
    )
    return str(address), begun


def finish(desk: Desk, connection: OidcConnection, redirect: str, begun: Begun, came: Mapping[str, str]) -> Claims:
    """Return what the provider says of whoever comes back with `came`, the answer's parameters. Raises Refusal.

    The state is used up before the provider is asked, so of many answers at once one goes on.
    """
    provider = desk.providers.provider(connection.issuer, desk.now)
    said = came.get("iss")
    if said != connection.issuer and (said is not None or provider.names_itself):
        raise Refusal("other-provider", f"iss is {str(said)[:120]!r}")
    with desk.database.writing() as session:
        if not use_once(session, begun.state, begun.until):
            raise Refusal("used")
    if came.get("error"):
        raise Refusal("denied", code_of(came["error"], came.get("error_description", "")))
    if not came.get("code"):
        raise Refusal("no-code")
    token = _exchange(desk, connection, provider, redirect, came["code"], begun.verifier)
    claims = read_id_token(
        token.get("id_token"),
        lambda kid, kind: desk.providers.key(connection.issuer, kid, kind, desk.now),
        Expected(connection.issuer, connection.client_id, desk.now),
        begun.nonce,
        token.get("access_token"),
    )
    if not PRESETS[connection.preset].belongs(connection.tenant, claims):
        raise Refusal("tenant")
    return claims


def use_once(session: Session, token: str, until: datetime) -> bool:
    """Note that something was used; False where it was before."""
    row = {"token_hash": sha256(token.encode()).hexdigest(), "until": until}
    statement = insert(session, OidcUse).values(row).on_conflict_do_nothing()
    return session.execute(statement.returning(OidcUse.token_hash)).first() is not None


def cookie_of(state: str) -> str:
    """Return the name under which a browser keeps what it began: one for each, so that two tabs do not disturb."""
    return f"oidc_{sha256(state.encode()).hexdigest()[:12]}"


def sealed(desk: Desk, begun: Begun) -> str:
    """Return what the browser keeps: sealed, so that it can neither read nor change it."""
    kept = [
        str(begun.connection), begun.purpose, str(begun.person or ""), begun.then, begun.state, begun.nonce,
        begun.verifier, begun.until.isoformat(),
    ]  # fmt: skip
    return seal(desk.secret, _STATE, json.dumps(kept, ensure_ascii=False))


def reopened(desk: Desk, connection: UUID, kept: str | None, state: str) -> Begun:
    """Return what this browser began; raise Refusal where it did not, too long ago, or with another provider."""
    try:
        read = json.loads(unseal(desk.secret, _STATE, kept or ""))
    except (SealBroken, ValueError) as broken:
        raise Refusal("other-browser", "the browser keeps nothing of it") from broken
    whose, purpose, person, then, own, nonce, verifier, until = read
    ends = datetime.fromisoformat(until)
    if not hmac.compare_digest(own.encode(), state.encode()) or ends <= desk.now:
        raise Refusal("other-browser", "the state is another one, or too old")
    if UUID(whose) != connection:
        raise Refusal("other-provider", "begun with another connection")
    return Begun(connection, purpose, UUID(person) if person else None, then, own, nonce, verifier, ends)


def seal_secret(secret: bytes, connection: UUID, text: str) -> str:
    """Return a client secret as it is stored: it opens for this connection alone."""
    return seal(secret, f"{_SECRET} {connection}", text)


def _client(desk: Desk, connection: OidcConnection, provider: Provider, redirect: str) -> Any:
    try:
        opened = unseal(desk.secret, f"{_SECRET} {connection.id}", connection.secret)
    except SealBroken as broken:
        raise Refusal("exchange", "the stored secret cannot be opened; type it again") from broken
    return _Client(
        calling.session(desk.config),
        connection.client_id,
        opened,
        token_endpoint_auth_method="client_secret_post" if provider.secret_by_post else "client_secret_basic",
        scope=SCOPE,
        redirect_uri=redirect,
        code_challenge_method="S256",
    )


def _exchange(
    desk: Desk, connection: OidcConnection, provider: Provider, redirect: str, code: str, verifier: str
) -> Mapping[str, Any]:
    client = _client(desk, connection, provider, redirect)
    try:
        found = client.fetch_token(
            provider.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
        )
    except OAuth2Error as refused:
        raise Refusal("exchange", code_of(str(refused.error), str(refused.description or ""))) from refused
    except (CallError, RequestException) as failed:
        raise Refusal("slow", f"{provider.token_endpoint}: {failed}"[:250]) from failed
    except ValueError as odd:
        raise Refusal("exchange", "the token endpoint answered with something else than JSON") from odd
    finally:
        client.session.close()
    return dict(found)
