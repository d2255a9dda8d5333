"""A table of texts for translators who work in a spreadsheet: id, English, translation, how it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from lms.packs.exchange.csv_layout import decoded
from lms.packs.exchange.refusals import Refused
from lms.packs.translating.exchanged import LONGEST, MOST, Incoming
from lms.packs.translating.units import Unit
from lms.sentences import say

COLUMNS: Final = ("id", "source", "target", "state")
LARGEST: Final = 10_000_000
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula; such a text travels behind an apostrophe, lost on its way in."""


def write_csv(units: Sequence[Unit]) -> bytes:
    """Return the table as UTF-8 with a byte order mark, so that every spreadsheet reads its letters."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit in units:
        target = unit.target if unit.state != "todo" else ""
        writer.writerow([unit.id, guard(unit.source), guard(target), unit.state])
    return file.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, place: str) -> list[Incoming]:
    """Return the texts of a table with columns `id` and `target`; raise `Refused` where it is none, or too large."""
    if len(content) > LARGEST:
        raise Refused(
            place, say("The file is larger than {largest} MB.", largest=LARGEST // 1000000), say("Send it in parts.")
        )
    text = decoded(content, place)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(place, say("This is no table: {error}.", error=error), say("Save it as CSV again.")) from None
    if not rows or not {"id", "target"} <= set(rows[0]):
        raise Refused(
            place, say("The columns id and target are missing."), say("Keep the first line as it was exported.")
        )
    if len(rows) > MOST:
        raise Refused(place, say("It holds more than {most} texts.", most=f"{MOST:,}"), say("Send it in parts."))
    found = [
        Incoming(row["id"] or "", _bare(row.get("source")), _bare(row.get("target")), row.get("state") == "current")
        for row in rows
    ]
    if any(len(each.target) > LONGEST for each in found):
        raise Refused(
            place, say("A translation has more than {longest} characters.", longest=f"{LONGEST:,}"), say("Shorten it.")
        )
    return found


def guard(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith((*_STARTS, "'")) else text


def _bare(cell: str | None) -> str:
    text = (cell or "").replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("'") else text
