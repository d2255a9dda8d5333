"""The numbers of a tool that can have a range, as its page shows them: a line of boxes for each in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from markupsafe import Markup

from lms.calculators.declared import Calculator, Input, Table
from lms.calculators.numerals import format_input
from lms.calculators.ranges.specs import MOST, TRIANGULAR, Spread, read_range
from lms.calculators.tables import labels_of
from lms.tools.holes import range_line
from lms.tools.ranges.kept import KeptRange
from lms.tools.ranges.numbers import Number
from lms.tools.ranges.printed import printed
from lms.tools.written_once import written_once

if TYPE_CHECKING:
    from lms.tools.showing import ShownCalculator

FIRST: Final = 4
"""So many numbers stand in sight from the start; the others are one choice away."""


@dataclass(frozen=True)
class TypedRange:
    """What was typed for one number and could not be kept: as it stands in its boxes, and why not."""

    low: str
    high: str
    shape: str
    error: str = ""


@dataclass(frozen=True)
class RangeRow:
    """One line of boxes: every text in the reader's number format."""

    number: Number
    likely: str
    low: str
    high: str
    shape: str
    revision: int
    is_own: bool
    from_facts: bool
    error: str


@dataclass
class RangeRows:
    """The lines of one tool: `typed` what a form held and why it was not kept, `added` what was just asked for."""

    shown: ShownCalculator
    typed: Mapping[str, TypedRange] = field(default_factory=dict)
    added: str = ""

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Return every number that can have a range, by name: inputs, then cells of tables row by row."""
        found = [*self._inputs(), *(cell for table in self.shown.calculator.tables for cell in self._cells(table))]
        return {each.name: each for each in found}

    @cached_property
    def ranges(self) -> dict[str, KeptRange]:
        """Return the ranges in force: the person's own, then the fact book's for numbers that come from there."""
        own = {name: each for name, each in self.shown.ranges.by_name.items() if name in self.numbers}
        return {**self._of_facts(), **own}

    @property
    def in_sight(self) -> list[RangeRow]:
        """Return the numbers that move the result most, of those that matter, and all others with a range."""
        return [self._row(self.numbers[name]) for name in self._sighted()]

    @property
    def others(self) -> list[Number]:
        """Return the numbers a range can be added for, while there is room for one more."""
        shown = self._sighted()
        return [each for each in self.numbers.values() if each.name not in shown] if len(shown) < MOST else []

    @property
    def blank(self) -> RangeRow:
        """Return a line for the browser to fill in and add."""
        return RangeRow(Number("", "", Input("", "number", {}), 0.0), "", "", "", TRIANGULAR, 0, False, False, "")

    def part(self, row: RangeRow, write: Callable[..., Markup], *given: Any) -> Markup:
        """Return what the macro `write` makes of a line; one in which nothing is anybody's is written once."""
        name, shown = row.number.name, self.shown
        if row.number.row or any(
            name in each for each in (shown.given, self.ranges, self.typed, shown.ranges.revisions)
        ):
            return range_line(self._key(""), row, write, *given)
        return written_once(self._key(f"range {name}"), lambda: write(row, *given))

    def choice(self, write: Callable[..., Markup], *given: Any) -> Markup:
        """Return the choice of another number that `write` makes; what stands in it follows the person's numbers."""
        if self.shown.given or self.ranges or self.typed or self.added:
            return write(self.others, *given)
        return written_once(self._key("range others"), lambda: write(self.others, *given))

    @property
    def ranged(self) -> list[Number]:
        """Return the numbers with a range: the ones that can move together."""
        return [each for name, each in self.numbers.items() if name in self.ranges]

    @property
    def is_expert(self) -> bool:
        """Return whether something is set that only the settings for experts offer: a shape, or a seed."""
        return self.asks_seed or any(each.shape != TRIANGULAR for each in self.ranges.values())

    @property
    def asks_seed(self) -> bool:
        """Return whether another seed than the usual one is asked for."""
        return self.shown.ranges.asked.values["seed"] is not None

    @property
    def asks(self) -> bool:
        """Return whether a threshold or a seed is kept."""
        return self.asks_seed or self.shown.ranges.asked.threshold is not None

    @property
    def threshold_text(self) -> str:
        """Return the kept threshold as it stands in its box; empty when there is none."""
        kept, unit = self.shown.ranges.asked.threshold, self.shown.calculator.headline.unit
        return "" if kept is None else format_input(kept, unit, self.shown.language, self.shown.currency)

    @property
    def page(self) -> str:
        """Return what the browser needs, as JSON that cannot end the script element it stands in."""
        return printed(self.numbers, self.shown.language, self.shown.currency)

    @property
    def own(self) -> dict[str, Any]:
        """Return every number and table in force, as `compute` and the engine read them."""
        return {**self.shown.results.values, **self.shown.results.tables}

    def specifications(self) -> dict[str, dict[str, Any]]:
        """Return the ranges in force as the engine reads them."""
        return {name: each.specification(self.numbers[name].value) for name, each in self.ranges.items()}

    def box(self, number: Number, value: float) -> str:
        """Return a value of this number as it stands in a box."""
        return format_input(value, number.declared.unit, self.shown.language, self.shown.currency)

    def _key(self, part: str) -> tuple[Calculator, str, str, str, int]:
        return self.shown.calculator, part, self.shown.language, self.shown.currency, 0

    def _sighted(self) -> list[str]:
        place = {move.name: at for at, move in enumerate(self.shown.results.moves)}
        mattering = [each.name for each in self.numbers.values() if each.matters]
        first = sorted(mattering, key=lambda name: place.get(name, len(place)))[:FIRST]
        wanted = {*first, *self.ranges, *self.typed, self.added}
        return [name for name in self.numbers if name in wanted]

    def _inputs(self) -> Iterator[Number]:
        for declared in self.shown.calculator.inputs:
            value = self.shown.results.values.get(declared.name)
            if declared.unit != "choice" and _is_number(value):
                yield Number(declared.name, self.shown.say(declared.label), declared, float(value))

    def _cells(self, table: Table) -> Iterator[Number]:
        rows = self.shown.results.tables.get(table.name, [])
        summed = {total.column for total in table.totals}
        columns = [each for each in table.columns if each.name not in summed and each.unit != "text"]
        for at, (label, row) in enumerate(zip(labels_of(rows), rows, strict=True)):
            for column in columns:
                value = row.get(column.name)
                if _is_number(value):
                    name, words = f"{table.name}.{column.name}.{at + 1}", self.shown.say(column.label)
                    yield Number(name, f"{label}: {words}", column, float(value), row=label)

    def _of_facts(self) -> dict[str, KeptRange]:
        found = {}
        for name, fact in self.shown.facts.items():
            number = self.numbers.get(name)
            if number is None or fact.low is None or fact.high is None or name in self.shown.own:
                continue
            given = {"low": fact.low, "high": fact.high}
            if isinstance(read_range(number.declared, given, number.value), Spread):
                found[name] = KeptRange(TRIANGULAR, fact.low, fact.high, from_facts=True)
        return found

    def _row(self, number: Number) -> RangeRow:
        kept, typed = self.ranges.get(number.name), self.typed.get(number.name)
        low = self.box(number, kept.low) if kept else ""
        high = self.box(number, kept.high) if kept else ""
        return RangeRow(
            number,
            likely=self.box(number, number.value),
            low=typed.low if typed else low,
            high=typed.high if typed else high,
            shape=typed.shape if typed else kept.shape if kept else TRIANGULAR,
            revision=self.shown.ranges.revisions.get(number.name, 0),
            is_own=kept is not None and not kept.from_facts,
            from_facts=kept is not None and kept.from_facts,
            error=typed.error if typed else "",
        )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
