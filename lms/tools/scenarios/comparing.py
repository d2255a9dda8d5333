"""Two to four sets of numbers of one tool side by side: what differs, what comes out, and how far apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.calculators.declared import Calculator, Formula, Input, Table
from lms.calculators.numerals import format_input
from lms.calculators.ranges import middle
from lms.tools.scenarios.reading import KeptScenario
from lms.tools.scenarios.wording import difference, figure
from lms.tools.showing import ShownCalculator

FEWEST: Final = 2
MOST: Final = 4
NOW: Final = "now"
"""The tool's own numbers of today, chosen beside scenarios."""


class NotComparable(ValueError):
    """What was chosen cannot stand side by side; the words say why."""


@dataclass(frozen=True)
class Compared:
    """One column: a scenario, or one's numbers of today (without an `identity`)."""

    name: str
    shown: ShownCalculator
    identity: UUID | None = None
    is_baseline: bool = False

    @cached_property
    def ends(self) -> tuple[float, float] | None:
        """Return between which two 8 of 10 runs with its ranges fall, or None where it has none."""
        rows = self.shown.range_rows
        if not rows.ranges:
            return None
        return middle(self.shown.calculator, rows.own, rows.specifications())


@dataclass(frozen=True)
class Cell:
    """One value of a line; `mark` says what it is, "example" or nothing, or how far from the first it lies."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """One number of all columns. `differs`: they are not all the same."""

    label: str
    cells: Sequence[Cell]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two to four columns of one calculator; differences are to the baseline if it is among them, else to the first."""

    calculator: Calculator
    columns: Sequence[Compared]

    @property
    def base(self) -> int:
        """Return the column the others are compared with."""
        return next((at for at, each in enumerate(self.columns) if each.is_baseline), 0)

    @cached_property
    def inputs(self) -> list[Line]:
        """Return every number that goes in: inputs, then the cells of tables."""
        cells = [line for table in self.calculator.tables for line in self._table(table)]
        return [*map(self._input, self.calculator.inputs), *cells]

    @property
    def differing(self) -> list[Line]:
        """Return the numbers in which the columns differ."""
        return [each for each in self.inputs if each.differs]

    @cached_property
    def outputs(self) -> list[Line]:
        """Return every figure a reader sees, the headline first, with its difference."""
        shown = sorted(self.calculator.outputs, key=lambda each: not each.headline)
        return [self._output(each) for each in shown if not each.hidden]

    @property
    def results(self) -> list[Line]:
        """Return the outputs, and below the headline its range where one of the columns has any."""
        return [*self.outputs[:1], *filter(None, [self.ranges]), *self.outputs[1:]]

    @property
    def ranges(self) -> Line | None:
        """Return between which two 8 of 10 runs of each column fall; None where no column has ranges."""
        ends = [each.ends for each in self.columns]
        if not any(ends):
            return None
        unit = self.calculator.headline.unit
        texts = [" – ".join(self._figure(end, unit) for end in pair) if pair else "–" for pair in ends]
        return Line(str(_("8 of 10 runs with your ranges")), [Cell(text) for text in texts], differs=True)

    def _input(self, declared: Input) -> Line:
        values = [each.shown.results.values[declared.name] for each in self.columns]
        example = [not each.shown.is_own(declared) for each in self.columns]
        texts = [self._box(declared, value) for value in values]
        marks = [
            each.shown.example if is_example and value is not None else ""
            for each, is_example, value in zip(self.columns, example, values, strict=True)
        ]
        cells = [Cell(text, mark) for text, mark in zip(texts, marks, strict=True)]
        return Line(self._first.say(declared.label), cells, len(set(values)) > 1)

    def _table(self, table: Table) -> list[Line]:
        """Return a line for each cell of a table, by the place of its row."""
        rows = [each.shown.results.tables[table.name] for each in self.columns]
        most = max(map(len, rows))
        return [self._cell(table, column, rows, at) for at in range(most) for column in table.columns]

    def _cell(self, table: Table, column: Input, rows: Sequence[Sequence[dict[str, Any]]], at: int) -> Line:
        values = [each[at].get(column.name) if at < len(each) else None for each in rows]
        names = dict.fromkeys(str(each[at].get("name") or "") for each in rows if at < len(each))
        row = " / ".join(filter(None, names)) or str(_("Row %(number)s", number=at + 1))
        cells = [Cell(self._box(column, value)) for value in values]
        return Line(f"{row}: {self._first.say(column.label)}", cells, len(set(values)) > 1)

    def _output(self, output: Formula) -> Line:
        values = [each.shown.results.outputs[output.name] for each in self.columns]
        base = values[self.base]
        cells = []
        for at, value in enumerate(values):
            both = isinstance(value, float) and isinstance(base, float) and at != self.base
            gap = value - base if both else None  # type: ignore[operator]  # `both` says that they are numbers
            mark = difference(gap, output.unit, self._first.language, self._first.currency)
            cells.append(Cell(self._figure(value, output.unit), mark))
        return Line(self._first.say(output.label), cells, len(set(values)) > 1)

    def _box(self, declared: Input, value: Any) -> str:
        if declared.choices:
            return next((self._first.say(each.label) for each in declared.choices if each.value == value), "–")
        if not isinstance(value, int | float):
            return str(value) if value else "–"
        return format_input(value, declared.unit, self._first.language, self._first.currency)

    def _figure(self, value: Any, unit: str) -> str:
        return figure(value, unit, self._first.language, self._first.currency)

    @property
    def _first(self) -> ShownCalculator:
        return self.columns[0].shown


def chosen_among(scenarios: Sequence[KeptScenario], ids: Sequence[str]) -> list[KeptScenario]:
    """Return the scenarios with these ids, each once, in the order chosen; an id that is not there is left out."""
    known = {str(each.row.id): each for each in scenarios}
    return [known[each] for each in dict.fromkeys(ids) if each in known]


def check(chosen: Sequence[KeptScenario], *, with_now: bool) -> None:
    """Raise NotComparable, in words, where these cannot stand side by side."""
    count = len(chosen) + with_now
    if len({each.calculator.uuid for each in chosen}) > 1:
        raise NotComparable(
            _(
                "These scenarios belong to different tools, and their figures answer different questions. "
                "Choose scenarios of one tool."
            )
        )
    if not chosen or count < FEWEST:
        raise NotComparable(_("Choose two to four scenarios of one tool to see them side by side."))
    if count > MOST:
        raise NotComparable(_("Four fit side by side, and you chose more. Leave some out."))


def comparison(chosen: Sequence[KeptScenario], now: ShownCalculator | None) -> Comparison:
    """Return what was chosen side by side, one's numbers of today last."""
    columns = [Compared(each.name, each.shown, each.row.id, each.is_baseline) for each in chosen]
    if now is not None:
        columns.append(Compared(str(_("My numbers now")), now))
    return Comparison(chosen[0].calculator, columns)
