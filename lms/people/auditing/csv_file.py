"""The log as a file: one row an entry, read and sent in pieces, so that memory and locks stay small."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, tzinfo
from io import StringIO
from typing import Final

from lms.kernel.database import Database
from lms.kernel.permissions import Actor
from lms.people.auditing import log
from lms.people.auditing.log import Line, Wanted
from lms.web.cells import safe

PIECE: Final = 1_000
HEADS: Final = ("at", "who", "who_email", "capacity", "action", "what", "about", "about_email", "detail")
_UTF_8_MARK: Final = "\ufeff"


def pieces(database: Database, actor: Actor, wanted: Wanted, zone: tzinfo) -> Iterator[bytes]:
    """Yield the file in UTF-8, the latest entry first; moments in UTC; no cell of it is taken for a formula."""
    yield _written([HEADS], _UTF_8_MARK)
    following: Wanted | None = wanted
    while following is not None:
        with database.reading() as session:
            lines, following = log.page(session, actor, following, zone, PIECE)
        yield _written([_row(line) for line in lines])


def _row(line: Line) -> tuple[str, ...]:
    at = line.at.astimezone(UTC).isoformat(timespec="seconds")
    words = (line.by, line.by_email, line.capacity, line.action, line.said, line.whom, line.whom_email, line.detail)
    return (at, *(safe(each or "") for each in words))


def _written(rows: list[tuple[str, ...]], before: str = "") -> bytes:
    written = StringIO(newline="")
    csv.writer(written).writerows(rows)
    return (before + written.getvalue()).encode()
