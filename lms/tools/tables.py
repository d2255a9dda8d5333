"""A table of a calculator as one person sees it: cells in the reader's format, what is wrong, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _

from lms.calculators.declared import Input, Table, Total
from lms.calculators.numerals import format_input, format_number, money_scale
from lms.calculators.tables import PICTURE, CellProblem
from lms.tools.wording import caution_words, gap_words, missing_words, table_words

NAME: Final = "name"
"""The column of a row's own name, beside the declared ones."""

ROOMY: Final = 6
"""So many columns of numbers leave room beside them."""

TypedRow = Mapping[str, str]
"""One row as it stands in its boxes: `name` and each column."""

Place = tuple[int, str]
"""A cell: the row, counted from 0, and the column, or `name`."""


@dataclass(frozen=True)
class EnteredTable:
    """One table as it stands in its boxes, and as values: None where a cell is empty or refused.

    `refused`: the words at cells that cannot be used. `says`: a sentence about the table as a whole.
    """

    typed: Sequence[TypedRow]
    rows: Sequence[Mapping[str, Any]] = ()
    refused: Mapping[Place, str] = field(default_factory=dict)
    says: str = ""

    @property
    def is_refused(self) -> bool:
        """Return whether nothing of it may be kept."""
        return bool(self.refused or self.says)


@dataclass(frozen=True)
class ShownTotal:
    """The line under a column that has to add up: its words, and whether it does."""

    column: str
    text: str
    fits: bool


def explained(table: Table, among: Sequence[Table]) -> list[Input]:
    """Return the columns of a table whose help no table above it, `among` all of a calculator, has said already."""
    above = [column for each in among[: among.index(table)] for column in each.columns]
    said = [(each.label, each.help) for each in above]
    return [each for each in table.columns if each.help and (each.label, each.help) not in said]


@dataclass(frozen=True)
class ShownTable:
    """What the template of a table needs.

    `explained`: the columns whose help is said here; what a table above has said is not repeated. `is_last`: of all.
    """

    declared: Table
    entered: EnteredTable
    cautions: Sequence[CellProblem]
    revision: int
    is_own: bool
    language: str
    currency: str
    explained: Sequence[Input] = ()
    is_last: bool = True

    @property
    def has_more(self) -> bool:
        """Return whether some columns stand behind "more assumptions"."""
        return any(each.advanced for each in self.declared.columns)

    @property
    def is_roomy(self) -> bool:
        """Return whether the columns are few enough for numbers to take what they need and names the rest."""
        return sum(not each.is_text for each in self.declared.columns) <= ROOMY

    @property
    def is_open(self) -> bool:
        """Return whether a column behind "more assumptions" has to be seen, because one of its cells is refused."""
        behind = {each.name for each in self.declared.columns if each.advanced}
        return any(column in behind for _row, column in self.entered.refused)

    @property
    def totals(self) -> list[ShownTotal]:
        """Return the line of every column that has to add up."""
        return [self._total(each) for each in self.declared.totals]

    def _total(self, total: Total) -> ShownTotal:
        column = self.declared.column(total.column)
        numbers = [row.get(total.column) for row in self.entered.rows]
        found = sum(number for number in numbers if isinstance(number, int | float))
        gap = found - total.must_be
        fits = abs(gap) <= total.tolerance
        shown = format_input(round(found, 9), column.unit, self.language, self.currency)
        words = total_words(
            self.say(column.label), shown, gap_words(column, gap, self.language), fits=fits, over=gap > 0
        )
        return ShownTotal(total.column, words, fits)

    @property
    def unusual(self) -> list[str]:
        """Return which cells are unusual, in words."""
        return [
            caution_words(self.row_name(each.row or 0), self.say(self.declared.column(each.column).label), each.code)
            for each in self.cautions
            if each.column
        ]

    def unit(self, column: Input) -> str:
        """Return what stands at the head of a column of money: its currency."""
        return money_scale(0, self.language, self.currency)[1] if column.unit == "money" else ""

    def row_name(self, position: int) -> str:
        """Return what a row is called aloud: its name, or its number."""
        return self.entered.typed[position].get(NAME, "").strip() or str(_("Row %(number)s", number=position + 1))

    def error(self, position: int, column: str) -> str:
        """Return what is wrong with a cell, in words."""
        return self.entered.refused.get((position, column), "")

    def say(self, text: Mapping[str, str]) -> str:
        """Return a text of the declaration in the reader's language, in English where it is not written."""
        return text.get(self.language) or text.get("en", "")


def total_words(column: str, found: str, gap: str, *, fits: bool, over: bool) -> str:
    """Return "Share of customers: 93% in total · 7 points missing"."""
    if fits:
        return str(_("%(column)s: %(sum)s in total", column=column, sum=found))
    if over:
        return str(_("%(column)s: %(sum)s in total · %(gap)s too much", column=column, sum=found, gap=gap))
    return str(_("%(column)s: %(sum)s in total · %(gap)s missing", column=column, sum=found, gap=gap))


def written(table: Table, rows: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, str]]:
    """Return rows of values as they stand in boxes; money without its currency, which stands at the column's head."""
    return [
        {NAME: str(row.get(NAME) or "")}
        | {each.name: _box(row.get(each.name), each.unit, language) for each in table.columns}
        | {each: str(row.get(each) or "") for each in carried(table)}
        for row in rows
    ]


def carried(table: Table) -> Sequence[str]:
    """Return what the rows of a table hold out of sight: those of a way their picture."""
    return (PICTURE,) if table.curve else ()


def _box(value: Any, unit: str, language: str) -> str:
    if unit == "text":
        return str(value or "")
    if not isinstance(value, int | float):
        return ""
    return format_number(value, language) if unit == "money" else format_input(value, unit, language, "")


def missing(table: Table, problems: Sequence[CellProblem]) -> str:
    """Return what a table still lacks before there is a result, in one or two sentences; empty when nothing."""
    empty = sum(each.code == "EMPTY_CELL" for each in problems)
    whole = [table_words(table, each) for each in problems if each.row is None]
    return " ".join(([missing_words(str(empty))] if empty else []) + whole)


def refusals(table: Table, problems: Sequence[CellProblem]) -> dict[Place, str]:
    """Return the words of what is refused, by cell."""
    return {
        (each.row, each.column): table_words(table, each)
        for each in problems
        if each.row is not None and each.column is not None
    }
