"""A list as CSV: what is the same in all of somebody's rows is written once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from lms.assigning.report_files.cells import UTF_8_MARK, Manner, text
from lms.assigning.report_files.heads import Kind
from lms.assigning.report_files.sheets import Cells, Lines, Sheet
from lms.kernel.database import Database

Write = Callable[[Any], str]
KEPT: Final = 5_000
"""Different texts of one column that are remembered as they are written."""


def pieces(database: Database, sheet: Sheet, manner: Manner) -> Iterator[bytes]:
    """Yield the file: its header, then a piece for each page of the list."""
    labels = [head.code if manner.codes else str(head.label) for head in sheet.heads]
    yield (UTF_8_MARK + manner.line(map(text, labels))).encode()
    writers = _writers(sheet, manner)
    before, behind = _Part(writers[: sheet.shared], manner), _Part(writers[sheet.shared :], manner)
    for page in sheet.pages(database):
        yield "".join(_lines(page, manner.separator, before, behind)).encode()


def _lines(page: Sequence[Lines], separator: str, before: _Part, behind: _Part) -> Iterator[str]:
    for lines in page:
        shared = before.text(lines.cells) + separator if lines.cells else ""
        for row in lines.rows:
            yield f"{shared}{behind.text(row)}\r\n"


class _Part:
    """Some columns of a line. What stands there as it is written needs no function: one format takes them all."""

    def __init__(self, writers: Sequence[Write | None], manner: Manner) -> None:
        self._format = manner.separator.join(["%s"] * len(writers))
        self._written = [(place, write) for place, write in enumerate(writers) if write is not None]

    def text(self, cells: Cells) -> str:
        """Return the cells of a line as they are written."""
        found = list(cells)
        for place, write in self._written:
            found[place] = write(found[place])
        return self._format % tuple(found)


def _writers(sheet: Sheet, manner: Manner) -> list[Write | None]:
    """Return how each column is written; None: as it stands, numbers and days."""
    said = {} if manner.codes else {code: text(word) for code, word in sheet.words.items()}
    writers: dict[Kind, Callable[[], Write]] = {
        Kind.TEXT: _texts,
        Kind.MOMENT: lambda: _moment,
        Kind.WORD: lambda: _words(said),
        Kind.YES: lambda: _yes(said),
    }
    return [writers[head.kind]() if head.kind in writers else None for head in sheet.heads]


def _texts() -> Write:
    """Return how texts are written, each different one once: departments, titles and managers come again and again."""
    known: dict[str | None, str] = {}

    def write(value: str | None) -> str:
        found = known.get(value)
        if found is None:
            if len(known) > KEPT:
                known.clear()
            found = known[value] = text(value)
        return found

    return write


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


def _words(said: Mapping[str, str]) -> Write:
    return lambda code: said.get(code, code)


def _yes(said: Mapping[str, str]) -> Write:
    yes, no = said.get("yes", "yes"), said.get("no", "no")
    return lambda value: yes if value else no
