"""Letters in a drawing against what lies under them, where that can be told for sure.

The ratio is WCAG 2.2's (success criterion 1.4.3): 4.5 to 1, for large letters 3 to 1. Where a class, a transformation,
a pattern or a free shape has a hand in it, nothing is said: a false alarm costs more than it helps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

ENOUGH, ENOUGH_FOR_LARGE, LARGE = 4.5, 3.0, 24.0
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NAMED: Final = {"black": "#000000", "white": "#ffffff", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0"}
_FREE: Final = frozenset({"path", "circle", "ellipse", "polygon", "polyline", "use"})
_UNSURE: Final = ("class", "transform", "style", "opacity", "fill-opacity", "mask", "clip-path")
_INHERITED: Final = ("fill", "font-size", "unsure")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
Colour = tuple[float, float, float]


@dataclass
class _Looking:
    """Walks through a drawing, keeping what was painted so far, from the ground up."""

    found: list[tuple[str, float]] = field(default_factory=list)
    given: list[dict[str, str]] = field(default_factory=list)
    rects: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    sure: bool = True
    letters: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        inherited = self.given[-1] if self.given else {}
        passed_on = {key: each for key, each in inherited.items() if key in _INHERITED}
        here: dict[str, str] = {**passed_on, **attributes, "name": name}
        if any(key in attributes for key in _UNSURE) or name in ("defs", "symbol", "pattern"):
            here["unsure"] = "yes"
        self.given.append(here)
        if name == "style" or (name in _FREE and here.get("fill") != "none"):
            self.sure = False
        elif name == "rect" and "unsure" not in here:
            self.rects += [_rect(here)] if here.get("fill") != "none" else []
        elif name == "rect":
            self.sure = False
        elif name == "text":
            self.letters = []

    def end(self, name: str) -> None:
        """Leave an element."""
        here = self.given.pop()
        if name == "text" and self.letters is not None:
            words, self.letters = " ".join("".join(self.letters).split()), None
            if words and self.sure and "unsure" not in here:
                self._judge(words, here)

    def words(self, text: str) -> None:
        """Take letters of a text; one that is put together from spans is not judged."""
        if self.letters is not None and self.given[-1]["name"] == "text":
            self.letters.append(text)

    def _judge(self, words: str, here: Mapping[str, str]) -> None:
        x, y = _number(here, "x"), _number(here, "y")
        under = [fill for left, top, width, height, fill in self.rects if _in(x, y, left, top, width, height)]
        ink, ground = _colour(here.get("fill", "black")), _colour(under[-1] if under else "white")
        if ink is None or ground is None:
            return
        ratio = contrast(ink, ground)
        if ratio < (ENOUGH_FOR_LARGE if _number(here, "font-size", 16.0) >= LARGE else ENOUGH):
            self.found.append((words, ratio))


def faint_letters(content: bytes) -> Iterator[tuple[str, float]]:
    """Yield (words, contrast) of the letters in an SVG that are too faint for sure; none where it cannot be read."""
    looking = _Looking()
    parser = expat.ParserCreate()
    parser.StartElementHandler = looking.start
    parser.EndElementHandler = looking.end
    parser.CharacterDataHandler = looking.words
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _DocumentType):
        return
    yield from looking.found


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours (each part 0 to 1), 1 to 21: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class _DocumentType(Exception):
    """A drawing brings a document type of its own, which is never read."""


def _no_document_type(*_about: object) -> None:
    raise _DocumentType


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(word: str) -> Colour | None:
    word = _NAMED.get(word.strip().lower(), word.strip())
    if not _HEX.fullmatch(word):
        return None
    digits = word[1:] if len(word) == 7 else "".join(2 * digit for digit in word[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _rect(here: Mapping[str, str]) -> tuple[float, float, float, float, str]:
    wide, high = (1e9 if here.get(key, "").endswith("%") else _number(here, key) for key in ("width", "height"))
    return _number(here, "x"), _number(here, "y"), wide, high, here.get("fill", "black")


def _in(x: float, y: float, left: float, top: float, width: float, height: float) -> bool:
    return left <= x <= left + width and top <= y <= top + height


def _number(here: Mapping[str, str], key: str, default: float = 0.0) -> float:
    match = _NUMBER.match(here.get(key, ""))
    return float(match[0]) if match else default
