"""Values, statements and tables as TOML text, as a person would write them: a line each, long texts over several."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def key_text(path: tuple[Any, ...]) -> str:
    """Return a dotted key; places in lists are left out, as in a header."""
    keys = [key for key in path if isinstance(key, str)]
    return ".".join(key if key and set(key) <= _BARE else _string(key) for key in keys)


def value_text(value: Any) -> str:
    """Return a value on the right of an equal sign; a table is written inline, a text of several lines over several."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _lines(value) if "\n" in value else _string(value)
    if isinstance(value, Mapping):
        pairs = [f"{key_text((key,))} = {_inline(each)}" for key, each in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def pairs_text(path: tuple[str, ...], value: Any) -> str:
    """Return statements that set a key: one for a plain value, one for each text of a table of texts."""
    if not isinstance(value, Mapping) or path[-1:] == ("effects",):
        return f"{key_text(path)} = {value_text(value)}\n"
    return "".join(pairs_text((*path, key), inner) for key, inner in value.items())


def table_text(path: tuple[Any, ...], values: Mapping[str, Any], *, many: bool) -> str:
    """Return a table under its header, lists of tables below it under headers of their own."""
    opening, closing = ("[[", "]]") if many else ("[", "]")
    lists = {key: value for key, value in values.items() if is_list_of_tables(value)}
    plain = [pairs_text((key,), value) for key, value in values.items() if key not in lists]
    return "".join([f"{opening}{key_text(path)}{closing}\n", *plain, *_below(path, lists)])


def is_list_of_tables(value: object) -> bool:
    """Whether a value is a list of tables, which stand under headers."""
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _below(path: tuple[Any, ...], lists: Mapping[str, Any]) -> Iterator[str]:
    for key, entries in lists.items():
        for entry in entries:
            yield "\n" + table_text((*path, key), entry, many=True)


def _inline(value: Any) -> str:
    return _string(value) if isinstance(value, str) else value_text(value)


def _string(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which only TOML refuses
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _lines(text: str) -> str:
    lines = [_string(line)[1:-1] for line in text.split("\n")]
    return '"""\\\n' + "\n".join(lines) + '"""'
