"""The boxes of a form with what stands in them, and what a form that was sent makes of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lms.calculators.numerals import NumberProblem, format_number, format_percent, parse_number
from lms.studio.calculators.fields import (
    FLAG,
    FORMULA,
    LINES,
    LONGEST,
    NUMBER,
    TEXTS,
    Box,
)
from lms.studio.calculators.part_text import Path
from lms.studio.calculators.sheet import Part

HAS: Final = "has"
"""The hidden box that names a tick of the form: an unticked one is not sent."""

_PLACES: Final = 6
DIGITS: Final = 15
"""So many significant digits a decimal number keeps through a double."""


@dataclass(frozen=True)
class Filled:
    """One box of a form: `path` below the part, `at` its name in the form, `value` what the file says there."""

    box: Box
    path: Path
    value: Any
    unit: str
    language: str
    languages: tuple[str, ...]

    @property
    def at(self) -> str:
        """Return the name of the box in its form."""
        return ".".join(map(str, self.path))

    @property
    def text(self) -> str:
        """Return what stands in the box."""
        return shown(self.value, self.unit if self.box.sort == NUMBER else "", self.language)

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Return (language, name of the box, words) for a box of words."""
        said = self.value if isinstance(self.value, Mapping) else {}
        return [(each, f"{self.at}.{each}".lstrip("."), str(said.get(each, ""))) for each in self.languages]

    @property
    def is_set(self) -> bool:
        """Return whether anything stands there."""
        return self.value not in (None, "", {}, [], False)


def filled(part: Part, box: Box, within: Path, language: str, languages: tuple[str, ...]) -> Filled:
    """Return a box of a part; `within` is the sub-table it stands in."""
    path = (*within, *(key for key in box.path if key))
    unit = part.at_path((*within, box.unit)) if box.unit else ""
    return Filled(box, path, part.at_path(path), unit if isinstance(unit, str) else "", language, languages)


def shown(value: object, unit: str, language: str) -> str:
    """Return what stands in a box; a number in the reader's format, per cent as per cent."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, int | float):
        if unit == "percent":
            return format_percent(float(value), language, _PLACES)
        return format_number(float(value), language, _PLACES)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value if isinstance(value, str) else ""


def number_of(text: str, unit: str, language: str) -> float | int | str | None:
    """Return the number a person typed, None for an empty box; a text that is no number stays one, to be mended."""
    found = parse_number(text, language, unit)
    if isinstance(found, NumberProblem):
        return None if found.code == "EMPTY" else text.strip()
    found = tidy(found)
    return int(found) if found.is_integer() else found


def tidy(value: float) -> float:
    """Return a number as a person would write it: 0.3 for 0.30000000000000004.

    It keeps 15 significant digits, which every double holds truly; an example may be off by far more.
    """
    return float(f"{value:.{DIGITS}g}")


def changes_of(box: Filled, sent: Mapping[str, str]) -> dict[Path, Any]:
    """Return what a form that was sent changes at one box; nothing where it was not sent or says the same."""
    if box.box.sort == TEXTS:
        return {
            (*box.path, language): value
            for language, at, before in box.texts
            if at in sent and (value := _words(sent[at], long=box.box.long)) != (before or None)
        }
    if box.box.sort == FLAG:
        ticked = box.at in sent
        return {box.path: ticked or None} if f"{HAS}.{box.at}" in sent and ticked != (box.value is True) else {}
    if box.at not in sent:
        return {}
    text = sent[box.at].replace("\r\n", "\n")[: LONGEST[box.box.sort]]
    return {} if text == box.text.replace("\r\n", "\n") else {box.path: _read(box, text)}


def _read(box: Filled, text: str) -> Any:
    if box.box.sort == NUMBER:
        return number_of(text, box.unit, box.language)
    if box.box.sort == LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if box.box.sort == FORMULA:
        return text.strip()
    return text.strip() or None


def _words(text: str, *, long: bool) -> str | None:
    """Return words as they are kept: on one line, unless the box is a large one."""
    plain = text.replace("\r\n", "\n")[: LONGEST[TEXTS]].strip()
    return (plain if long else " ".join(plain.split())) or None
