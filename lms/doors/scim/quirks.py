"""What directories send, brought to what RFC 7644 says before it is read; nothing is guessed that could be meant
otherwise.

- Entra ID sends the manager as a bare id, or as a list of one.
- Entra ID sends paths with filters as keys of a value: {"emails[type eq \\"work\\"].value": "…"}.
- Okta repeats the id of what it changes in the value of an operation without a path.
- Both send a value of one as a list of one where a single one is meant: "active": ["False"].
"""

from __future__ import annotations

from typing import Any, Final

from pydantic_core import from_json
from scim2_models import InvalidSyntaxException, InvalidValueException

from lms.doors.scim.schemas import ENTERPRISE

DEEPEST: Final = 20
OPERATIONS: Final = "operations"
_PATHS: Final = {"manager": "manager", "active": "active"}
_REPEATED: Final = frozenset({"id", "meta", "schemas"})


def read_json(body: bytes) -> Any:
    """Return what a body says. Raises InvalidSyntaxException for no JSON, InvalidValueException for a NUL in a text."""
    try:
        found = from_json(body, allow_inf_nan=False)
    except ValueError as wrong:
        raise InvalidSyntaxException(detail=str(wrong)) from wrong
    _check(found, 0)
    return found


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise InvalidSyntaxException(detail=f"the JSON is nested deeper than {DEEPEST} levels")
    if isinstance(value, str) and "\x00" in value:
        raise InvalidValueException(detail="a text holds the character NUL")
    if isinstance(value, dict):
        for key, part in value.items():
            _check(key, depth + 1)
            _check(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth + 1)


def mended(document: Any) -> Any:
    """Return a user, a group, a PATCH or a bulk request as the RFC writes it."""
    if not isinstance(document, dict):
        return document
    operations = _named(document, OPERATIONS)
    if operations is None or not isinstance(document[operations], list):
        return _resource(document)
    steps: list[Any] = []
    for each in document[operations]:
        steps += _operation(each)
    return {**document, operations: steps}


def _operation(each: Any) -> list[Any]:
    if not isinstance(each, dict):
        return [each]
    if "method" in each:  # of a bulk request
        return [{**each, "data": mended(each["data"])} if "data" in each else each]
    name = _named(each, "value")
    if name is None:
        return [each]
    path = each.get("path")
    if isinstance(path, str) and path:
        return [{**each, name: _single(path, each[name])}]
    return _without_path(each, name) if isinstance(each[name], dict) else [each]


def _without_path(each: dict[str, Any], name: str) -> list[Any]:
    """Return an operation without a path, and one more for each key of its value that is a path with a filter."""
    plain: dict[str, Any] = {}
    others: list[Any] = []
    for key, value in each[name].items():
        if "[" in key:
            others.append({**each, "path": key, name: value})
        elif key.casefold() not in _REPEATED:
            plain[key] = _single(key, value)
    return [*([{**each, name: _resource(plain)}] if plain or not others else []), *others]


def _resource(document: dict[str, Any]) -> dict[str, Any]:
    extension = next((key for key in document if key.casefold() == ENTERPRISE.casefold()), None)
    if extension is None or not isinstance(document[extension], dict):
        return document
    inner = {key: _single(key, value) for key, value in document[extension].items()}
    return {**document, extension: inner}


def _single(path: str, value: Any) -> Any:
    """Return the value of `manager` and `active` as one value; a bare id as a manager."""
    last = path.rpartition(":")[2].casefold()
    if last not in _PATHS:
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if last == "manager" and isinstance(value, str) and value:
        return {"value": value}
    return None if last == "manager" and value == "" else value


def _named(document: dict[str, Any], name: str) -> str | None:
    """Return the key that is `name`, however its letters are written."""
    return next((key for key in document if isinstance(key, str) and key.casefold() == name), None)
