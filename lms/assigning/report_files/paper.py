"""A report on paper: its rows and totals, as of when, who made it; tagged, and in the reader's language."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask_babel import format_date, format_decimal, format_time
from flask_babel import gettext as _

from lms.assigning.report_files.heads import OF_REPORT
from lms.assigning.reports.rows import Figures, Report
from lms.web.languages import language
from lms.web.paper import typesetting

TEMPLATE: Final = Path(__file__).with_name("report.typ")
MOST_ROWS: Final = 2_000
"""Rows on paper: some forty pages. Whoever has more takes the workbook, and the paper says so."""


def wording(report: Report, made_by: str, organisation: str, now: datetime) -> dict[str, Any]:
    """Return everything the paper says, in the language of the request; plain values, typeset as they are."""
    shown = report.rows[:MOST_ROWS]
    left = len(report.rows) - len(shown)
    return {
        "language": language(),
        "title": report.title,
        "way": " › ".join(crumb.label for crumb in report.way),
        "columns": [report.heading, *(str(head.label) for head in OF_REPORT[1:-1])],
        "rows": [_line(row.label, row.figures) for row in shown],
        "totals": None if report.totals is None else _line(_("All together"), report.totals),
        "words": {
            "organisation": organisation,
            "as_of": _("As of %(day)s, %(time)s", day=_day(report.as_of), time=format_time(report.as_of, "short")),
            "made": _("Made by %(name)s on %(day)s", name=made_by, day=_day(now)),
            "pairs": _("Somebody with two curricula counts twice here.") if report.pairs else "",
            "left": _("%(count)s more rows stand in the workbook.", count=format_decimal(left)) if left else "",
            "empty": "" if report.rows else _("Nobody has anything to do yet."),
        },
    }


def typeset(words: dict[str, Any], at: int) -> bytes:
    """Return the PDF of what `wording` says, dated `at` seconds since 1970. Raises NotMade."""
    return typesetting.typeset(TEMPLATE, words, at)


def _line(label: str, figures: Figures) -> list[str]:
    counts = (figures.people, figures.not_started, figures.under_way, figures.finished, figures.late, figures.exempt)
    share = "–" if figures.share is None else f"{figures.share}\u202f%"
    return [label, *(format_decimal(each) for each in counts), share]


def _day(at: datetime) -> str:
    return str(format_date(at, "long"))
