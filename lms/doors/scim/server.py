"""The SCIM server as Flask sees it: every address behind the guard, every answer in SCIM's own words, all logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import structlog
from flask import Blueprint, Flask, Response, g, request
from scim2_flask import ScimServer
from scim2_models import ConflictException, SCIMException
from scim2_server.requests import ScimRequest
from scim2_server.routing import Route
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from lms.doors.partners import log
from lms.doors.partners.models import IN, OK, REFUSED
from lms.doors.scim import guard
from lms.doors.scim.guard import DOOR, held
from lms.doors.scim.protocol import DirectoryHandler, DirectoryService
from lms.doors.scim.refusing import words
from lms.doors.scim.schemas import PROVIDER
from lms.doors.scim.storage import DirectoryStorage
from lms.kernel.permissions import Role, allow
from lms.web.context import SAFE_METHODS, config, database, now

logger = structlog.get_logger(__name__)
PREFIX = "/scim/v2"
_QUOTED: Final = re.compile(r'"([^"]*)"')
_PROTOCOL: Final = frozenset({"schemas", "path", "type", "$ref"})
"""What of a body is the protocol's own, but for what stands in quotation marks."""
_OPS: Final = frozenset({"add", "remove", "replace"})


class Unavailable(SCIMException):
    """The database does not answer; it will in a moment."""

    status = 503


class DirectoryServer(ScimServer):
    """The library's Flask extension behind our guard."""

    def __init__(self) -> None:
        """Serve our people and groups."""
        super().__init__(DirectoryStorage(guard.desk), PROVIDER, url_prefix=PREFIX)

    def init_app(self, app: Flask) -> None:
        """Open the addresses; scripts that hold a token send no form token, and no cookie opens them."""
        self.service = DirectoryService(self.provider, secret=app.secret_key)
        self.handler = DirectoryHandler(self.service, self.storage)
        blueprint = self.create_blueprint()
        app.extensions["csrf"].exempt(blueprint)
        app.register_blueprint(blueprint)

    def create_blueprint(self) -> Blueprint:
        """Return the addresses, guarded."""
        blueprint: Blueprint = super().create_blueprint()
        blueprint.before_request(guard.let_in)
        blueprint.after_request(_noted)
        blueprint.register_error_handler(IntegrityError, self._twice)
        blueprint.register_error_handler(OperationalError, self._away)
        blueprint.register_error_handler(Exception, self._failed)
        return blueprint

    def _make_view(self, route: Route) -> Any:
        return allow(Role.EVERYONE, checks_secret=True)(super()._make_view(route))

    @allow(Role.EVERYONE, checks_secret=True)
    def _fallback_view(self, path: str) -> Response:
        return super()._fallback_view(path)

    def read_request(self) -> ScimRequest:
        """Return the request, its address below the one people type."""
        found = super().read_request()
        found.base_url = base_url()
        return found

    def _twice(self, _error: IntegrityError) -> Response:
        return self._handle_scim_exception(ConflictException(detail=words("quicker")))

    def _away(self, error: OperationalError) -> Response:
        logger.error("database failed", reason=str(error.orig))
        response = self._handle_scim_exception(Unavailable(detail=words("away")))
        response.headers["Retry-After"] = "5"
        return response

    def _failed(self, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return self._handle_http_exception(error)
        logger.error("request failed", exc_info=error)
        ours = SCIMException(detail=words("ours", said=str(g.get("request_id") or "")))
        ours.status = 500
        return self._handle_scim_exception(ours)


def base_url() -> str:
    """Return the address that is typed into a directory, wherever we are mounted."""
    return config().base_url + PREFIX


def _noted(response: Response) -> Response:
    """Note what a directory wrote, in its transaction; and in one of its own, what was refused."""
    if "scim_held" not in g:
        return response
    if response.status_code >= 400:
        _refused(response)
    elif request.method not in SAFE_METHODS and "session" in g:
        log.note(
            g.session, held().organisation_id, DOOR, IN, _what(), now(),
            outcome=OK, partner=held().token_id, status=response.status_code,
        )  # fmt: skip
    return response


def _refused(response: Response) -> None:
    if response.status_code == 404 and request.method in SAFE_METHODS:
        return  # a directory asks like this whether somebody is here
    session = g.get("session")
    if session is not None:
        session.rollback()  # before another transaction begins to write: this one is refused anyway
    detail = str((response.get_json(silent=True, force=True) or {}).get("detail") or "")
    told = log.nameless(detail, {*g.get("scim_said", ()), *_sent(request.get_json(silent=True, force=True)), *_asked()})
    log.note_now(
        database(), held().organisation_id, DOOR, IN, _what(), now(),
        outcome=REFUSED, partner=held().token_id, status=response.status_code, told=told,
    )  # fmt: skip


def _asked() -> Iterator[str]:
    """Yield the texts in quotation marks of what a directory asked for."""
    for value in request.args.values():
        yield from _QUOTED.findall(value)


def _sent(body: Any, key: str = "") -> Iterator[str]:
    """Yield the texts of what a directory sent, which may name somebody: all but the words of the protocol."""
    if isinstance(body, str):
        is_ours = key in _PROTOCOL or (key == "op" and body.casefold() in _OPS)
        yield from _QUOTED.findall(body) if is_ours else [body]
    elif isinstance(body, dict):
        for name, inner in body.items():
            yield from _sent(inner, name)
    elif isinstance(body, list):
        for inner in body:
            yield from _sent(inner, key)


def _what() -> str:
    """Return what was asked in a word: the method and Users, Groups or Bulk."""
    kind = request.path.removeprefix(PREFIX).strip("/").partition("/")[0]
    return f"{request.method.lower()} {kind}"[:40]
