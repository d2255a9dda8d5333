"""Users written as they are read: what is stored was checked when it came in, so it is not modelled again to go out.

The library makes a model of every answer, copies it, writes it, and makes a model of what it wrote, which costs ten
times what reading a user does. What stands here says the same for answers that show everything; whoever asks for some
attributes only is answered by the library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from scim2_models import ResponseParameters, SearchRequest
from scim2_server.conditions import Conditions
from scim2_server.responses import ScimResponse

from lms.doors.scim.mapping import Document
from lms.doors.scim.schemas import ENTERPRISE

LIST: Final = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


def shows_all(asked: ResponseParameters[Any]) -> bool:
    """Return whether every attribute is shown."""
    return not asked.attributes and not asked.excluded_attributes


def shown(base_url: str, user: Mapping[str, Any]) -> Document:
    """Return a user as it is sent: addresses whole, moments as text. `base_url`: without a slash at its end."""
    meta = {name: _stamp(value) if isinstance(value, datetime) else value for name, value in user["meta"].items()}
    found = {**user, "meta": {**meta, "location": f"{base_url}/Users/{user['id']}"}}
    if "groups" in user:
        found["groups"] = [_led(base_url, each) for each in user["groups"]]
    if "manager" in user.get(ENTERPRISE, ()):
        found[ENTERPRISE] = {**user[ENTERPRISE], "manager": _led(base_url, user[ENTERPRISE]["manager"])}
    return found


def made(base_url: str, user: Mapping[str, Any]) -> ScimResponse:
    """Return the answer to a user that was sent."""
    body = shown(base_url, user)
    headers = _headers(body)
    return ScimResponse(HTTPStatus.CREATED, body, {**headers, "Location": headers["Content-Location"]})


def one(base_url: str, user: Mapping[str, Any], conditions: Conditions) -> ScimResponse:
    """Return the answer to a question for one user: 304 where it is known already."""
    version = user["meta"]["version"]
    if not conditions.check(version, "GET"):
        return ScimResponse(HTTPStatus.NOT_MODIFIED, None, {"ETag": version})
    body = shown(base_url, user)
    return ScimResponse(HTTPStatus.OK, body, _headers(body))


def page(base_url: str, users: Sequence[Mapping[str, Any]], total: int, asked: SearchRequest[Any]) -> ScimResponse:
    """Return a page by number."""
    found = [shown(base_url, each) for each in users]
    body = {"schemas": [LIST], "totalResults": total, "itemsPerPage": len(found), "Resources": found}
    return ScimResponse(HTTPStatus.OK, body | ({} if asked.start_index is None else {"startIndex": asked.start_index}))


def _headers(body: Document) -> dict[str, str]:
    return {"Content-Location": body["meta"]["location"], "ETag": body["meta"]["version"]}


def _led(base_url: str, entry: Mapping[str, Any]) -> Document:
    """Return an entry whose reference leads somewhere from outside, too."""
    reference = entry.get("$ref")
    is_whole = reference is None or reference.startswith("/") or "://" in reference
    return {**entry} if is_whole else {**entry, "$ref": f"{base_url}/{reference}"}


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
