"""The sheet in which a workbook computes: a line for each single value, a column for each series.

Lines stand in columns A and B, single values that others use under their own names. Series stand beside them: their
label, how many values there are, then the values. Every cell carries the value that we computed for it as well, for
those who read the file without computing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lms.calculators.codes import DIVIDE_BY_ZERO, INVALID_INPUT, OUT_OF_DOMAIN, TOO_LARGE, TOO_MANY_STEPS
from lms.calculators.declared import Calculator
from lms.calculators.formula.language import MAXIMUM_PERIODS, Tree
from lms.calculators.formula.printing import print_formula
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.tools.exports.cells import LONGEST, NONE, Block, Size, number, quoted
from lms.tools.exports.formulas import Formulas
from lms.tools.exports.longest import most_periods

HEADS: Final = 2
LENGTHS: Final = 3
FIRST: Final = 4
"""Rows, from 1: what a column is, how many values it has, its first value."""

LINE_COLUMN: Final = "B"
ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In the order of ERROR.TYPE()."""

_FIRST_SERIES: Final = 3
_FREE: Final = ("#REF!", "#NAME?")
"""For codes that an author names. #NULL! is none of them: to LibreOffice ERROR.TYPE() of it is #N/A."""
_LETTERS: Final = 26
_TAKEN: Final = re.compile(r"[a-z]{1,3}[0-9]+|[rc]|r[0-9]*c[0-9]*|true|false", re.IGNORECASE)
"""Names that a spreadsheet takes for a cell, or for something of its own."""

Shown = float | bool | str
"""What we computed for a cell; an error is its text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One single value: what it is, its formula with `=`, what we computed, and the name of its cell, if any."""

    label: str
    formula: str
    value: Shown
    name: str = ""


@dataclass(slots=True)
class Column:
    """One series; `length` is a formula, or a number where it never changes."""

    block: Block
    label: str
    length: str
    count: Shown
    formulas: list[str] = field(default_factory=list)
    values: list[Shown] = field(default_factory=list)


