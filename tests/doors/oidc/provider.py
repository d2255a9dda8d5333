"""A provider of our own: it signs whatever a test wants said, which no honest one would."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Response, request
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from lms.kernel.clock import SetClock
from tests.support.serving import served

LEFT_OUT = object()
"""The value of a claim that is to be missing."""


@dataclass
class Grant:
    """One code: what the browser was sent with, and how the token for it is to look."""

    asked: dict[str, str]
    claims: dict[str, Any]
    header: dict[str, Any] = field(default_factory=dict)
    key: Any = None
    text: str | None = None


class SignedProvider:
    """Metadata, keys and a token endpoint on loopback; the person's part is played by `answer`."""

    def __init__(self, clock: SetClock) -> None:
        """Make its keys."""
        self.clock = clock
        self.url = ""
        self.key: Any = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.metadata: dict[str, Any] = {}
        self.secret = "s3cret~with.signs"
        self.grants: dict[str, Grant] = {}
        self.calls: list[str] = []
        self.status: int | None = None
        self.app = Flask("provider")
        self.app.get("/.well-known/openid-configuration")(self._metadata)
        self.app.get("/jwks")(self._keys)
        self.app.post("/token")(self._token)

    @contextmanager
    def open(self) -> Iterator[SignedProvider]:
        """Answer while the block lasts."""
        with served(self.app) as address:
            self.url = address
            yield self

    def claims(self, asked: dict[str, str], **changes: Any) -> dict[str, Any]:
        """Return the claims of an honest token, changed."""
        now = int(self.clock.now().timestamp())
        honest = {
            "iss": self.url,
            "sub": "subject-1",
            "aud": asked["client_id"],
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            "name": "Ada Nielsen",
            "locale": "da-DK",
        }
        return {name: value for name, value in {**honest, **changes}.items() if value is not LEFT_OUT}

    def answer(
        self, location: str, *, header: Any = None, key: Any = None, text: Any = None, **claims: Any
    ) -> dict[str, str]:
        """Return the parameters the browser brings back from `location`, as if somebody had signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = token_urlsafe(8)
        self.grants[code] = Grant(asked, self.claims(asked, **claims), header or {}, key, text)
        return {"code": code, "state": asked["state"]}

    def token(self, grant: Grant, access_token: str) -> str:
        """Return the id_token of a grant."""
        if grant.text is not None:
            return grant.text
        claims = dict(grant.claims)
        if claims.get("at_hash") == "right":
            half = sha256(access_token.encode()).digest()[:16]
            claims["at_hash"] = urlsafe_b64encode(half).rstrip(b"=").decode()
        return self.sign(claims, grant.header, grant.key)

    def sign(self, claims: dict[str, Any], header: dict[str, Any] | None = None, key: Any = None) -> str:
        """Return any claims signed with any header and key."""
        head = {"alg": "ES256" if isinstance(key or self.key, ECKey) else "RS256", "kid": "one", **(header or {})}
        head = {name: value for name, value in head.items() if value is not LEFT_OUT}
        return jwt.encode(head, claims, key or self.key, algorithms=["RS256", "ES256", "RS384", "PS256"])

    def _metadata(self) -> Any:
        self.calls.append("metadata")
        if self.status is not None:
            return Response(status=self.status)
        said = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            **self.metadata,
        }
        return {name: value for name, value in said.items() if value is not LEFT_OUT}

    def _keys(self) -> Any:
        self.calls.append("keys")
        return {"keys": [self.key.as_dict(private=False)]}

    def _token(self) -> Any:
        self.calls.append("token")
        if self.status is not None:
            return Response(status=self.status)
        given = request.authorization
        grant = self.grants.pop(request.form.get("code", ""), None)
        if given is None or given.password != self.secret:
            return {"error": "invalid_client", "error_description": "wrong secret"}, 401
        challenge = urlsafe_b64encode(sha256(request.form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        asked = grant.asked if grant else {}
        right = asked.get("code_challenge") == challenge and asked.get("code_challenge_method") == "S256"
        if grant is None or not right or asked["redirect_uri"] != request.form["redirect_uri"]:
            return {"error": "invalid_grant"}, 400
        access_token = token_urlsafe(16)
        body = {"access_token": access_token, "token_type": "Bearer", "id_token": self.token(grant, access_token)}
        return Response(json.dumps(body), content_type="application/json")


def signed_with_a_secret(claims: dict[str, Any], secret: bytes) -> str:
    """Return claims signed with HS256: with a public key as the secret it is the oldest trick with signed tokens."""
    parts = ({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims)
    text = b".".join(urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts)
    signature = hmac.new(secret, text, sha256).digest()
    return (text + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()
