"""What a browser sends, read strictly: every fault is named with the record and field it stands in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.answers.contexts import Refusal
from lms.kernel.ids import read_id

MOST = 50
LARGEST = 256 * 1024
DEEPEST = 20
NAME = 80
FIELDS = frozenset({"id", "context", "block", "item", "base", "value"})


@dataclass(frozen=True)
class SentAnswer:
    """One record of the list that was sent."""

    id: UUID
    context: str
    block: str
    item: str
    base: int
    value: Any

    @property
    def field(self) -> tuple[str, str, str]:
        """Return what it answers: context, block and item."""
        return self.context, self.block, self.item


def read_body(body: bytes) -> list[SentAnswer]:
    """Return the records of a request body. Refusal names the record by its position and the field."""
    if len(body) > LARGEST:
        raise Refusal("body", f"at most {LARGEST // 1024} KB at a time", status=413)
    try:
        records = json.loads(body.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_such_number)
    except Refusal:
        raise
    except (ValueError, RecursionError) as fault:  # a ValueError too: a whole number of more than 4,300 digits
        raise Refusal("body", "is not JSON in UTF-8", status=400) from fault
    if not isinstance(records, list) or not records:
        raise Refusal("body", "is a list of one or more answers", status=400)
    if len(records) > MOST:
        raise Refusal("body", f"holds at most {MOST} answers", status=413)
    return [_record(record, f"[{position}]") for position, record in enumerate(records)]


def _record(record: object, where: str) -> SentAnswer:
    if not isinstance(record, Mapping):
        raise Refusal(where, "is an object", status=400)
    unknown, missing = sorted(set(record) - FIELDS), sorted(FIELDS - set(record))
    if unknown or missing:
        word = f"has no field {unknown[0]!r}" if unknown else f"lacks {missing[0]!r}"
        raise Refusal(f"{where}.{(unknown or missing)[0]}"[:120], f"an answer {word}"[:160])
    identity = read_id(record["id"]) if isinstance(record["id"], str) else None
    if identity is None or identity.version != 7:
        raise Refusal(f"{where}.id", "is a UUIDv7 in lower case")
    for name in ("context", "block", "item"):
        text = record[name]
        if not isinstance(text, str) or not 0 < len(text) <= NAME or not text.isprintable():
            raise Refusal(f"{where}.{name}", f"is a text of 1 to {NAME} characters")
    base = record["base"]
    if type(base) is not int or not 0 <= base < 2**31:
        raise Refusal(f"{where}.base", "is the revision this answer was made from, 0 for the first")
    _check_value(record["value"], f"{where}.value", 0)
    return SentAnswer(identity, record["context"], record["block"], record["item"], base, record["value"])


def _check_value(value: object, where: str, depth: int) -> None:
    if depth > DEEPEST:
        raise Refusal(where, f"nests deeper than {DEEPEST}")
    if isinstance(value, str) and not _is_text(value):
        raise Refusal(where, "holds a broken character")
    if isinstance(value, float) and not abs(value) <= 1e15:
        raise Refusal(where, "is larger than any number we keep")
    if type(value) is int and abs(value) > 10**15:
        raise Refusal(where, "is larger than any number we keep")
    if isinstance(value, Mapping):
        for key, part in value.items():
            _check_value(key, where, depth + 1)
            _check_value(part, where, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check_value(part, where, depth + 1)


def _is_text(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refusal("body", f"names the field {name!r} twice"[:160], status=400)
        found[name] = value
    return found


def _no_such_number(name: str) -> None:
    raise Refusal("body", f"{name} is not a number", status=400)