class Working:
    """Lays out lines and columns, and answers what formulas ask (`cells.Sheet`)."""

    def __init__(
        self, calculator: Calculator, known: Mapping[str, Any], choices: Mapping[str, Mapping[str, str]]
    ) -> None:
        """`known`: the value of every name. `choices`: input → option → what stands in its cell."""
        self.lines: list[Line] = []
        self.columns: list[Column] = []
        self.values: list[str] = []
        self.formulas = Formulas(self)
        self._calculator, self._known, self._choices = calculator, known, choices
        self._errors = {
            OUT_OF_DOMAIN: "#NUM!", TOO_LARGE: "#NUM!", TOO_MANY_STEPS: "#NUM!", DIVIDE_BY_ZERO: "#DIV/0!",
            INVALID_INPUT: "#VALUE!",
        }  # fmt: skip
        self._names: dict[str, str | Block] = {}
        self._held: dict[str, str] = {}
        self._blocks: dict[str, Block] = {}

    def line(self, label: str, formula: str, value: object, name: str = "") -> str:
        """Write a single value below the others; return its cell, by its name where it has one."""
        own = cell_name(name) if name else ""
        self.lines.append(Line(label, f"={formula}", self.shown(value), own))
        cell = own or f"${LINE_COLUMN}${LENGTHS + len(self.lines) - 1}"
        if name:
            self._names[name] = cell
        return cell

    def refer(self, name: str, cell_name: str) -> None:
        """Let formulas see a cell of another sheet under the name it has there."""
        self._names[name] = cell_name

    def computed(self, label: str, tree: Tree, name: str = "") -> str:
        """Write a formula as a line; where it is too long for a spreadsheet, its value."""
        text, value = self.formulas.text(tree), evaluate_tree(tree, self._known)
        return self.line(label, text if len(text) <= LONGEST else self._fixed(label, value), value, name)

    def series(self, label: str, tree: Tree, name: str = "", size: Size | None = None) -> Block:
        """Write a formula as a column; `size`: that of the table it is over, where the formula does not say."""
        size = self.formulas.size(tree) or size or Size("1", 1)
        values = evaluate_tree(tree, self._known)

        def write(place: int, block: Block) -> str:
            if isinstance(tree, list) and tree[0] == "cumulative":
                term = self.formulas.text(tree[1], place)
                return term if place == 1 else f"{block.cell(place - 1)}+{term}"
            return self.formulas.text(tree, place)

        return self.laid(label, size, write, values, name)

    def laid(self, label: str, size: Size, write: Callable[[int, Block], str], values: object, name: str = "") -> Block:
        """Write a column: `write` gives the formula of each place, without `=`; `values` what we computed."""
        at = len(self.columns)
        letters, length = _letters(_FIRST_SERIES + at), size.text
        if not size.is_fixed:
            length = f"${letters}${LENGTHS}"
        block = Block(letters, FIRST, Size(length, size.places))
        count = len(values) if isinstance(values, list) else values
        column = Column(block, label, size.text if size.is_fixed else f"={size.text}", self.shown(count))
        self.columns.append(column)
        for place in range(1, size.places + 1):
            body = write(place, block)
            column.formulas.append(f"={body}" if size.is_fixed else _within(length, place, body))
            column.values.append(self.shown(_at(values, place)))
        if name:
            self._names[name] = block
        return block

    def shown(self, value: object) -> Shown:
        """Return what a cell shows of a value of ours."""
        if isinstance(value, Failure):
            return self.failing(value.code)
        if value is None:
            return "#N/A"
        return value if isinstance(value, bool | str) else float(value)  # type: ignore[arg-type]  # a number

    def error_codes(self) -> dict[str, str]:
        """Return the code each error of the spreadsheet stands for."""
        first = {error: code for code, error in reversed(self._errors.items())}
        return {**first, "#NUM!": OUT_OF_DOMAIN}

    def named(self, name: str) -> str | Block:
        """Return the cell or column of a name; see `cells.Sheet` for this and what follows."""
        return self._names[name]

    def block(self, name: str) -> Block:
        """Return the column of a series."""
        found = self._names[name]
        if not isinstance(found, Block):
            raise TypeError(f"{name} is no series")
        return found

    def option(self, name: str, option: str) -> str:
        """Return the label that stands in the cell of a choice."""
        return quoted(self._choices[name][option])

    def held(self, tree: Tree) -> str:
        """Return the line of a part of a formula; the same part has the same line."""
        key = json.dumps(tree)
        if key not in self._held:
            self._held[key] = self.computed(print_formula(tree), tree)
        return self._held[key]

    def column(self, tree: Tree) -> Block:
        """Return the column of a series."""
        if isinstance(tree, str):
            return self.block(tree)
        key = json.dumps(tree)
        if key not in self._blocks:
            self._blocks[key] = self.series(print_formula(tree), tree)
        return self._blocks[key]

    def checked(self, count: Tree) -> Size:
        """Return the length of years(count)."""
        if isinstance(count, int | float):
            return Size(number(count), max(1, int(count)))
        key = json.dumps(["years", count])
        if key not in self._held:
            asked = self.formulas.atom(count, None)
            wrong = f"OR({asked}<>INT({asked}),{asked}<0,{asked}>{MAXIMUM_PERIODS})"
            found = evaluate_tree(["count", ["years", count]], self._known)
            text = f"IF({wrong},{self.failing(OUT_OF_DOMAIN)},{asked})"
            self._held[key] = self.line(print_formula(["count", ["years", count]]), text, found)
        return Size(self._held[key], most_periods(self._calculator, count))

    def fitted(self, tree: Tree) -> str:
        """Return the value of a fit, which no formula can repeat."""
        return self._fixed(print_formula(tree), evaluate_tree(tree, self._known))

    def failing(self, code: str) -> str:
        """Return the error for a code: the next free one for one that an author names."""
        if code not in self._errors:
            free = [each for each in _FREE if each not in self._errors.values()]
            self._errors[code] = free[0] if free else "#NUM!"
        return self._errors[code]

    def _fixed(self, label: str, value: object) -> str:
        self.values.append(label)
        shown = self.shown(value)
        return NONE if shown == "#N/A" else number(shown) if isinstance(shown, float) else str(shown)


def cell_name(name: str) -> str:
    """Return what a cell may be called for a name of ours."""
    return f"{name}_" if _TAKEN.fullmatch(name) else name


def _within(length: str, place: int, body: str) -> str:
    """Return a place of a series that ends sooner at times; a length that fails is said once, at the first place."""
    here = f'IF({place}>{length},"",{body})'
    return f"={here}" if place == 1 else f'=IF(ISERROR({length}),"",{here})'


def _at(values: object, place: int) -> object:
    if not isinstance(values, list):
        return values
    return values[place - 1] if place <= len(values) else ""


def _letters(at: int) -> str:
    """Return the letters of a column, counted from 0: A … Z, AA …"""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, _LETTERS)
        found = chr(ord("A") + rest) + found
    return found
