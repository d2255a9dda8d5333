"""Looking for planted numbers and words in anything that is sent, written or stored, in whichever format."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from lms.kernel.database import Database
from tests.support.planted import DIGITS, WORD

BETWEEN = re.compile(r"(?<=\d)[.,'’ \u00a0\u202f\u2009_](?=\d)")
"""What stands between the digits of a number in Danish, Swedish, English, Swiss or a program."""
IDENTITIES = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b")
SHORTEST = 7
"""So many digits of a number count as the number: what is rounded to six decimals still shows them."""
ROUNDED = re.compile(r"\b91[.,]8\s?(?:bn|mia|md)", re.IGNORECASE)
AROUND = 60


def found_in(text: str) -> list[str]:
    """Return every planted number and word in a text, each with a little of what stands around it."""
    bare = IDENTITIES.sub("#", html.unescape(text))
    joined = BETWEEN.sub("", bare)
    hits = [joined[max(0, at - AROUND) : at + AROUND] for at in _places(joined, DIGITS[:SHORTEST])]
    folded = bare.casefold()
    hits += [folded[max(0, at - AROUND) : at + AROUND] for at in _places(folded, WORD)]
    return hits + [each[0] for each in ROUNDED.finditer(bare)]


def words_in(text: str) -> set[str]:
    """Return every planted word in a text, whole."""
    return set(re.findall(rf"{WORD}[a-z0-9-]*", html.unescape(text)))


def found_in_bytes(raw: bytes, numbers: Collection[float] = ()) -> list[str]:
    """Return what of it stands in bytes: written out, or each of these numbers as a database keeps one."""
    spelled = [text.encode(encoding) for text in (DIGITS, WORD) for encoding in ("utf-8", "utf-16-le")]
    packed = [struct.pack(">d", each) for each in numbers]
    packed += [struct.pack(">q", each)[2:] for each in numbers if isinstance(each, int)]  # SQLite's six-byte integer
    return [repr(needle) for needle in (*spelled, *packed) if needle in raw]


def readable(answered: TestResponse) -> str:
    """Return what a response says, headers included: pages as text, spreadsheets unpacked, PDFs as they read."""
    head = "\n".join(f"{name}: {value}" for name, value in answered.headers)
    kind, data = answered.content_type or "", answered.data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            body = "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    elif kind.startswith("application/pdf"):
        body = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        body = data.decode("utf-8", "replace")
    return f"{head}\n{body}"


def rows_of(database: Database) -> Iterator[tuple[str, str]]:
    """Yield (table.column, value as text) of everything the database really holds, declared by us or not."""
    metadata = MetaData()
    with database.reading() as session:
        metadata.reflect(session.connection())
        for table in metadata.sorted_tables:
            for row in session.execute(select(*table.columns)):
                for column, value in zip(table.columns, row, strict=True):
                    text = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    yield f"{table.name}.{column.name}", text


def found_in_database(database: Database) -> list[str]:
    """Return every column in which something planted stands open."""
    return sorted({place for place, text in rows_of(database) if found_in(text)})


def found_in_files(folder: Path, numbers: Collection[float]) -> list[str]:
    """Return the files below a folder in whose bytes something planted stands open: the database and its log too."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return [f"{each.name}: {hit}" for each in files for hit in found_in_bytes(each.read_bytes(), numbers)]


def _places(text: str, needle: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)
