"""The texts of a TOML file: each table that holds words per language, under a name that does not hang on the order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tomlkit

from lms.packs.segments import HEAD, split
from lms.packs.translating.page_texts import put_at
from lms.questions.text import LANGUAGES, KeyPath


@dataclass(frozen=True, slots=True)
class TomlWords:
    """One text: its name in the file, the part that holds it and where in that part, and its words per language."""

    name: str
    part: str
    at: KeyPath
    words: Mapping[str, str]


@lru_cache(maxsize=128)
def texts_of(path: str, text: str) -> tuple[TomlWords, ...]:
    """Return the texts of a file in order; a part that cannot be read has none."""
    return tuple(each for segment in split(path, text) for each in _in_part(segment.part, segment.text))


def with_words(part: str, language: str, words: Mapping[KeyPath, str]) -> str:
    """Return the text of a part with texts of one language put in, each at its place, or taken out where empty."""
    document = tomlkit.parse(part)
    for at, text in words.items():
        table: Any = document
        for step in at:
            table = table[step]
        if text:
            put_at(table, (language,), text)
        elif language in table:
            del table[language]
    return tomlkit.dumps(document)


def _in_part(part: str, text: str) -> Iterator[TomlWords]:
    try:
        data: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    if part == HEAD:
        yield from (TomlWords(".".join(name), part, at, words) for name, at, words in _walk(data, (), ()))
        return
    at: KeyPath = ()
    for _step in range(2):  # [[items]] holds one entry, [media."cover.svg"] one table; [scale] is itself
        inner = _only(data)
        if inner is None or is_words(data):
            break
        at, data = (*at, inner[0]), inner[1]
        if len(at) == 1 and isinstance(data, Mapping) and part.partition("~")[0] == str(at[0]):
            break
    yield from (TomlWords(".".join((part, *name)), part, where, words) for name, where, words in _walk(data, (), at))


def _only(data: Any) -> tuple[str | int, Any] | None:
    if isinstance(data, list):
        return (0, data[0]) if len(data) == 1 else None
    if isinstance(data, Mapping) and len(data) == 1:
        return next(iter(data.items()))
    return None


def _walk(
    value: Any, name: tuple[str, ...], at: KeyPath
) -> Iterator[tuple[tuple[str, ...], KeyPath, Mapping[str, str]]]:
    if is_words(value):
        yield name, at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*name, key), (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*name, _called(inner, number)), (*at, number))


def _called(entry: Any, number: int) -> str:
    own = (entry.get(key) for key in ("id", "name")) if isinstance(entry, Mapping) else ()
    return next((each for each in own if isinstance(each, str) and each), str(number + 1))


def is_words(value: Any) -> bool:
    """Return whether a table holds one text in several languages, English among them."""
    if not isinstance(value, Mapping) or "en" not in value:
        return False
    return all(key in LANGUAGES and isinstance(words, str) for key, words in value.items())
