"""A whole calculator in cells: what may be entered, whether it can be used, and every step from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from lms.calculators.codes import INVALID_INPUT, MESSAGES, OUT_OF_DOMAIN
from lms.calculators.computing import prepare, step_value
from lms.calculators.declared import Calculator, Chart, Input, Row, Table
from lms.calculators.formula.scalar import Failure
from lms.calculators.tables import labels_of
from lms.tools.exports.cells import Block, Size, number, quoted
from lms.tools.exports.working import ERRORS, LENGTHS, LINE_COLUMN, Line, Working, cell_name
from lms.tools.showing import ShownCalculator

_HAIR: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Places:
    """Where numbers are entered: the sheet as formulas name it, the row of each input, and of each table's first row.

    Inputs stand in column B; a table's names in A and its columns from B on.
    """

    sheet: str
    inputs: Mapping[str, int]
    tables: Mapping[str, int]

    def input(self, name: str) -> str:
        """Return the cell of an input."""
        return f"{self.sheet}!$B${self.inputs[name]}"

    def cell(self, table: Table, column: Input, place: int) -> str:
        """Return a cell of a table; `place` counts from 1."""
        letter = chr(ord("B") + table.columns.index(column))
        return f"{self.sheet}!${letter}${self.tables[table.name] + place - 1}"


@dataclass(frozen=True, slots=True)
class TwinRow:
    """One row of the chart's table: its label, and the cell of each column, or what is written there."""

    label: str | None
    cells: Sequence[str | None]
    texts: Sequence[str]


