"""A TOML file with the line of every key, and typed reading that collects problems instead of stopping."""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from lms.calculators.codes import Text
from lms.calculators.problems import CalculatorErrors, Problem
from lms.sentences import say

LANGUAGES: Final = ("en", "da", "sv")
LARGEST_FILE: Final = 200_000
DEEPEST: Final = 100

Path = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\"]+)\s*\]")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*(?:\.[A-Za-z0-9_.\-]+\s*)?=")
_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")


class TomlSource:
    """The parsed file; every reading method notes what is wrong in `problems` and returns something usable."""

    def __init__(self, text: str, filename: str) -> None:
        """Parse `text`; raise `CalculatorErrors` when it is no TOML at all."""
        self.filename = filename
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ("en",)
        self.data = _parsed(text, filename)
        self._lines = _key_lines(text)

    def line(self, path: Path) -> int:
        """Return the line of a key, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return 1

    def problem(self, path: Path, message: str, remedy: str) -> None:
        """Note one problem at `path`."""
        self.problems.append(Problem(self.filename, self.line(path), message, remedy))

    def keys(self, table: Mapping[str, Any], path: Path, allowed: Sequence[str]) -> None:
        """Refuse keys that mean nothing here, with the nearest one that does."""
        for key in table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1, cutoff=0.5)
                remedy = (
                    say("Did you mean “{near}”?", near=near[0])
                    if near
                    else say("These exist: {known}.", known=", ".join(allowed))
                )
                self.problem((*path, key), say("“{key}” has no meaning here.", key=key), remedy)

    def tables(self, table: Mapping[str, Any], path: Path, key: str, most: int = 60) -> list[dict[str, Any]]:
        """Return a list of tables, `[[key]]`; empty when left out."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.problem(
                (*path, key),
                say("“{key}” must be a list of tables.", key=key),
                say("Write [[{key}]] above each.", key=key),
            )
            return []
        if len(found) > most:
            self.problem(
                (*path, key),
                say("There are more than {most} {key}.", most=most, key=key),
                say("Make two calculators of it."),
            )
        return found[:most]

    def word(self, table: Mapping[str, Any], path: Path, key: str, *, required: bool = True) -> str:
        """Return a plain string; empty when it is missing."""
        found = table.get(key)
        if isinstance(found, str) and found.strip():
            return found
        if found is not None or required:
            self.problem((*path, key), say("“{key}” is missing or empty.", key=key), say('Write {key} = "…".', key=key))
        return ""

    def one_of(self, table: Mapping[str, Any], path: Path, key: str, allowed: Sequence[str], default: str = "") -> str:
        """Return one of the allowed words."""
        found = table.get(key, default or None)
        if found in allowed:
            return str(found)
        self.problem(
            (*path, key),
            say("“{key}” is not one that is known.", key=key),
            say("Use one of {known}.", known=", ".join(allowed)),
        )
        return allowed[0]

    def number(self, table: Mapping[str, Any], path: Path, key: str) -> float | None:
        """Return a finite number, or None when it is left out."""
        found = table.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            self.problem((*path, key), say("“{key}” must be a number.", key=key), say("Write {key} = 0.", key=key))
            return None
        return float(found)

    def flag(self, table: Mapping[str, Any], path: Path, key: str) -> bool:
        """Return true or false; false when left out."""
        found = table.get(key, False)
        if not isinstance(found, bool):
            self.problem(
                (*path, key), say("“{key}” must be true or false.", key=key), say("Write {key} = true.", key=key)
            )
        return found is True

    def text(self, table: Mapping[str, Any], path: Path, key: str, *, required: bool = True) -> Text:
        """Return a text in every language of the file; an optional one may be left out wholly."""
        found = table.get(key)
        if found is None and not required:
            return {}
        if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
            self.problem((*path, key), say("“{key}” is missing.", key=key), say('Write {key}.en = "…".', key=key))
            return {"en": ""}
        self.keys(found, (*path, key), LANGUAGES)
        for language in self.languages:
            if not found.get(language, "").strip():
                self.problem(
                    (*path, key),
                    say("“{key}” is missing in “{language}”.", key=key, language=language),
                    say('Write {key}.{language} = "…".', key=key, language=language),
                )
        return {"en": "", **{language: found[language].strip() for language in LANGUAGES if language in found}}

    def refuse(self) -> None:
        """Raise `CalculatorErrors` when anything was wrong."""
        if self.problems:
            raise CalculatorErrors(self.problems)


def _endless_key(text: str) -> int | None:
    """Return the line (from 1) of a key with too many dots: the parser needs memory in the square of their number."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.partition("=")[0].count(".") > DEEPEST:
            return number
    return None


def _parsed(text: str, filename: str) -> dict[str, Any]:
    if len(text) > LARGEST_FILE:
        raise CalculatorErrors([Problem(filename, 1, say("The file is larger than 200 KB."), say("Shorten it."))])
    endless = _endless_key(text)
    if endless is not None:
        raise CalculatorErrors(
            [
                Problem(
                    filename,
                    endless,
                    say("A key has more than {deepest} dots.", deepest=DEEPEST),
                    say("Make it flatter."),
                )
            ]
        )
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        message = _AT_LINE.sub("", str(error)).strip() or say("Nested too deeply")
        raise CalculatorErrors(
            [Problem(filename, line, say("Not valid TOML: {message}.", message=message), say("Mend the line."))]
        ) from None


def _key_lines(text: str) -> dict[Path, int]:
    """Return the line of each table and key, e.g. ("inputs", 2, "label") → 41; texts of several lines are skipped."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:
            quote = "" if quote in line else quote
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _table_path(header, counts)
            found.setdefault(table, number)
        elif key:
            found.setdefault((*table, key[1]), number)
        quote = next((mark for mark in ("'''", '"""') if line.count(mark) % 2), "")
    return found


def _table_path(header: re.Match[str], counts: dict[Path, int]) -> Path:
    """Return where a header leads: names, with the position in each list of tables passed on the way."""
    path: Path = ()
    names = [each.strip().strip('"') for each in header[2].split(".")]
    for position, name in enumerate(names):
        path = (*path, name)
        last = position == len(names) - 1
        if last and header[1] == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
