"""What the page for a steering group says of a business case, in the reader's language and number format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from lms.calculators.declared import Formula, Input
from lms.calculators.numerals import format_value
from lms.calculators.ranges import run_ranges
from lms.tools.cases.links import EFFECTS, MEASURE, Measure, measure_in
from lms.tools.cases.sources import LinkedRow
from lms.tools.cases.taking import AMOUNT
from lms.tools.ranges.results import ShownRun
from lms.tools.ranges.running import Asked, Run
from lms.tools.ranges.wording import of_hundred, span
from lms.tools.scenarios.comparing_chart import Picture
from lms.tools.scenarios.reading import KeptScenario
from lms.tools.showing import ShownCalculator

MOST_ROWS: Final = 6
"""So many rows of a table stand on the page, the largest; the others are one line together."""
MOST_ASSUMPTIONS: Final = 3
_MOST_NAMES: Final = 3


@dataclass(frozen=True)
class SheetRow:
    """One row of a table on the page: its name and its cells."""

    name: str
    cells: list[str]


@dataclass(frozen=True)
class Assumption:
    """One number the worth hangs on: its low and high end, and the worth at either."""

    label: str
    low: str
    at_low: str
    high: str
    at_high: str


@dataclass
class CaseSheet:
    """One business case on its page. `links`: its rows taken from scenarios; none for somebody it is shared with."""

    kept: KeptScenario
    links: Sequence[LinkedRow] = ()

    @property
    def shown(self) -> ShownCalculator:
        """Return its calculator as it is shown."""
        return self.kept.shown

    @cached_property
    def run(self) -> ShownRun | None:
        """Return what its ranges give; None without ranges, or where they cannot be run."""
        rows = self.shown.range_rows
        if not rows.ranges:
            return None
        found = run_ranges(self.shown.calculator, rows.own, rows.specifications())
        shown = ShownRun(rows, Run(Asked(), found))
        return None if shown.run.is_refused or not shown.has_figures else shown

    @property
    def worth(self) -> str:
        """Return the net present value, with as many digits as its range bears."""
        headline = self.shown.calculator.headline
        return self.run.figure(self.shown.results.outputs[headline.name]) if self.run else self.shown.figure(headline)

    @property
    def loss(self) -> str:
        """Return in how many of the runs it is worth less than nothing; empty without ranges."""
        share = None if self.run is None else self.run.run.ranges.below_zero
        return "" if share is None else of_hundred(share)

    @property
    def payback(self) -> str:
        """Return after how long the money is back."""
        value = self.shown.results.outputs["payback"]
        return self.shown.cell(value, "years") if isinstance(value, float) else str(_("not within these years"))

    def output(self, name: str) -> Formula:
        """Return a declared output."""
        return next(each for each in self.shown.calculator.outputs if each.name == name)

    def figure(self, name: str) -> str:
        """Return an output in the reader's format."""
        return self.shown.figure(self.output(name))

    @property
    def costs(self) -> list[SheetRow]:
        """Return what it takes: at once and every year, the dearest first."""
        rows = sorted(self._rows("costs"), key=lambda row: -abs(row["one_off"]) - abs(row["yearly"]))
        return self._fitted(rows, ["one_off", "yearly"], lambda row: self._money(row, "one_off", "yearly"))

    @property
    def effects(self) -> list[SheetRow]:
        """Return what it gives: a year, our share, when it begins and how long it lasts, the largest first."""
        rows = sorted(self._rows(EFFECTS), key=lambda row: -abs(row["amount"] * row["caused"]))
        return self._fitted(rows, ["amount"], self._effect)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows a table is computed with, each with its place from 1; none while it is unfinished."""
        if self.shown.problem:
            return []
        return [{**row, "place": at} for at, row in enumerate(self.shown.results.tables[table], 1)]

    def _fitted(
        self, rows: list[dict[str, Any]], summed: list[str], cells: Callable[[dict[str, Any]], list[str]]
    ) -> list[SheetRow]:
        shown, rest = (rows, []) if len(rows) <= MOST_ROWS else (rows[: MOST_ROWS - 1], rows[MOST_ROWS - 1 :])
        found = [SheetRow(str(row["name"]) or str(row["place"]), cells(row)) for row in shown]
        if rest:
            total = {name: sum(row[name] for row in rest) for name in summed}
            empty = [""] * (len(found[0].cells) - len(summed))
            words = str(_("%(count)s smaller ones together", count=len(rest)))
            found.append(SheetRow(words, [*self._money(total, *summed), *empty]))
        return found

    def _effect(self, row: dict[str, Any]) -> list[str]:
        columns = {each.name: each for each in self.shown.calculator.table(EFFECTS).columns}
        others = [self._cell(columns[name], row[name]) for name in ("caused", "starts", "lasts")]
        kept = self.shown.range_rows.ranges.get(f"{AMOUNT}.{row['place']}")
        ends = span(*(self._cell(columns["amount"], end) for end in (kept.low, kept.high))) if kept else "–"
        return [*self._money(row, "amount"), ends, *others]

    def _money(self, row: dict[str, Any], *names: str) -> list[str]:
        return [format_value(row[name], "money", self.shown.language, self.shown.currency) for name in names]

    def _cell(self, column: Input, value: float) -> str:
        return format_value(value, column.unit, self.shown.language, self.shown.currency)

    @property
    def assumptions(self) -> list[Assumption]:
        """Return the numbers with a range that move the worth most, at most three."""
        return [] if self.run is None else [Assumption(*each) for each in self.run.swings[:MOST_ASSUMPTIONS]]

    @property
    def moves(self) -> list[tuple[str, str]]:
        """Return what moves the worth most when it is a tenth lower or higher, of numbers without a range.

        So many of them that there are three with the assumptions above. Whole numbers are left out: how many years are
        counted is agreed, not assumed.
        """
        room = MOST_ASSUMPTIONS - len(self.assumptions)
        ranged = {name.rpartition(".")[0] if "." in name else name for name in self.shown.range_rows.ranges}
        free = [each for each in self.shown.results.moves if each.swing > 0 and each.name not in ranged]
        moves = [each for each in free if not self.shown.calculator.moved(each.name)[0].whole]
        return [self.shown.moved(each) for each in moves[:room]]

    @property
    def measure(self) -> Measure | None:
        """Return what is measured first and by when, as somebody planned it."""
        return measure_in(self.kept.about(MEASURE))

    @property
    def advice(self) -> str:
        """Return which number is most worth measuring, in a sentence; empty where the ranges do not say."""
        return self.run.measure if self.run else ""

    @property
    def most_worth_knowing(self) -> str:
        """Return the name of that number."""
        first = next(iter(self.run.run.ranges.worth), None) if self.run else None
        return self.run.label(first.name) if self.run and first else ""

    @property
    def doubts(self) -> list[str]:
        """Return what a reader has to know before they believe the figures, one sentence each."""
        found = []
        if self._examples:
            words = _("Still the example's, not ours: %(names)s.", names=", ".join(self._examples))
            found.append(str(words))
        if self.run is None:
            found.append(str(_("No number has a range yet, so nobody can say how sure this is.")))
        elif self._without_range:
            found.append(str(_("Without a range: %(names)s.", names=_listed(self._without_range))))
        for each in self.links:
            if each.rests_on_examples:
                mine = "" if each.plan is None else each.plan.brief.mine_text
                found.append(str(_("“%(name)s” rests on a scenario in which %(mine)s.", name=each.link.row, mine=mine)))
            if each.has_moved:
                found.append(str(_("The scenario behind “%(name)s” says something else today.", name=each.link.row)))
        return [*found, *(text for _name, text, applies in self.shown.notes if applies)]

    @property
    def _examples(self) -> list[str]:
        """Return what of the numbers that matter is the example's: tables and inputs, by their labels."""
        calculator, mine = self.shown.calculator, self.shown.results.mine
        tables = [(each.name, each.label) for each in calculator.tables]
        inputs = [(each.name, each.label) for each in calculator.inputs if each.matters]
        return [self.shown.say(label) for name, label in (*tables, *inputs) if name not in mine]

    @property
    def _without_range(self) -> list[str]:
        ranges = self.shown.range_rows.ranges
        rows = self._rows(EFFECTS)
        return [str(row["name"]) for row in rows if not any(_is_of(name, row["place"]) for name in ranges)]

    @property
    def picture(self) -> Picture | None:
        """Return the money year by year, for the browser, with its table twin."""
        chart, shown = self.shown.calculator.chart, self.shown
        if chart is None or shown.problem:
            return None
        return Picture(
            chart.spec,
            [{"name": each.name, "unit": each.unit, "label": shown.say(each.label)} for each in chart.columns],
            [dict(row) for row in shown.results.table],
            shown.say(chart.description),
            [shown.say(each.label) for each in chart.columns],
            shown.charts[0].table,
            shown.language,
            shown.currency,
            {name: shown.say(text) for name, text in chart.texts.items()},
        )

    @property
    def by_when(self) -> str:
        """Return the day by which the first number is measured, written out."""
        return format_date(self.measure.day, "long") if self.measure else ""


def _listed(names: list[str]) -> str:
    """Return at most three names, and how many there are beside them."""
    shown, more = ", ".join(names[:_MOST_NAMES]), len(names) - _MOST_NAMES
    return shown if more <= 0 else str(_("%(names)s and %(count)s more", names=shown, count=more))


def _is_of(name: str, place: int) -> bool:
    """Return whether a range is of a cell in this row of the effects."""
    return name.startswith(f"{EFFECTS}.") and name.endswith(f".{place}")
