"""A TOML text cut without loss: blocks under one header each, and the statements of a block.

`text_of(blocks_of(text)) == text` and `text_of(statements_of(body)) == body`, always: remarks, empty lines and
spelling belong to the piece they stand in, so that whatever is not changed stays as it was written, byte for byte.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lms.packs.lines import without_strings
from lms.questions.text import KeyPath

_BARE = r"[A-Za-z0-9_-]+"
_PART = re.compile(rf"""\s*({_BARE}|"(?:[^"\\]|\\.)*"|'[^']*')\s*""")


@dataclass(frozen=True, slots=True)
class Block:
    """A header with what stands under it. `path`: the table it fills, lists with their places; () for the first block.

    `header` is its line, "" for the first block; `many`: it is one entry of a list.
    """

    path: KeyPath
    header: str
    body: str
    many: bool = False

    @property
    def text(self) -> str:
        """The text of the block."""
        return self.header + self.body


@dataclass(frozen=True, slots=True)
class Statement:
    """One `key = value` with its line end; `path` is the key. Empty lines and remarks are statements of no key."""

    path: KeyPath
    text: str

    @property
    def value(self) -> Any:
        """The value."""
        found: Any = tomllib.loads(self.text)
        for key in self.path:
            found = found[key]
        return found


def text_of(pieces: Iterable[Block | Statement]) -> str:
    """Return the text that pieces make together."""
    return "".join(piece.text for piece in pieces)


def blocks_of(text: str) -> list[Block]:
    """Cut a text at its headers. The text is TOML: whoever calls has parsed it."""
    return list(_blocks(text))


@lru_cache(maxsize=16)
def _blocks(text: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    counted: dict[KeyPath, int] = {}
    path: KeyPath = ()
    header, many = "", False
    body: list[str] = []
    for line, is_header in _lines(text):
        if not is_header:
            body.append(line)
            continue
        blocks.append(Block(path, header, "".join(body), many))
        header, body = line, []
        many = line.lstrip().startswith("[[")
        path = _opened(keys_of(line.lstrip().lstrip("[")), many, counted)
    return (*blocks, Block(path, header, "".join(body), many))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line with its end, and whether it is a header."""
    depth = 0
    for line, bare in zip(_kept(text), _kept(without_strings(text)), strict=True):
        is_header = depth == 0 and bare.lstrip().startswith("[")
        if not is_header:
            value = bare if depth else bare.partition("=")[2]
            depth = max(0, depth + sum(map(value.count, "[{")) - sum(map(value.count, "]}")))
        yield line, is_header


def _kept(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _opened(keys: KeyPath, many: bool, counted: dict[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    for place, key in enumerate(keys):
        path = (*path, key)
        if many and place == len(keys) - 1:
            counted[path] = counted.get(path, -1) + 1
        if path in counted:
            path = (*path, counted[path])
    return path


def keys_of(text: str) -> KeyPath:
    """Return the dotted key that a text begins with."""
    keys: list[str] = []
    at = 0
    while match := _PART.match(text, at):
        part = match[1]
        keys.append(part[1:-1] if part[0] == "'" else tomllib.loads(f"a = {part}")["a"] if part[0] == '"' else part)
        at = match.end() + 1
        if text[match.end() : at] != ".":
            break
    return tuple(keys)


def statements_of(body: str) -> list[Statement]:
    """Cut what stands under a header into its statements."""
    found: list[Statement] = []
    text, depth, inside = "", 0, False
    bare_lines = _kept(without_strings(body))
    for line, bare in zip(_kept(body), bare_lines, strict=True):
        text += line
        if not inside and "=" not in bare:
            found.append(Statement((), text))
            text = ""
            continue
        value = bare if inside else bare.partition("=")[2]
        depth += sum(map(value.count, "[{")) - sum(map(value.count, "]}"))
        inside = depth > 0 or not _whole(text)
        if not inside:
            found.append(Statement(keys_of(text), text))
            text, depth = "", 0
    return [*found, Statement((), text)] if text else found


def _whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
