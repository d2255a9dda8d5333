"""Asking a platform's services: an access token for what is wanted, then the call itself under our own rules.

A token is kept in the process until a minute before it ends, and asked for anew once where a service does not take it.
Nothing here runs inside a transaction: the key is read first, and the platform is asked afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import RSAKey

from lms.doors.lti.models import LtiPlatform
from lms.kernel import calling
from lms.kernel.calling import Answer, CallError
from lms.kernel.ids import new_id
from lms.sentences import say

AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCORE, LINE_ITEM = f"{AGS}score", f"{AGS}lineitem"
MEMBERS: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"

LONGEST_TOKEN: Final = timedelta(hours=12)
MARGIN: Final = timedelta(minutes=1)
ASSERTION: Final = timedelta(minutes=5)
MOST_TOKENS: Final = 1_000
LONGEST_WAIT: Final = timedelta(hours=24)
SLOW, BUSY, BROKEN, UNKNOWN = 408, 429, 500, 401

_tokens: dict[tuple[UUID, str, str], tuple[str, datetime]] = {}


class NoService(Exception):
    """The platform's services cannot be used now. The message is for an administrator."""

    def __init__(self, told: str, status: int | None = None, pause: timedelta | None = None) -> None:
        """Keep what is known; `pause`: how long the platform asked to wait."""
        self.told, self.status, self.pause = told, status, pause
        super().__init__(told)


@dataclass(frozen=True, slots=True)
class Tool:
    """What we sign as and call by: the newest key (`kid`, private PEM), the rules of calling out, the time."""

    key: tuple[str, str]
    settings: calling.Settings
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one platform."""

    platform: LtiPlatform
    tool: Tool

    def ask(  # noqa: PLR0913 - the parts of a request
        self, method: str, url: str, scope: str, *, accept: str = "", body: str | None = None, kind: str = ""
    ) -> Answer:
        """Return what a service answers, whatever its status, but for a token that is not taken twice: NoService.

        `scope`: the one right the call needs; `kind`: the media type of `body`.
        """
        answer = self._asked(method, url, scope, accept, body, kind)
        if answer.status == UNKNOWN:
            _tokens.pop(self._place(scope), None)
            answer = self._asked(method, url, scope, accept, body, kind)
        if answer.status == UNKNOWN:
            raise NoService(say("The platform does not accept the access it gave itself."), UNKNOWN)
        return answer

    def _asked(self, method: str, url: str, scope: str, accept: str, body: str | None, kind: str) -> Answer:  # noqa: PLR0913
        headers = {"Authorization": f"Bearer {self._token(scope)}"}
        headers |= {"Accept": accept} if accept else {}
        headers |= {"Content-Type": kind} if kind else {}
        return self._call(method, url, headers, body)

    def _token(self, scope: str) -> str:
        kept = _tokens.get(self._place(scope))
        if kept is not None and kept[1] > self.tool.now():
            return kept[0]
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(),
            "scope": scope,
        }
        answer = self._call("POST", self.platform.token_url, {"Accept": "application/json"}, form)
        if not answer.is_ok:
            raise NoService(_why_no_access(answer), answer.status, wait_of(answer, self.tool.now()))
        token, seconds = _read_token(answer)
        if len(_tokens) >= MOST_TOKENS:
            _tokens.clear()
        _tokens[self._place(scope)] = token, self.tool.now() + min(timedelta(seconds=seconds), LONGEST_TOKEN) - MARGIN
        return token

    def _assertion(self) -> str:
        """Return the word by which the platform knows that we ask (RFC 7523)."""
        kid, private = self.tool.key
        now = self.tool.now()
        claims = {
            "iss": self.platform.client_id,
            "sub": self.platform.client_id,
            "aud": self.platform.token_audience or self.platform.token_url,
            "iat": int(now.timestamp()),
            "exp": int((now + ASSERTION).timestamp()),
            "jti": str(new_id()),
        }
        return signed(claims, kid, private)

    def _call(self, method: str, url: str, headers: Mapping[str, str], data: Any) -> Answer:
        try:
            return calling.call(method, url, config=self.tool.settings, headers=headers, data=data)
        except CallError as trouble:
            raise NoService(str(trouble)) from trouble

    def _place(self, scope: str) -> tuple[UUID, str, str]:
        return self.platform.id, self.platform.token_url, scope


def signed(claims: Mapping[str, Any], kid: str, private: str) -> str:
    """Return claims as a JWT that our key has signed, RS256."""
    return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": kid}, dict(claims), RSAKey.import_key(private))


def wait_of(answer: Answer, now: datetime) -> timedelta | None:
    """Return how long a platform asks to wait (Retry-After: seconds or a moment), a day at most; None: not said."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    return None if moment.tzinfo is None else min(max(moment - now, timedelta()), LONGEST_WAIT)


def is_trouble(status: int) -> bool:
    """Return whether a status says that the platform itself is in trouble, so that the same may work later."""
    return status in (SLOW, BUSY) or status >= BROKEN


def _why_no_access(answer: Answer) -> str:
    if is_trouble(answer.status):
        return say("The platform gives no access at the moment.")
    return say(
        "The platform gives no access. Check the client ID and the token address, and that the platform knows the "
        "address of our public keys."
    )


def _read_token(answer: Answer) -> tuple[str, int]:
    try:
        found = answer.json()
        token, seconds = found["access_token"], found.get("expires_in", 3600)
    except (CallError, KeyError, TypeError, AttributeError):
        token, seconds = None, 0
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise NoService(say("The platform's token address does not answer with a token."), answer.status)
    known = isinstance(seconds, int) and not isinstance(seconds, bool)
    return token, min(max(seconds, 0), 86_400) if known else 3600
