"""The login a platform begins: which platform it is, and the address the browser is sent back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException, OIDCException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.request import Request
from pylti1p3.session import SessionService

from lms.doors.lti.models import LtiPlatform
from lms.doors.lti.refusing import Refused
from lms.doors.lti.tool_conf import ToolConf
from lms.kernel.database import Database


def platform_of(database: Database, sent: Mapping[str, str], longest: int) -> LtiPlatform:
    """Return the platform that begins a login. Raises Refused."""
    if not sent.get("iss") or not sent.get("login_hint"):
        raise Refused("incomplete", "iss, login_hint: both must be there.")
    if any(len(value) > longest or "\x00" in value for value in sent.values()):
        raise Refused("incomplete", "A parameter is far too long.")
    with database.reading() as session:
        found = ToolConf(session).platform(sent["iss"], sent.get("client_id"))
    if found is None:
        told = (
            f"iss {sent['iss'][:100]!r}, client_id {sent.get('client_id', '')[:60]!r}: no such platform is switched on."
        )
        raise Refused("unknown", told, status=403)
    return found


def address_of(platform: LtiPlatform, sent: Mapping[str, str], launch_url: str, state: str, nonce: str) -> str:
    """Return the address at the platform to which the browser goes now. Raises Refused."""
    login = _Login(_Sent(sent), _One(platform), session_service=_Nothing(), cookie_service=_NoCookies())
    login.state, login.nonce = state, nonce
    try:
        return str(login.get_redirect_object(launch_url).get_redirect_url())
    except (OIDCException, LtiException) as problem:
        raise Refused("incomplete", str(problem)) from problem


class _Sent(Request):
    def __init__(self, sent: Mapping[str, str]) -> None:
        self._sent = sent

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        return self._sent.get(key, "")


class _One(ToolConf):
    """The platform that was found."""

    def __init__(self, platform: LtiPlatform) -> None:
        self._one = platform

    def platform(self, issuer: str, client_id: str | None) -> LtiPlatform | None:
        return self._one


class _Nothing(SessionService):
    """Nothing is kept between login and launch: the state carries it."""

    def __init__(self) -> None:
        return

    def save_nonce(self, nonce: str) -> None:
        return


class _NoCookies(CookieService):
    """Our own view sets the cookie."""

    def get_cookie(self, name: str) -> str | None:
        return None

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        return


class _There(Redirect[str]):
    def __init__(self, url: str) -> None:
        self._url = url

    def do_redirect(self) -> str:
        return self._url

    def do_js_redirect(self) -> str:
        return self._url

    def set_redirect_url(self, location: str) -> None:
        self._url = location

    def get_redirect_url(self) -> str:
        return self._url


class _Login(OIDCLogin[Any, Any, Any, Any, str]):
    """The library's login with our state and nonce in place of its own."""

    state, nonce = "", ""

    def get_redirect(self, url: str) -> Redirect[str]:
        return _There(url)

    def _get_uuid(self) -> str:
        return self.state

    def _generate_nonce(self) -> str:
        return self.nonce
