"""Writing a quiz file so that a person can read and edit it: dotted keys, one line each, empty lines between tables."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

TO_WRITE = {"feedback": "  # to write: what this answer teaches", "alt": "  # to write: what the picture shows"}
"""What stands behind a text that the source does not have, by the key it belongs to."""

_BARE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def toml(values: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """Return a table as a TOML file with remarks at its head; tables and lists of tables come after plain keys."""
    head = [f"# {_printable(remark)}".rstrip() for remark in remarks]
    lines = [*head, *([""] if head else []), *_table(values, ())]
    return "\n".join(lines).strip("\n") + "\n"


def _table(values: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    lists = {key: value for key, value in values.items() if _is_list_of_tables(value)}
    groups = {key: value for key, value in values.items() if _is_group(value)}
    for key, value in values.items():
        if key not in lists and key not in groups:
            yield from _pair((key,), value)
    for key, entries in groups.items():
        for name, entry in entries.items():
            yield ""
            yield f"[{_dotted((*path, key, name))}]"
            yield from _table(entry, (*path, key, name))
    for key, entries in lists.items():
        for entry in entries:
            yield ""
            yield f"[[{_dotted((*path, key))}]]"
            yield from _table(entry, (*path, key))


def _pair(path: tuple[str, ...], value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pair((*path, key), inner)
    else:
        yield f"{_dotted(path)} = {_value(value)}{TO_WRITE.get(path[0], '') if value == '' else ''}"


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _is_group(value: Any) -> bool:
    """Whether a table holds named tables that hold texts: topics, not texts themselves."""
    return isinstance(value, Mapping) and all(
        isinstance(inner, Mapping) and any(isinstance(each, Mapping) for each in inner.values())
        for inner in value.values()
    )


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _string(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which only TOML refuses
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(key if key and set(key) <= _BARE else _string(key) for key in path)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
