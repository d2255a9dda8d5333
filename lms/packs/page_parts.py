"""Where a page's text is cut: at its headings with an id and at its fenced blocks, as `lms.packs.pages` cuts it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from lms.packs.blocks import block_kind_names
from lms.packs.markdown import parse, take_heading_id
from lms.packs.pages import MARK, START
from lms.questions.tables import NAME

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_ID: Final = re.compile(r"""^id\s*=\s*["']([^"'\n]*)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A text cut in two: its head, and the pieces after it, each under its name (which may come up twice)."""

    head: str
    rest: tuple[tuple[str, str], ...]


def page_parts(text: str) -> Parts:
    """Cut a page. One whose head is not closed is all head; one without a head has an empty one."""
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    first = _body_line(lines)
    body = lines[first:]
    cuts = _cuts(body)
    starts = [line for line, _name in cuts] + [len(body)]
    pieces = tuple(
        (name, "".join(body[line:end])) for (line, name), end in zip(cuts, starts[1:], strict=True) if line < end
    )
    return Parts("".join([*lines[:first], *body[: starts[0]]]), pieces)


def _body_line(lines: list[str]) -> int:
    """Return the line (from 0) after the head."""
    if not lines or lines[0].lstrip("\ufeff").strip() != MARK:
        return 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == MARK), None)
    return len(lines) if end is None else end + 1


def _cuts(body: list[str]) -> list[tuple[int, str]]:
    """Return where each part begins, a line of the body from 0, and its name."""
    marks = list(_marks("".join(body)))
    found: list[tuple[int, str]] = []
    at, name = 0, START
    for start, end, own in [*marks, (len(body), len(body), "")]:
        text = next((line for line in range(at, start) if body[line].strip()), None)
        if text is not None and name:
            found.append((text, name))
        if own:
            found.append((start, own))
        at, name = end, f"after-{own}" if end > start else ""
    return found


def _marks(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield (first line, line after it, id) of each fenced block; of a heading with an id both lines are the same."""
    tokens = parse(body).tokens
    for number, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        if token.type == "heading_open":
            id = take_heading_id(tokens[number + 1])
            if id is not None:
                yield token.map[0], token.map[0], id
        elif token.type == "fence" and token.info.strip() and token.info.split(maxsplit=1)[0] in block_kind_names():
            yield token.map[0], token.map[1], _fence_id(token)


def _fence_id(token: Token) -> str:
    """Return the id of a fenced block, its kind where it has none, as the reader of pages calls what follows it."""
    try:
        found = tomllib.loads(token.content).get("id")
    except (tomllib.TOMLDecodeError, RecursionError):
        match = _ID.search(token.content)  # while somebody types, the block keeps its name
        found = match[1] if match else None
    return found if isinstance(found, str) and NAME.fullmatch(found) else token.info.split(maxsplit=1)[0]
