"""Where in a TOML text a value stands.

The standard library's parser gives values without lines. This index walks the text once, follows tables, lists of
tables, dotted keys and strings over several lines, and remembers the line of each key. Inside inline tables and lists
it knows the line of the key they belong to.
"""

import re
from collections.abc import Iterator

from lms.questions.text import KeyPath

_BARE = r"[A-Za-z0-9_-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"' + r"|'[^']*'"
_KEY_PART = re.compile(rf"\s*({_BARE}|{_QUOTED})\s*")
# what is not closed reaches to the end, so that no attack makes the search start over and over
_STRING = re.compile(
    r'#[^\n]*|"""(?:[^\\]|\\.)*?(?:"""|\Z)|"(?:[^"\\\n]|\\.)*"?' + r"|'''.*?(?:'''|\Z)|'[^'\n]*'?", re.DOTALL
)


class LineIndex:
    """The lines of a TOML text: `index.line(("items", 2, "stem", "da"))`."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.first_line = first_line
        self._lines: dict[KeyPath, int] = {}
        self._lists: dict[KeyPath, int] = {}
        self._read(text)

    def line(self, path: KeyPath) -> int:
        """Return the line of the value at `path`, or of the nearest thing around it that has a line."""
        for length in range(len(path), 0, -1):
            line = self._lines.get(path[:length])
            if line is not None:
                return self.first_line + line
        return self.first_line

    def _read(self, text: str) -> None:
        table: KeyPath = ()
        for number, statement in _statements(text):
            if statement.startswith("["):
                table = self._open(statement, number)
            else:
                self._note((*table, *keys_of(statement)), number)

    def _open(self, header: str, number: int) -> KeyPath:
        many = header.startswith("[[")
        keys = keys_of(header[2 if many else 1 :])
        path = self._resolve(keys[:-1])
        last = (*path, *keys[-1:])
        if many:
            index = self._lists.get(last, -1) + 1
            self._lists[last] = index
            self._note(last, number)
            last = (*last, index)
        elif last in self._lists:
            last = (*last, self._lists[last])
        self._note(last, number)
        return last

    def _resolve(self, keys: list[str]) -> KeyPath:
        path: KeyPath = ()
        for key in keys:
            path = (*path, key)
            if path in self._lists:
                path = (*path, self._lists[path])
        return path

    def _note(self, path: KeyPath, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._lines.setdefault(path[:length], number)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line from 0, statement) for each header or assignment; what a value spans over lines is swallowed."""
    # strings and remarks become spaces and line ends, so that brackets and equal signs inside them count for nothing
    bare = without_strings(text)
    depth = 0
    for number, (line, original) in enumerate(zip(bare.split("\n"), text.split("\n"), strict=True)):
        header = line.lstrip().startswith("[")
        if depth == 0 and (header or "=" in line):
            yield number, original.strip()
        if depth or not header:
            value = line if depth else line.partition("=")[2]
            depth = max(0, depth + sum(value.count(c) for c in "[{") - sum(value.count(c) for c in "]}"))


def without_strings(text: str) -> str:
    """Return a TOML text with spaces in place of its strings and remarks; lines stay where they are."""
    return _STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def keys_of(text: str) -> list[str]:
    """Return the dotted key at the start of `text`."""
    keys: list[str] = []
    position = 0
    while match := _KEY_PART.match(text, position):
        part = match[1]
        keys.append(part[1:-1] if part[0] in "\"'" else part)
        position = match.end() + 1
        if text[match.end() : position] != ".":
            break
    return keys
