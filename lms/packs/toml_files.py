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
from lms.sentences import say

DEEPEST = 8
"""Levels of tables and lists; the deepest of the format is 6."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
        findings.problem(
            file,
            first_line + line,
            say("A key has more than {deepest} dots.", deepest=DEEPEST),
            say("Make it flatter."),
        )
        return None
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line, message = _where(str(error), source)
        findings.problem(
            file,
            first_line + line,
            say("This is no TOML: {message}.", message=message),
            say("Mend the line or the one above it."),
        )
        return None
    except RecursionError:
        values = {"": [[[[[[[[[]]]]]]]]]}
    if _depth(values) > DEEPEST:
        findings.problem(
            file,
            first_line,
            say("Tables lie deeper than {deepest} levels.", deepest=DEEPEST),
            say("Make them flatter."),
        )
        return None
    text = TomlText(file, source, first_line, values, findings)
    for path, code in _controls(values):
        text.problem(path, say("There is a control character (U+{code}).", code=f"{code:04X}"), say("Delete it."))
        return None
    return text


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


def _controls(values: object) -> Iterable[tuple[KeyPath, int]]:
    """Yield (path, code) of each text and key with a sign that no text holds: written as an escape it passes TOML."""
    waiting: list[tuple[KeyPath, object]] = [((), values)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and (strange := _CONTROL.search(value)):
            yield path, ord(strange[0])
        elif isinstance(value, Mapping):
            yield from ((path, ord(strange[0])) for key in value if (strange := _CONTROL.search(key)))
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(value)]


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        inside: Iterable[object] = value.values()
    else:
        inside = value if isinstance(value, list) else ()
    return inside
