"""The texts of one part of a page: a heading and what follows it, the words of a fence, the head. Read and written.

A part is written in another language by putting words into the English part, so that ids, numbers and every key that is
no text are those of the English one, whoever translates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import tomlkit
from tomlkit.items import String, StringType, Trivia

from lms.packs.partly import WORDS
from lms.packs.segments import HEAD
from lms.questions.text import KeyPath

HEADING, TEXT = "heading", "text"
_MATTER: Final = ("title", "eyebrow")
_FENCE: Final = re.compile(
    r"\A(?P<open>[ ]{0,3}(?:`{3,}|~{3,})[^\n]*\n)(?P<body>.*?)(?P<close>^[ ]{0,3}(?:`{3,}|~{3,})[ ]*\n?\s*)?\Z",
    re.S | re.M,
)
_HEAD: Final = re.compile(r"\A(?P<open>\ufeff?\+\+\+[ ]*\n)(?P<body>.*?)(?P<close>^\+\+\+[ ]*\n?\s*)\Z", re.S | re.M)
_HEADED: Final = re.compile(r"\A(?P<mark>#{2,6}[ ]+)(?P<heading>[^\n]*?)(?P<id>[ ]*\{#[a-z0-9-]+\})?[ ]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class PartText:
    """One text of a part: `key` is its name in it ("heading", "caption", "left.title")."""

    key: str
    words: str
    at: KeyPath = ()


@lru_cache(maxsize=4096)
def texts_in(part: str, text: str) -> tuple[PartText, ...]:
    """Return the texts of a part as `lms.packs.segments` cuts it; none where it cannot be read."""
    cut = (_HEAD if part == HEAD else _FENCE).match(text)
    if cut is not None:
        keys = _MATTER if part == HEAD else WORDS
        return tuple(PartText(".".join(map(str, at)), words, at) for at, words in _words(_loaded(cut["body"]), keys))
    return () if part == HEAD else _plain(text)


def put_in(part: str, english: str, words: Mapping[str, str]) -> str:
    """Return the English part with these words (key -> words) in place of its own; other keys change nothing."""
    cut = (_HEAD if part == HEAD else _FENCE).match(english)
    if cut is None:
        return english if part == HEAD else _composed(english, words)
    document = tomlkit.parse(cut["body"])
    for each in texts_in(part, english):
        if each.key in words:
            put_at(document, each.at, words[each.key])
    return cut["open"] + tomlkit.dumps(document) + (cut["close"] or "")


def put_at(document: Any, at: KeyPath, words: str) -> None:
    """Put words at a place of a tomlkit document, over several lines where they are, or where the old ones were."""
    for step in at[:-1]:
        document = document[step]
    old = document.get(at[-1])
    tall = old is not None and old.as_string().startswith(("'''", '"""'))
    document[at[-1]] = _tall(words) if tall or "\n" in words else tomlkit.string(words)


def _tall(words: str) -> Any:
    """Return words between three quotation marks; the first line end belongs to TOML and not to them."""
    if "'''" in words or "\r" in words:
        return tomlkit.string(words, multiline=True)
    ended = f"{words.rstrip()}\n"
    return String(StringType.MLL, ended, f"\n{ended}", Trivia())


def _plain(text: str) -> tuple[PartText, ...]:
    head = _HEADED.match(text)
    rest = (text[head.end() :] if head else text).strip("\n").rstrip()
    found = [PartText(HEADING, head["heading"].strip())] if head else []
    return (*found, *([PartText(TEXT, rest)] if rest.strip() else []))


def _composed(english: str, words: Mapping[str, str]) -> str:
    own = {each.key: each.words for each in _plain(english)}
    head = _HEADED.match(english)
    pieces = []
    if head is not None:
        heading = " ".join(words.get(HEADING, own[HEADING]).split())
        pieces.append(f"{head['mark']}{heading}{head['id'] or ''}")
    if TEXT in own:
        pieces.append(words.get(TEXT, own[TEXT]).strip("\n"))
    ending = english[len(english.rstrip()) :]
    return "\n\n".join(pieces) + ending


def _loaded(body: str) -> dict[str, Any]:
    try:
        return tomllib.loads(body)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _words(table: Mapping[str, Any], keys: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _words(value, keys, (*path, key))
        elif key in keys and isinstance(value, str) and value.strip():
            yield (*path, key), value.strip("\n")
