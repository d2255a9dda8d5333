"""What kind of text a file is: its encoding and its separator, recognised and shown, never assumed in silence."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Final

from lms.assigning.importing.mapping import field_of
from lms.assigning.importing.refusing import Unreadable

SEPARATORS: Final = ",;\t|"
HEAD: Final = 65_536
LOOKED_AT: Final = 12
"""Rows at the beginning that are looked at for the separator and the names of the columns."""
CHUNK: Final = 1 << 18
_ZIP, _OLD_EXCEL, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\x1a")


def is_workbook(file: IO[bytes]) -> bool:
    """Return whether the file is a zip, as workbooks are. Unreadable: empty, an old workbook, a PDF."""
    file.seek(0)
    head = file.read(4)
    if not head:
        raise Unreadable("empty")
    if head == _OLD_EXCEL:
        raise Unreadable("old-excel")
    if head == _PDF:
        raise Unreadable("pdf")
    return head.startswith(_ZIP)


def encoding_of(file: IO[bytes]) -> str:
    """Return utf-8, utf-8-sig, utf-16, utf-16-le, utf-16-be or cp1252. Unreadable: no text in any of these."""
    file.seek(0)
    head = file.read(HEAD)
    for encoding in _candidates(head):
        with suppress(UnicodeDecodeError):
            _decode_all(file, encoding)
            return encoding
    raise Unreadable("binary")


def _candidates(head: bytes) -> Iterator[str]:
    if head.startswith(codecs.BOM_UTF8):
        yield "utf-8-sig"
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    elif b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) / 8 and min(even, odd) * 20 < max(even, odd):
            yield "utf-16-le" if odd > even else "utf-16-be"
    elif sum(each < 32 and each not in _TEXT_CONTROLS for each in head) * 500 <= len(head):
        yield "utf-8"
        yield "cp1252"


def _decode_all(file: IO[bytes], encoding: str) -> None:
    """Decode the whole file in pieces; raise UnicodeDecodeError where it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    file.seek(0)
    while piece := file.read(CHUNK):
        decoder.decode(piece)
    decoder.decode(b"", final=True)


def head_of(file: IO[bytes], encoding: str) -> str:
    """Return the first 64 KB as text."""
    file.seek(0)
    return codecs.getincrementaldecoder(encoding)("strict").decode(file.read(HEAD))


def separator_of(head: str) -> tuple[str, bool]:
    """Return the separator, and whether the file's first line declares it (Excel's `sep=;`)."""
    first = head.split("\n", 1)[0].strip("\r")
    if declared := _DECLARED.fullmatch(first):
        return declared[1], True
    return max(SEPARATORS, key=lambda separator: _fits(head, separator)), False


def _fits(head: str, separator: str) -> tuple[int, int, int]:
    """Return how well a separator fits: known names found, rows as wide as the widest, and that width."""
    rows = beginning(head, separator)
    if not rows:
        return 0, 0, 0
    known = max(sum(field_of(cell) is not None for cell in row) for row in rows)
    widths = [len(row) for row in rows]
    wide = max(widths)
    return known, widths.count(wide) if wide > 1 else 0, wide


def beginning(head: str, separator: str) -> list[list[str]]:
    """Return the first rows that are not empty, split at `separator`; [] where they cannot be split."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in csv.reader(head.splitlines(keepends=True), delimiter=separator):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == LOOKED_AT:
                break
    return rows
