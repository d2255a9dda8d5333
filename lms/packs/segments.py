"""A text of a pack in parts that can be edited one at a time: a page by its blocks, a TOML file by its tables.

Nothing is lost: the parts in order are the text, byte for byte. White space between two parts belongs to the first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lms.packs.page_parts import page_parts
from lms.packs.toml_parts import toml_parts

HEAD: Final = "@head"
"""The part before the first block or table: a page's front matter, a TOML file's plain keys."""

_LENGTH_OF_BASE: Final = 16
_LONGEST_NAME: Final = 140
"""Signs of a name, before its number; ids and the names of files are shorter where they are sound."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a text: `part` is its name, of which there is one only in a text."""

    part: str
    text: str

    @property
    def base(self) -> str:
        """The revision of the part."""
        return base_of(self.text)


@lru_cache(maxsize=256)
def split(path: str, text: str) -> tuple[Segment, ...]:
    """Return the parts of a text in order, the first of them `HEAD`, which may be empty.

    Faulty texts have parts too. A name that comes up again is given a number: `intro`, `intro~2`.
    """
    parts = page_parts(text) if path.endswith(".md") else toml_parts(text)
    seen: Counter[str] = Counter()
    found: list[Segment] = []
    for called, piece in ((HEAD, parts.head), *parts.rest):
        name = called[:_LONGEST_NAME]
        seen[name] += 1
        found.append(Segment(name if seen[name] == 1 else f"{name}~{seen[name]}", piece))
    return tuple(found)


def join(segments: Iterable[Segment]) -> str:
    """Return the text that the parts are of."""
    return "".join(each.text for each in segments)


def base_of(text: str) -> str:
    """Return the revision of a part: the first 16 hexadecimal digits of the SHA-256 of its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH_OF_BASE]


def text_of_part(path: str, text: str, part: str) -> str | None:
    """Return the text of one part; None where there is none of that name."""
    return next((each.text for each in split(path, text) if each.part == part), None)


def with_part(path: str, text: str, part: str, new: str | None, after: str | None = None) -> str:
    """Return the text with one part made `new`, or taken away where `new` is None.

    A part that is not there is added behind `after`, or at the end. White space is only ever added, and only where two
    parts would run into one otherwise.
    """
    parts = list(split(path, text))
    texts = [each.text for each in parts]
    at = next((number for number, each in enumerate(parts) if each.part == part), None)
    if at is not None and texts[at] == new:
        return text
    if at is not None:
        texts[at : at + 1] = [] if new is None else [_ended(new, texts[at])]
    elif new is not None:
        behind = next((number for number, each in enumerate(parts) if each.part == after), len(parts) - 1)
        at = behind + 1
        texts.insert(at, new)
    if at is None:
        return text
    added = len(texts) > len(parts)
    return _joined(path, texts, {at - 1, at} if added else {at - 1} if new is None else {at})


def moved(path: str, text: str, order: Sequence[str]) -> str:
    """Return the text with the parts named in `order` in that order, in the places they have together now.

    Other parts stay where they are, and so does the white space between places. The head cannot be moved. On a page,
    text behind a fenced block is a part of its own (`after-…`): who moves the block names both.
    """
    parts = {each.part: each for each in split(path, text)}
    wanted = [part for part in dict.fromkeys(order) if part in parts and part != HEAD]
    following = iter(wanted)
    arranged = [parts[next(following) if part in wanted else part] for part in parts]
    if [each.part for each in arranged] == list(parts):
        return text
    places = list(zip(arranged, parts.values(), strict=True))
    changed = {number for number, (new, place) in enumerate(places) if new is not place}
    texts = [_body(new.text) + _end(place.text) for new, place in places]
    return _joined(path, texts, changed | {number - 1 for number in changed})


def _ended(new: str, old: str) -> str:
    """Return a new text with the white space of the old one behind it, where it has none itself."""
    return new if _end(new) else new + _end(old)


def _joined(path: str, texts: Sequence[str], seams: Container[int]) -> str:
    """Join texts, those with the numbers `seams` ending in what keeps them apart from the next one."""
    full = [(text, number in seams) for number, text in enumerate(texts) if text]
    last = len(full) - 1
    return "".join(_closed(path, text) if seam and at < last else text for at, (text, seam) in enumerate(full))


def _closed(path: str, text: str) -> str:
    """Return a text that ends a line, on a page with an empty line behind it, unless it is a head or a fence."""
    line = "\r\n" if "\r\n" in text else "\n"
    lines = _end(text).count("\n")
    if not lines:
        return text + (line * 2 if path.endswith(".md") else line)
    closes = _body(text).endswith(("```", "~~~", "+++"))
    return text if lines > 1 or closes or not path.endswith(".md") else text + line


def _body(text: str) -> str:
    return text[: len(text) - len(_end(text))]


def _end(text: str) -> str:
    return text[len(text.rstrip()) :]
