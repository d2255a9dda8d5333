"""A launch as it arrives: bound to the browser that logged in, signed by its platform, and right in every claim.

`pylti1p3` does what it does, on our storage; `checking` does the rest. Nothing is written but the platform's keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jwcrypto.common import JWException  # type: ignore[import-untyped]
from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException, OIDCException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.request import Request
from pylti1p3.session import SessionService

from lms.config import Config
from lms.doors.lti import checking, key_sets
from lms.doors.lti.claims import Launch
from lms.doors.lti.models import LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.doors.lti.states import LoginState
from lms.doors.lti.tool_conf import ToolConf, may_launch
from lms.kernel import calling
from lms.kernel.database import Database

LARGEST: Final = 40_000
"""Characters of a token; Moodle's come to two thousand."""


@dataclass(frozen=True)
class Checked:
    """A launch that is right, and when it can no longer be used."""

    launch: Launch
    until: datetime


def check(database: Database, config: Config, token: str, state: LoginState, now: datetime) -> Checked:
    """Return the launch that `token` is, for a login whose browser has been recognised. Raises Refused."""
    platform = platform_of(database, state)
    if not token or len(token) > LARGEST:
        raise Refused("incomplete", "id_token: it is missing, or far too long.")
    header, claims = checking.parts_of(token)
    kid = checking.check_header(header)
    checking.check_shapes(claims)
    checking.check_whom(claims, platform, state.nonce)
    until = checking.check_when(claims, now)
    checking.check_what(claims, config.base_url)
    key_sets.with_key(database, config, platform, kid, now)
    with database.reading() as session:
        _check_by_library(_Conf(session, platform), token, state, config)
    return Checked(Launch(platform, claims), until)


def platform_of(database: Database, state: LoginState) -> LtiPlatform:
    """Return the platform a login was for. Raises Refused where it is gone or switched off."""
    with database.reading() as session:
        found = session.get(LtiPlatform, state.platform_id) if state.platform_id else None
    if found is None or not found.active:
        raise Refused("unknown", "The platform was removed or switched off.", status=403)
    return found


def _check_by_library(conf: _Conf, token: str, state: LoginState, config: Config) -> None:
    asked = _Asked({"id_token": token, "state": state.slot})
    message = _Message(
        asked,
        conf,
        session_service=_Kept(state.nonce),
        cookie_service=_Cookies(state.slot),
        requests_session=calling.session(config),
    )
    message.set_jwt_verify_options({"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False})
    message.client_id = conf.wanted.client_id
    try:
        message.validate()
    except (LtiException, OIDCException, JWException) as problem:
        code = (
            "deployment" if "deployment" in str(problem) else "signature" if _is_about_keys(problem) else "incomplete"
        )
        raise Refused(code, str(problem)) from problem


def _is_about_keys(problem: Exception) -> bool:
    return isinstance(problem, JWException) or any(word in str(problem) for word in ("key", "decode", "Signature"))


class _Conf(ToolConf):
    """The one platform the login was for; no other can answer it."""

    def __init__(self, session: Any, wanted: LtiPlatform) -> None:
        super().__init__(session)
        self.wanted = wanted

    def platform(self, issuer: str, client_id: str | None) -> LtiPlatform | None:
        fits = (issuer, client_id) == (self.wanted.issuer, self.wanted.client_id)
        return self.wanted if fits else None

    def find_deployment_by_params(self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any) -> Any:
        found = super().find_deployment_by_params(iss, deployment_id, client_id)
        if found is None and not may_launch(self._session, self.wanted, deployment_id):
            raise Refused("deployment", f"deployment_id: {deployment_id[:60]!r} is not known. Add it to the platform.")
        return found


class _Asked(Request):
    """What was posted."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self._params = params

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        return self._params.get(key, "")


class _Cookies(CookieService):
    """The browser has been recognised already; the library asks for a cookie that holds the state's own name."""

    def __init__(self, slot: str) -> None:
        self._slot = slot

    def get_cookie(self, name: str) -> str | None:
        return self._slot

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        raise NotImplementedError("our own view sets cookies")


class _Kept(SessionService):
    """The nonce of the login; whether it was used is decided where the session is opened, by a unique key."""

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce

    def check_nonce(self, nonce: str) -> bool:
        return nonce == self._nonce

    def check_state_is_valid(self, state: str, id_token_hash: str) -> bool:
        return False  # so the cookie is asked

    def save_launch_data(self, key: str, jwt_body: Mapping[str, Any]) -> None:
        return  # our own tables hold what is kept

    def set_state_valid(self, state: str, id_token_hash: str) -> None:
        return  # a launch is good for one session


class _Message(MessageLaunch[_Asked, _Conf, _Kept, _Cookies]):
    """The library's checks, with the client id that the login was for even where several are named."""

    client_id: str = ""

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def get_client_id(self) -> str:
        return self.client_id
