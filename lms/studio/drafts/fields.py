"""The keys of a module.toml as fields of a form: each by its part and its path inside it, read and written alone.

A field is called `part:path`: "title:title.en", "pages.01-why:pages.0.minutes", "@head:minutes". A part is a TOML text
of its own, so that one is changed without a look at the others; remarks and what nobody has a field for stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lms.packs.companions import KINDS as COMPANIONS
from lms.packs.problems import Problem
from lms.packs.segments import HEAD, split
from lms.questions.text import LANGUAGES

LONGEST: Final = 4_000
"""Characters of one field."""
_LANGUAGE: Final = "|".join(LANGUAGES)
KNOWN: Final = re.compile(
    rf"(?:title|summary)\.(?:{_LANGUAGE})|objectives\.\d+\.(?:{_LANGUAGE})|pages\.\d+\.(?:required|minutes)"
    rf"|minutes|work_minutes|cover|sources\.\d+\.(?:title|author|year|kind|note\.(?:{_LANGUAGE}))"
)
"""The fields of the outline, by their paths."""
WHOLE: Final = frozenset({"minutes", "work_minutes", "year"})
LEFT_OUT: Final = frozenset({"year", "note"})
"""Keys that go where their field is empty."""


class Unreadable(ValueError):
    """A part that is no TOML, so that no field of it can be written: its source has to be mended first."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, and what stands there now as a person types it."""

    name: str
    text: str

    @property
    def part(self) -> str:
        """Return the part it stands in."""
        return self.name.rpartition(":")[0]

    @property
    def path(self) -> str:
        """Return its place inside the part."""
        return self.name.rpartition(":")[2]


def fields_of(path: str, text: str) -> dict[str, Field]:
    """Return every field that a form may change, by its name, in the order of the file."""
    found: dict[str, Field] = {}
    for part in split(path, text):
        for place, value in _leaves(_read(part.text), ()):
            name = f"{part.part}:{'.'.join(place)}"
            if KNOWN.fullmatch(".".join(place)):
                found[name] = Field(name, _typed(value))
    return found


def written(part: str, typed: Mapping[str, str]) -> str:
    """Return a part's text with fields of it ({path: what was typed}) made so. Raise `Unreadable`."""
    try:
        document = tomlkit.parse(part)
    except TOMLKitError as fault:
        raise Unreadable from fault
    for path, text in typed.items():
        _set(document, path.split("."), text)
    return tomlkit.dumps(document)


def faults(path: str, text: str, problems: Iterable[Problem], names: Iterable[str]) -> dict[str, list[Problem]]:
    """Return the problems of a file by the field they belong to; "" for what belongs to none of these fields."""
    ends, line = [], 1
    for part in split(path, text):
        line += part.text.count("\n")
        ends.append((line, part.part))
    known = list(names)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.file == path:
            part_name = next((name for end, name in ends if problem.line < end), ends[-1][1])
            found.setdefault(_field(text, problem.line, part_name, known), []).append(problem)
    return found


def _field(text: str, line: int, part: str, names: Sequence[str]) -> str:
    lines = text.split("\n")
    key = re.match(r"\s*([\w.-]+)\s*=", lines[line - 1]) if line <= len(lines) else None
    mine = [name for name in names if name.startswith(f"{part}:")]
    if key is not None:
        exact = [name for name in mine if f".{name.rpartition(':')[2]}".endswith(f".{key[1]}")]
        inside = [name for name in mine if f".{name.rpartition(':')[2]}.".find(f".{key[1]}.") >= 0]
        mine = exact or inside or (mine if part != HEAD else [])
    return mine[0] if mine else ""


def _read(text: str) -> Mapping[str, Any]:
    try:
        return tomlkit.parse(text).unwrap()
    except TOMLKitError:
        return {}


def _leaves(value: object, place: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, str(key)))
    elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*place, str(number)))
    else:
        yield place, value


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _set(document: Any, path: Sequence[str], text: str) -> None:
    inside: Any = document
    for number, key in enumerate(path[:-1]):
        step: Any = int(key) if key.isdigit() and not isinstance(inside, Mapping) else key
        if isinstance(inside, Mapping) and step not in inside:
            cast(Any, inside)[step] = tomlkit.table() if number == 0 else tomlkit.inline_table()
        inside = inside[step]
    key = path[-1]
    if key == "required":
        _set_for(inside, text)
        return
    value = _value(key, text)
    left_out = not text and (key in LEFT_OUT or "note" in path)
    if left_out:
        if key in inside:
            inside.remove(key)
    elif key not in inside or inside[key] != value or type(inside[key]) is bool:
        inside[key] = value


def _set_for(page: Any, text: str) -> None:
    """Say for whom a page is: "yes" for everybody, "no" for who wants to, or which companion of the module it is.

    A page for everybody that says nothing of it says so already.
    """
    other = "required" if text in COMPANIONS else "beside"
    if other in page:
        page.remove(other)
    if text in COMPANIONS and page.get("beside") != text:
        page["beside"] = text
    elif text not in COMPANIONS and page.get("required", True) is not (text == "yes"):
        page["required"] = text == "yes"


def _value(key: str, text: str) -> str | int:
    if key in WHOLE and text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= len("99999"):
        return int(text)
    return text[:LONGEST]
