"""Blocks of a draft's pages that use a calculator by its name, and another name put in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lms.packs.segments import split
from lms.studio.drafts.files import Edit

_FENCE: Final = re.compile(r"^(```|~~~)calculator\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A calculator block of a page, in all languages: the page's file name, the block's id, where it stands."""

    page: str
    id: str
    places: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Return what a form calls it."""
        return f"{self.page}/{self.id}"


def blocks_using(files: Mapping[str, bytes], name: str) -> list[Block]:
    """Return the blocks that show a calculator, in the order of pages; the same block of each language counts once."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path in sorted(each for each in files if each.endswith(".md")):
        for part in split(path, files[path].decode("utf-8", "replace")):
            if _FENCE.search(part.text) and _use(name).search(part.text):
                page = path.rpartition("/")[2].removesuffix(".md")
                found.setdefault((page, part.part), []).append((path, part.part))
    return [Block(page, part, tuple(places)) for (page, part), places in sorted(found.items())]


def pointed(files: Mapping[str, bytes], blocks: list[Block], old: str, new: str) -> list[Edit]:
    """Return the edits that make blocks show another calculator."""
    edits = []
    for path, wanted in (place for block in blocks for place in block.places):
        for part in split(path, files[path].decode("utf-8", "replace")):
            if part.part == wanted:
                text = _use(old).sub(lambda found: f'{found[1]}"{new}"', part.text)
                edits.append(Edit(path, part.part, part.base, text))
    return edits


def _use(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(use\s*=\s*)[\"']{re.escape(name)}[\"']", re.MULTILINE)
