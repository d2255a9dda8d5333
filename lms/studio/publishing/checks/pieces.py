"""The Markdown of a draft's pages, piece by piece, each with the part it stands in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lms.packs.blocks import block_kind_names
from lms.packs.segments import HEAD, split


@dataclass(frozen=True, slots=True)
class Piece:
    """Markdown that stands in one part of a page. `kind`: that of the block it stands in, "" on the page itself.

    `keys`: what else the block holds, empty on the page itself.
    """

    path: str
    part: str
    markdown: str
    kind: str = ""
    keys: Mapping[str, Any] | None = None


def page_paths(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (path, language) of every page."""
    for path in sorted(files):
        parts = PurePosixPath(path).parts
        if len(parts) == 4 and parts[0] == "modules" and path.endswith(".md"):
            yield path, parts[2]


def pieces(path: str, text: str) -> Iterator[Piece]:
    """Yield the Markdown of a page in order; of a block whose keys cannot be read, nothing: the checker tells that."""
    for segment in split(path, text):
        if segment.part == HEAD:
            continue
        opening, _, rest = segment.text.lstrip().partition("\n")
        kind = opening.lstrip("`~").split(maxsplit=1)[0] if opening.lstrip("`~").strip() else ""
        if opening.startswith(("```", "~~~")) and kind in block_kind_names():
            keys = _keys(rest)
            texts = [*_texts(keys)]
            yield from (Piece(path, segment.part, each, kind, keys) for each in texts or [""])
        else:
            yield Piece(path, segment.part, segment.text)


def _keys(body: str) -> dict[str, Any]:
    lines = body.rstrip().split("\n")
    try:
        return tomllib.loads("\n".join(lines[:-1] if lines[-1].strip("`~ ") == "" else lines))
    except tomllib.TOMLDecodeError:
        return {}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "caption") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
