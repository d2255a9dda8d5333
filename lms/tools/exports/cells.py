"""What a formula of a spreadsheet is made of: cells, columns of series, and what it may ask of its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from lms.calculators.formula.language import Tree

NONE: Final = "NA()"
LONGEST: Final = 8_000
"""Characters of one formula; spreadsheets take 8,192."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a series is: a number or a cell that holds it, and how many places are kept for it at most."""

    text: str
    places: int

    @property
    def is_fixed(self) -> bool:
        """Tell whether it never changes in this workbook."""
        return self.text == str(self.places)


@dataclass(frozen=True, slots=True)
class Block:
    """A series in the sheet: a column of cells, below each other."""

    column: str
    first: int
    size: Size

    def cell(self, place: int) -> str:
        """Return one cell; `place` counts from 1."""
        return f"${self.column}${self.first + place - 1}"

    @property
    def range(self) -> str:
        """Return all cells; those beyond the series' length hold an empty text, which no sum counts."""
        return f"{self.cell(1)}:{self.cell(self.size.places)}"


class Sheet(Protocol):
    """What a formula asks of the sheet it stands in."""

    def named(self, name: str) -> str | Block:
        """Return the cell, by its name, or the column of an input, a table's column or an earlier formula."""

    def option(self, name: str, option: str) -> str:
        """Return what stands in the cell of a choice when this option is chosen."""

    def held(self, tree: Tree) -> str:
        """Return a cell that holds a part of a formula."""

    def column(self, tree: Tree) -> Block:
        """Return a column that holds a series."""

    def checked(self, count: Tree) -> Size:
        """Return the length of years(count): a cell that fails where it is no whole number from 0 to 200."""

    def fitted(self, tree: Tree) -> str:
        """Return the value of what a spreadsheet cannot compute, as a number, and remember to say so."""

    def failing(self, code: str) -> str:
        """Return the error that stands for a code."""


def number(value: float) -> str:
    """Return a number as a formula writes it, in every language of the spreadsheet."""
    return str(int(value)) if float(value).is_integer() else repr(float(value)).upper()


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
