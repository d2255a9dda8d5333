"""Where a TOML file is cut: at its top-level tables, each under a name that says which it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lms.packs.lines import keys_of, without_strings
from lms.packs.page_parts import Parts

_NAMED: Final = re.compile(r"""^\s*(id|name)\s*=\s*(?:"([^"\\\n]*)"|'([^'\n]*)')""")


@dataclass(slots=True)
class _Table:
    """A top-level table, or one entry of a list of them: where it begins, and what its own keys call it."""

    start: int
    keys: list[str]
    many: bool
    open: bool = True
    filled: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def holds(self, keys: list[str]) -> bool:
        """Return whether a header belongs to it: a table inside it. `[media]` without a key of its own is a group."""
        inside = len(keys) > len(self.keys) and keys[: len(self.keys)] == self.keys
        return inside and (self.many or self.filled or len(self.keys) > 1)

    def note(self, line: str) -> None:
        """Take the id or the name out of a line of its own, before the tables inside it."""
        self.filled = self.filled or "=" in line.partition("#")[0]
        match = _NAMED.match(line) if self.open else None
        if match:
            self.names.setdefault(match[1], match[2] or match[3] or "")


def toml_parts(text: str) -> Parts:
    """Cut a TOML file: `items.its-id` for an entry of a list, `topics.its-name` for a table in a group.

    An entry that has neither id nor name goes by its number, from 1.
    """
    tables = _tables(text)
    starts = [table.start for table in tables] + [len(text)]
    counted: Counter[str] = Counter()
    pieces = []
    for table, end in zip(tables, starts[1:], strict=True):
        counted[table.keys[0]] += 1
        pieces.append((_name(table, counted[table.keys[0]]), text[table.start : end]))
    return Parts(text[: starts[0]], tuple(pieces))


def _tables(text: str) -> list[_Table]:
    found: list[_Table] = []
    for start, header, line in _lines(text):
        if not header:
            if found:
                found[-1].note(line)
            continue
        many = line.lstrip().startswith("[[")
        keys = keys_of(line.lstrip()[2 if many else 1 :])
        if found and found[-1].holds(keys):
            found[-1].open = False
        elif keys:
            found.append(_Table(start, keys, many and len(keys) == 1))
    return found


def _lines(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yield (where it begins, whether it is a header, the line) of each line outside values that span several."""
    bare = without_strings(text)
    depth = start = 0
    while start < len(text):
        end = bare.find("\n", start) + 1 or len(text)
        line = bare[start:end]
        header = depth == 0 and line.lstrip().startswith("[")
        if depth == 0:
            yield start, header, text[start:end]
        if not header:
            value = line if depth else line.partition("=")[2]
            depth = max(0, depth + sum(map(value.count, "[{")) - sum(map(value.count, "]}")))
        start = end


def _name(table: _Table, number: int) -> str:
    if table.many:
        return f"{table.keys[0]}.{table.names.get('id') or table.names.get('name') or number}"
    return ".".join(table.keys[:2])
