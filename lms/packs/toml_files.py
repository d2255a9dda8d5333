"""Reading TOML out of a pack: values with their lines, faults as problems."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lms.packs.lines import LineIndex, without_strings
from lms.packs.problems import Findings
from lms.questions.tables import Fault, Table
from lms.questions.text import KeyPath

DEEPEST = 8
"""Levels of tables and lists; the deepest of the format is 6."""

_NO_KEY = re.compile(r"[=,{}\[\]]")
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class TomlText:
    """A parsed TOML text that knows its file, so that faults can be told as problems."""

    file: str
    source: str
    first_line: int
    values: dict[str, object]
    findings: Findings

    @cached_property
    def lines(self) -> LineIndex:
        """The lines of the keys; made only when something has to be said."""
        return LineIndex(self.source, self.first_line)

    def table(self, languages: Sequence[str]) -> Table:
        """Return the top table for strict reading."""
        return Table(self.values, languages)

    def tell(self, faults: Iterable[Fault], under: KeyPath = ()) -> None:
        """Turn faults into problems of this file; their paths start at `under`."""
        for fault in faults:
            self.problem((*under, *fault.path), fault.message, fault.remedy)

    def problem(self, path: KeyPath, message: str, remedy: str) -> None:
        """Note a problem at the value with that path."""
        self.findings.problem(self.file, self.lines.line(path), message, remedy)


def parse_toml(file: str, source: str, findings: Findings, first_line: int = 1) -> TomlText | None:
    """Parse a TOML text whose first line is line `first_line` of `file`; None, and a problem, where it is no TOML."""
    line = _endless_key(source)
    if line is not None:
        findings.problem(file, first_line + line, f"A key has more than {DEEPEST} dots.", "Make it flatter.")
        return None
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line, message = _where(str(error), source)
        findings.problem(file, first_line + line, f"This is no TOML: {message}.", "Mend the line or the one above it.")
        return None
    except RecursionError:
        values = {"": [[[[[[[[[]]]]]]]]]}
    if _depth(values) > DEEPEST:
        findings.problem(file, first_line, f"Tables lie deeper than {DEEPEST} levels.", "Make them flatter.")
        return None
    return TomlText(file, source, first_line, values, findings)


def _endless_key(source: str) -> int | None:
    """Return the line (from 0) of a key with too many dots, which would cost the parser its square in memory."""
    for number, line in enumerate(without_strings(source).split("\n")):
        if line.count(".") > DEEPEST and any(part.count(".") > DEEPEST for part in _NO_KEY.split(line)):
            return number
    return None


def _where(message: str, source: str) -> tuple[int, str]:
    match = _AT.search(message)
    if match is None:
        return 0, message
    line = int(match[1]) - 1 if match[1] else source.rstrip("\n").count("\n")
    return line, message[: match.start()]


def _depth(value: object) -> int:
    """Return how many levels of tables and lists lie in `value`, without recursion."""
    level, here = 0, [value]
    while here := [inner for outer in here for inner in _inside(outer)]:
        level += 1
    return level


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        inside: Iterable[object] = value.values()
    else:
        inside = value if isinstance(value, list) else ()
    return inside
