"""Two readings of one part of a file, box by box as its reader knows them, and a text made of what was chosen of each.

A part of a TOML file is compared value by value; the head of a page by its title. Any other text is itself what its
reader knows, so that there are no boxes to choose among.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import tomlkit
from flask_babel import gettext as _
from tomlkit.exceptions import TOMLKitError

from lms.packs.segments import HEAD
from lms.questions.text import LANGUAGES
from lms.studio.calculators.part_text import Path, Unreadable, values_of, with_values
from lms.studio.drafts.outline import front_matter

LABELS: Final[dict[str, Callable[[str, Path], str]]] = {}
"""Who says what a value is called, by the ending of the file: of its part and place; "" for unknown."""

_MARKDOWN: Final = ".md"
_TITLE: Final = ("title",)


@dataclass(frozen=True, slots=True)
class Reading:
    """One box that two people filled differently. `key`: what a form calls it; `language`: "" for a box without."""

    key: str
    label: str
    language: str
    theirs: str
    mine: str


def readings(file: str, part: str, theirs: str | None, mine: str | None) -> list[Reading]:
    """Return the boxes that differ; [] where the part has none, is gone in one of the two, or cannot be read.

    Where more than single values differ, a whole row or table, there are none either: the two are read as they are.
    """
    found = [_values(file, part, text) for text in (theirs, mine) if text is not None]
    if len(found) != 2 or None in found:  # noqa: PLR2004 - theirs and mine
        return []
    return [_reading(file, part, *each) for each in _boxes(found[0], found[1])]


def merged(file: str, part: str, theirs: str, mine: str, keys: Collection[str]) -> str:
    """Return my text with the values of theirs at these keys; keys that do not differ are passed over."""
    found = _values(file, part, theirs), _values(file, part, mine)
    differing = {} if None in found else {_key(place): one for place, one, _other in _boxes(*found)}
    chosen = {key: differing[key] for key in keys if key in differing}
    if not chosen:
        return mine
    if len(chosen) == len(differing):
        return theirs
    return with_values(mine, {tuple(json.loads(key)): value for key, value in chosen.items()})


def _values(file: str, part: str, text: str) -> Any:
    """Return what a part says, None where it has no boxes or cannot be read."""
    try:
        if file.endswith(_MARKDOWN):
            title = tomlkit.parse(front_matter(text)).unwrap().get("title") if part == HEAD else None
            return None if title is None else {_TITLE[0]: title}
        return values_of(text) if file.endswith(".toml") and (part == HEAD or not part.startswith("@")) else None
    except (Unreadable, TOMLKitError, KeyError, TypeError, AttributeError):
        return None


def _boxes(theirs: Any, mine: Any) -> list[tuple[Path, Any, Any]]:
    differing = list(_differences(theirs, mine, ()))
    return differing if all(_is_plain(one) and _is_plain(other) for _place, one, other in differing) else []


def _is_plain(value: Any) -> bool:
    """Return whether a value stands in one statement of its file: text, number, yes or no, or a list of them."""
    return isinstance(value, str | int | float | None) or (isinstance(value, list) and all(map(_is_plain, value)))


def _differences(theirs: Any, mine: Any, place: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Yield (where, theirs, mine) of each value that differs; lists of another length are one value."""
    if isinstance(theirs, Mapping) and isinstance(mine, Mapping):
        for key in dict.fromkeys([*theirs, *mine]):
            yield from _differences(theirs.get(key), mine.get(key), (*place, key))
    elif _are_alike(theirs, mine):
        for at, (one, other) in enumerate(zip(theirs, mine, strict=True)):
            yield from _differences(one, other, (*place, at))
    elif theirs != mine:
        yield place, theirs, mine


def _are_alike(theirs: Any, mine: Any) -> bool:
    lists = isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine)
    return lists and all(isinstance(each, Mapping) for each in (*theirs, *mine))


def _reading(file: str, part: str, place: Path, theirs: Any, mine: Any) -> Reading:
    language = str(place[-1]) if place and place[-1] in LANGUAGES else ""
    known = place[:-1] if language else place
    named = next((say for ending, say in LABELS.items() if file.endswith(ending)), None)
    label = (named(part, known) if named else "") or " · ".join(map(str, known))
    return Reading(_key(place), label, language, told(theirs), told(mine))


def _key(place: Path) -> str:
    return json.dumps(place, ensure_ascii=False)


def told(value: Any) -> str:
    """Return a value as a person reads it: a list and a table on one line, "" for nothing."""
    if isinstance(value, Mapping):
        return " · ".join(filter(None, map(told, value.values())))
    if isinstance(value, list):
        return "\n".join(filter(None, map(told, value)))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)