class Calculation:
    """Everything that is computed, on a `Working`.

    `fits`: the cell that says whether the numbers can be used. `messages`: what to say of each error, in the order of
    ERROR.TYPE(). `notes`: the cell of each note's condition. `twins`: the rows of each chart's table.
    """

    def __init__(self, shown: ShownCalculator, places: Places) -> None:
        """Lay out every formula of the calculator with the numbers it is shown with."""
        self._shown, self._calculator, self._places = shown, shown.calculator, places
        self._tables = shown.results.tables
        self._known = _known(self._calculator, shown)
        labels = {
            each.name: {one.value: shown.say(one.label) for one in each.choices} for each in self._calculator.inputs
        }
        self.working = Working(self._calculator, self._known, labels)
        self.messages = f"${LINE_COLUMN}${LENGTHS}:${LINE_COLUMN}${LENGTHS + len(ERRORS) - 1}"
        self.working.lines += [Line(error, '=""', "") for error in ERRORS]
        self._enter()
        self.fits = self._check()
        for each in self._calculator.steps:
            label = shown.say(each.label) or each.name
            if self._is_series(each.name):
                self.working.series(label, each.tree, each.name, self._size(each.over) if each.over else None)
            else:
                self.working.computed(label, each.tree, each.name)
        self.notes = {each.name: self.working.computed(each.name, each.tree) for each in self._calculator.notes}
        self.twins = [list(self._twin(each)) for each in self._calculator.charts]
        self.working.lines[: len(ERRORS)] = self._said()

    def row(self, series: str, place: int) -> str:
        """Return the cell of a series over a table."""
        return self.working.block(series).cell(place)

    def _is_series(self, name: str) -> bool:
        return any(each.name == name for each in self._calculator.series)

    def _size(self, table: str) -> Size:
        rows = len(self._tables[table])
        return Size(str(rows), max(1, rows))

    def _enter(self) -> None:
        """Let formulas see what is entered; an optional number is #N/A while its cell is empty."""
        for each in self._calculator.inputs:
            if each.optional:
                cell = self._places.input(each.name)
                found = self._known[each.name]
                self.working.line(self._shown.say(each.label), f'IF({cell}="",NA(),{cell})', found, each.name)
            else:
                self.working.refer(each.name, cell_name(each.name))
        for table in self._calculator.tables:
            for column in table.columns:
                self._column(table, column)

    def _column(self, table: Table, column: Input) -> None:
        """Write a column of a table; texts become numbers in the order of their first appearance, empty ones 0."""

        def of_number(place: int, _block: Block) -> str:
            cell = self._places.cell(table, column, place)
            return f"IF(ISNUMBER({cell}),{cell},{self.working.failing(INVALID_INPUT)})"

        def of_text(place: int, block: Block) -> str:
            cell = self._places.cell(table, column, place)
            if place == 1:
                return f'IF(TRIM({cell})="",0,1)'
            above = (
                f"{self._places.cell(table, column, 1)}:{self._places.cell(table, column, place - 1).partition('!')[2]}"
            )
            codes = f"{block.cell(1)}:{block.cell(place - 1)}"
            seen = f"SUMPRODUCT(MAX((LOWER(TRIM({above}))=LOWER(TRIM({cell})))*{codes}))"
            return f'IF(TRIM({cell})="",0,IF({seen}>0,{seen},MAX({codes})+1))'

        name = f"{table.name}.{column.name}"
        label = f"{self._shown.say(table.label)}: {self._shown.say(column.label)}"
        values = self._known.get(name, Failure(INVALID_INPUT))
        self.working.laid(label, self._size(table.name), of_text if column.is_text else of_number, values, name)

    def _check(self) -> str:
        """Write what the page checks before it computes; return the cell that says whether all is well."""
        first = len(self.working.lines)
        for label, formula in self._checks():
            self.working.line(label, formula, self._is_well())
        rows = f"${LINE_COLUMN}${LENGTHS + first}:${LINE_COLUMN}${LENGTHS + len(self.working.lines) - 1}"
        if len(self.working.lines) == first:
            return self.working.line(str(_("All numbers can be used")), "TRUE", True)
        return self.working.line(str(_("All numbers can be used")), f"AND({rows})", self._is_well())

    def _is_well(self) -> bool:
        return not self._shown.results.problems and not self._shown.results.cells

    def _checks(self) -> Iterator[tuple[str, str]]:
        for each in self._calculator.inputs:
            cell = self._places.input(each.name)
            if each.choices:
                said = (f"{cell}={quoted(self._shown.say(one.label))}" for one in each.choices)
                yield self._shown.say(each.label), f"OR({','.join(said)})"
                continue
            tests = _where(f"ISNUMBER({cell})", _bounds(each, cell, cell))
            yield self._shown.say(each.label), f'IF({cell}="",TRUE,{tests})' if each.optional else tests
        for table in self._calculator.tables:
            rows = len(self._tables[table.name])
            for column in table.columns:
                if not column.is_text and rows:
                    last = self._places.cell(table, column, rows).partition("!")[2]
                    cells = f"{self._places.cell(table, column, 1)}:{last}"
                    kept = _bounds(column, f"MIN({cells})", f"MAX({cells})", cells)
                    kept += [_total(each, cells) for each in table.totals if each.column == column.name]
                    label = f"{self._shown.say(table.label)}: {self._shown.say(column.label)}"
                    yield label, _where(f"COUNT({cells})={rows}", kept)

    def _twin(self, chart: Chart) -> Iterator[TwinRow]:
        if chart.rows:
            for row in chart.rows:
                yield from self._part(row, [each.name for each in chart.columns])
            return
        columns = [self.working.block(each.name) for each in chart.columns]
        for place in range(1, max((each.size.places for each in columns), default=0) + 1):
            cells = [each.cell(place) if place <= each.size.places else None for each in columns]
            yield TwinRow(None, cells, [""] * len(cells))

    def _part(self, row: Row, names: Sequence[str]) -> Iterator[TwinRow]:
        """Return the row of a chart; over a table, one for each row of it."""
        wanted = [each for each in row.fields if each.name in names]
        label = self._shown.say(row.label)
        if not row.over:
            held = {each.name: self.working.computed(f"{label}: {each.name}", each.tree) for each in wanted}
            yield TwinRow(label, [held.get(name) for name in names], [""] * len(names))
            return
        size = self._size(row.over)
        blocks = {
            each.name: self.working.series(f"{label or row.name}: {each.name}", each.tree, size=size) for each in wanted
        }
        rows = self._tables[row.over]
        for place, (said, cells) in enumerate(zip(labels_of(rows), rows, strict=True), 1):
            texts = [
                str(cells.get(name.removesuffix("_text")) or "") if name.endswith("_text") else "" for name in names
            ]
            yield TwinRow(said, [blocks[name].cell(place) if name in blocks else None for name in names], texts)

    def _said(self) -> list[Line]:
        codes = self.working.error_codes()
        texts = {
            error: self._shown.say(MESSAGES.get(codes.get(error, ""), MESSAGES[OUT_OF_DOMAIN])) for error in ERRORS
        }
        return [Line(error, f"={quoted(texts[error])}", texts[error]) for error in ERRORS[:-1]] + [
            Line(ERRORS[-1], f"={quoted('–')}", "–")
        ]


def _known(calculator: Calculator, shown: ShownCalculator) -> dict[str, Any]:
    """Return the value of every name; #VALUE! everywhere while something entered cannot be used."""
    prepared = prepare(calculator, shown.given, shown.language)
    known: dict[str, Any] = dict(prepared.known)
    for each in calculator.steps:
        known[each.name] = step_value(each, known, prepared.tables) if prepared.valid else Failure(INVALID_INPUT)
    return known


def _bounds(declared: Input, least: str, most: str, cells: str = "") -> list[str]:
    """Return the tests of a number, or of the least and the largest of a column's `cells`."""
    found = [f"{least}>={number(declared.minimum)}"] if declared.minimum is not None else []
    if declared.maximum is not None:
        found.append(f"{most}<={number(declared.maximum)}")
    if declared.whole:
        found.append(f"SUMPRODUCT(--({cells}<>INT({cells})))=0" if cells else f"{least}=INT({least})")
    return found


def _where(condition: str, tests: Sequence[str]) -> str:
    """Return all tests of what is a number at all; of a text they would be an error."""
    return f"IF({condition},AND({','.join(tests)}),FALSE)" if tests else condition


def _total(total: Any, cells: str) -> str:
    return f"ABS(SUM({cells})-{number(total.must_be)})<={number(total.tolerance + _HAIR)}"
