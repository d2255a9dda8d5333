"""The list of people as a file: one row a person, read and sent in pieces, so that memory and locks stay small."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Final

from lms.assigning.roster import listing
from lms.assigning.roster.listing import Asked, Line
from lms.kernel.database import Database
from lms.people.values import FIELDS
from lms.tools.exports.rows import safe

PIECE: Final = 1_000
"""People in one piece, each piece its own short read."""
HEADS: Final = (*FIELDS, "line_manager")
"""The columns of a file that can be imported again, and one more for whoever reads it."""
OF_MODULE: Final = ("module", "state", "due", "days_late", "pages_read", "pages", "questions_passed")
_UTF_8_MARK: Final = "\ufeff"


def pieces(database: Database, asked: Asked) -> Iterator[bytes]:
    """Yield the file in UTF-8, with a mark by which spreadsheets know it; no cell of it is taken for a formula."""
    yield _written([HEADS + (OF_MODULE if asked.module else ())], _UTF_8_MARK)
    while True:
        with database.reading() as session:
            page = listing.page(session, asked, PIECE)
        yield _written([_row(line, asked) for line in page.lines])
        if page.following is None:
            return
        asked = replace(asked, wanted=replace(asked.wanted, id=page.following))


def _written(rows: list[tuple[str, ...]], before: str = "") -> bytes:
    written = StringIO(newline="")
    csv.writer(written).writerows(rows)
    return (before + written.getvalue()).encode()


def _row(line: Line, asked: Asked) -> tuple[str, ...]:
    words = (line.email, line.name, line.department, line.job, line.manager_email)
    rest = (line.language, line.location, line.cost_centre, line.manager)
    known = (*_safe(words), _day(line.hired), *_safe(rest))
    if asked.module is None:
        return known
    standing = (line.state.value, _day(line.due), str(line.days_late), str(line.pages_read), str(line.pages_required))
    return (*known, asked.module.slug, *standing, "yes" if line.quiz_passed else "no")


def _safe(texts: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(safe(text or "") for text in texts)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
