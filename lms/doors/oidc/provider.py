"""What a provider says of itself: its metadata and keys, asked for rarely and believed only where they are sound.

Metadata are kept for an hour, keys too; a token with a key that is not known has them read again, at most once a
minute. One thread at a time asks a provider, so that one which hangs holds up one person and not the house.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from lms.config import Config
from lms.doors.oidc.refusing import Refusal
from lms.kernel.calling import CallError, CallRefused, Rules, call

FRESH: Final = timedelta(hours=1)
REFETCH: Final = timedelta(minutes=1)
PATIENCE: Final = 5.0
"""Seconds to wait for another thread that is asking the same provider, and for each piece of an answer."""
SMALLEST_RSA: Final = 2048
MOST_KEYS: Final = 50
WELL_KNOWN: Final = "/.well-known/openid-configuration"
Key = RSAKey | ECKey


@dataclass(frozen=True, slots=True)
class Provider:
    """What is used of a provider's metadata (OpenID Connect Discovery 1.0, RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    names_itself: bool
    secret_by_post: bool


@dataclass(slots=True)
class _Known:
    lock: threading.Lock = field(default_factory=threading.Lock)
    provider: Provider | None = None
    provider_at: datetime | None = None
    keys: Sequence[tuple[str, Key]] = ()
    keys_at: datetime | None = None


class Providers:
    """The providers that this process has asked."""

    def __init__(self, config: Config) -> None:
        """Ask under the installation's rules for calling out."""
        self._config = config
        self._rules = Rules.of(config)
        self._known: dict[str, _Known] = {}

    def provider(self, issuer: str, now: datetime, *, anew: bool = False) -> Provider:
        """Return a provider's metadata; raise Refusal "slow" or "metadata"."""
        known = self._of(issuer)
        if known.provider is not None and not anew and _is_fresh(known.provider_at, now, FRESH):
            return known.provider
        with self._alone(known):
            if known.provider is None or anew or not _is_fresh(known.provider_at, now, FRESH):
                known.provider = self._read(issuer, self._fetch(issuer.rstrip("/") + WELL_KNOWN, "metadata"))
                known.provider_at = now
            return known.provider

    def key(self, issuer: str, kid: str | None, kind: str, now: datetime) -> Key:
        """Return the key of that id and kind ("RSA", "EC"); without an id the only one of its kind. Raises Refusal."""
        known = self._of(issuer)
        found = _pick(known.keys, kid, kind) if _is_fresh(known.keys_at, now, FRESH) else None
        if found is None:
            self.read_keys(issuer, now)
            found = _pick(known.keys, kid, kind)
        if found is None:
            raise Refusal("keys", f"no {kind} key called {(kid or '?')[:60]!r}")
        return found

    def read_keys(self, issuer: str, now: datetime, *, anew: bool = False) -> int:
        """Read a provider's keys, unless that was done a minute ago; return how many can be used. Raises Refusal."""
        provider = self.provider(issuer, now)
        known = self._of(issuer)
        with self._alone(known):
            if anew or not _is_fresh(known.keys_at, now, REFETCH):
                known.keys = _keys(self._fetch(provider.jwks_uri, "keys"))
                known.keys_at = now
            return len(known.keys)

    def forget(self, issuer: str) -> None:
        """Forget what is known of a provider, as an administrator who mends it there expects."""
        self._known.pop(issuer, None)

    def _of(self, issuer: str) -> _Known:
        return self._known.setdefault(issuer, _Known())

    @contextmanager
    def _alone(self, known: _Known) -> Iterator[None]:
        if not known.lock.acquire(timeout=PATIENCE):
            raise Refusal("slow", "another sign-in is waiting for it already", is_news=False)
        try:
            yield
        finally:
            known.lock.release()

    def _fetch(self, address: str, code: str) -> Mapping[str, Any]:
        try:
            answer = call("GET", address, config=self._config, headers={"Accept": "application/json"}, timeout=PATIENCE)
            said = answer.json() if answer.is_ok else None
        except CallRefused as refused:
            raise Refusal(code, f"{address}: {refused}") from refused
        except CallError as failed:
            raise Refusal("slow", f"{address}: {failed}") from failed
        if not isinstance(said, dict):
            raise Refusal(code if answer.status < 500 else "slow", f"{address} answered {answer.status}")  # noqa: PLR2004
        return said

    def _read(self, issuer: str, said: Mapping[str, Any]) -> Provider:
        if said.get("issuer") != issuer:
            raise Refusal("metadata", f"it calls itself {str(said.get('issuer'))[:120]!r}, not {issuer!r}")
        methods = said.get("token_endpoint_auth_methods_supported")
        return Provider(
            issuer,
            self._address(said, "authorization_endpoint"),
            self._address(said, "token_endpoint"),
            self._address(said, "jwks_uri"),
            self._address(said, "end_session_endpoint") if said.get("end_session_endpoint") else "",
            said.get("authorization_response_iss_parameter_supported") is True,
            isinstance(methods, list) and "client_secret_basic" not in methods,
        )

    def _address(self, said: Mapping[str, Any], name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str):
            raise Refusal("metadata", f"it names no {name}")
        try:
            self._rules.check(address)
        except CallRefused as refused:
            raise Refusal("metadata", f"{name}: {refused}") from refused
        return address


def _is_fresh(at: datetime | None, now: datetime, how_long: timedelta) -> bool:
    return at is not None and timedelta() <= now - at < how_long


def _pick(keys: Sequence[tuple[str, Key]], kid: str | None, kind: str) -> Key | None:
    fitting = [key for id, key in keys if key.key_type == kind and (kid is None or id == kid)]
    return fitting[0] if len(fitting) == 1 or (kid is not None and fitting) else None


def _keys(said: Mapping[str, Any]) -> list[tuple[str, Key]]:
    """Return the public keys that may have signed something: RSA of 2,048 bits or more, and P-256."""
    listed = said.get("keys")
    if not isinstance(listed, list):
        raise Refusal("keys", "the answer lists none")
    found = [_key(each) for each in listed[:MOST_KEYS] if isinstance(each, dict)]
    return [each for each in found if each is not None]


def _key(said: dict[str, Any]) -> tuple[str, Key] | None:
    public = {name: said[name] for name in ("kty", "n", "e", "crv", "x", "y", "kid") if isinstance(said.get(name), str)}
    if said.get("use", "sig") != "sig":
        return None
    try:
        if public.get("kty") == "RSA" and _is_long(public.get("n", "")):
            return public.get("kid", ""), RSAKey.import_key(public)
        if public.get("kty") == "EC" and public.get("crv") == "P-256":
            return public.get("kid", ""), ECKey.import_key(public)
    except (JoseError, ValueError):
        return None
    return None


def _is_long(modulus: str) -> bool:
    return len(modulus.rstrip("=")) * 6 >= SMALLEST_RSA
