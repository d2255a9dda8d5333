"""A workbook (.xlsx), opened only after it was looked through: what it unpacks to is counted, declarations are refused.

Read in a job, one row at a time; of formulas the value that was stored with them.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Any, Final

from openpyxl import load_workbook

from lms.assigning.importing.refusing import MOST_COLUMNS, MOST_ROWS, Unreadable

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_OF_A_PART: Final = 10 * 1024 * 1024
"""Bytes of a part that is read whole, such as the styles; sheets are read row by row."""
MOST_OF_STRINGS: Final = 64 * 1024 * 1024
MOST_RATIO: Final = 100
SMALL: Final = 1024 * 1024
"""What any workbook may unpack to, however well it was packed."""
CHUNK: Final = 1 << 18
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_DECLARATION: Final = 16
_ENCRYPTED: Final = 0x1


def look_through(file: IO[bytes], size: int) -> None:
    """Unpack every part once, keeping nothing. Unreadable: damaged, locked, a bomb, or with declarations."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_ENTRIES or len({each.filename.casefold() for each in entries}) < len(entries):
                raise Unreadable("bomb")
            if "[Content_Types].xml" not in packed.namelist():
                raise Unreadable("binary")
            _unpack(packed, [each for each in entries if each.filename.endswith((".xml", ".rels"))], size)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as broken:
        if isinstance(broken, Unreadable):
            raise
        raise Unreadable("workbook") from broken


def _unpack(packed: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    most = min(MOST_UNPACKED, max(SMALL, size * MOST_RATIO))
    total = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("locked")
        part, tail = 0, b""
        with packed.open(entry) as content:
            while piece := content.read(CHUNK):
                part, total = part + len(piece), total + len(piece)
                if total > most or part > _allowed(entry.filename):
                    raise Unreadable("bomb")
                seen = tail + piece
                if b"\0" in piece or any(word in seen for word in _DECLARATIONS):
                    raise Unreadable("doctype")
                tail = seen[-_LONGEST_DECLARATION:]


def _allowed(name: str) -> int:
    """Return the bytes a part may unpack to."""
    if name.startswith("xl/worksheets/"):
        return MOST_UNPACKED
    return MOST_OF_STRINGS if name.endswith("sharedStrings.xml") else MOST_OF_A_PART


class Sheet:
    """The first visible sheet of a workbook that was looked through."""

    def __init__(self, file: IO[bytes]) -> None:
        """Open it. Unreadable: no workbook, or no sheet to be seen."""
        file.seek(0)
        try:
            self._book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as broken:  # a foreign parser on a foreign file: whatever it stumbles over is the file's fault
            raise Unreadable("workbook") from broken
        shown = [each for each in self._book.worksheets if each.sheet_state == "visible"]
        if not shown:
            raise Unreadable("no-sheet")
        self._sheet = shown[0]
        self.title = str(self._sheet.title)
        self.others = len(shown) - 1

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield the cells' values of every row, empty ones too. Unreadable: damaged, too many rows."""
        self._sheet.reset_dimensions()  # what a file claims to hold is not believed
        rows = self._sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        try:
            yield from islice(rows, MOST_ROWS + 2)
        except Unreadable:
            raise
        except Exception as broken:  # as above
            raise Unreadable("workbook") from broken
