"""A report, and the names behind one of its figures, as lists on their way into a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from lms.assigning.report_files.heads import OF_NAMES, OF_REPORT, labelled, words
from lms.assigning.report_files.sheets import Cells, Lines, Sheet
from lms.assigning.reports.asking import Question
from lms.assigning.reports.names import names
from lms.assigning.reports.rows import Cell, Figures, Report
from lms.kernel.database import Database
from lms.kernel.permissions import Actor
from lms.kernel.zones import zone_of

NAMES: Final = 2_000
"""People of one page of names."""


def report_sheet(report: Report, all_together: str, zone: str) -> Sheet:
    """Return a report with all its rows, and its totals as the last where it has any. `zone`: of the as-of time."""
    as_of = report.as_of.astimezone(zone_of(zone)).replace(tzinfo=None)
    rows = [_cells(row.label, row.figures, as_of) for row in report.rows]
    if report.totals is not None:
        rows.append(_cells(all_together, report.totals, as_of))
    first, *others = labelled(OF_REPORT)
    heads = [replace(first, label=report.heading or first.code), *others]
    page = [Lines((), rows)]
    name = f"report-{report.question.kind}-{as_of.date().isoformat()}"
    return Sheet(name, report.title, heads, 0, {}, lambda _database: iter([page]))


def _cells(label: str, figures: Figures, as_of: datetime) -> Cells:
    counts = (figures.people, figures.not_started, figures.under_way, figures.finished, figures.late, figures.exempt)
    return (label, *counts, "" if figures.share is None else figures.share, as_of)


@dataclass(frozen=True, slots=True)
class Behind:
    """The names behind one figure, as somebody asked for them."""

    actor: Actor
    question: Question
    cell: Cell
    now: datetime
    language: str


def names_sheet(behind: Behind, title: str) -> Sheet:
    """Return the people behind a figure."""
    name = f"names-{behind.question.kind}-{behind.cell.column.value}-{behind.now.date().isoformat()}"
    return Sheet(name, title, labelled(OF_NAMES), 0, words(), partial(_name_pages, behind=behind))


def _name_pages(database: Database, behind: Behind) -> Iterator[Sequence[Lines]]:
    following = None
    while True:
        with database.reading() as session:
            found, following = names(
                session,
                behind.actor,
                behind.question,
                behind.cell,
                behind.now,
                language=behind.language,
                after=following,
                size=NAMES,
            )
        rows: list[Cells] = [
            (n.name, n.email, n.department, n.subject, n.state, n.late, n.modules_done, n.modules, n.due or "")
            for n in found
        ]
        yield [Lines((), rows)]
        if following is None:
            return
