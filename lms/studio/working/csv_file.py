"""What works in a version as rows (RFC 4180): one for each page."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from lms.learning.usefulness.models import Answer
from lms.questions.text import in_language
from lms.studio.working.figures import ModuleFigures, PageFigures
from lms.tools.exports.rows import safe

HEADS: Final = (
    "version", "page", "title", "minutes_planned", "opened", "stopped", "stopped_share", "timed", "median_seconds",
    "answered", "yes", "partly", "no", "questions_to_look_at",
)  # fmt: skip
_UTF_8_MARK: Final = "\ufeff"


def as_rows(figures: ModuleFigures, language: str) -> bytes:
    """Return the released figures as CSV in UTF-8, with a mark by which spreadsheets know it; shares as fractions.

    What has not been released is empty, never 0.
    """
    written = StringIO(newline="")
    table = csv.DictWriter(written, HEADS, restval="")
    table.writeheader()
    for page in figures.pages:
        table.writerow({"version": figures.number, **_row(page, language)})
    return (_UTF_8_MARK + written.getvalue()).encode()


def _row(page: PageFigures, language: str) -> dict[str, object]:
    row: dict[str, object] = {
        "page": page.name,
        "title": safe(in_language(page.title, language)),
        "minutes_planned": page.minutes,
        "questions_to_look_at": " ".join(taught.question.item.id for taught in page.questions),
    }
    if page.opened is not None:
        row |= {"opened": page.opened, "stopped": page.stopped, "stopped_share": f"{page.stop_share or 0.0:.4g}"}
    if page.timed is not None:
        row |= {"timed": page.timed, "median_seconds": page.median}
    if page.said is not None:
        row |= {"answered": page.answered} | {each.value: page.said.get(each, 0) for each in Answer}
    return row
