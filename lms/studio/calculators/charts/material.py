"""What a calculator has that can be drawn: results of one unit, rows of periods, numbers for each row of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from lms.calculators.codes import Text
from lms.calculators.computing import Results, compute
from lms.calculators.declared import Calculator, Table

_MOST_PARTS: Final = 8
"""So many results are tried as the parts of a sum."""
_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing that can be drawn: its name in formulas (`segments.share` for a column), its unit and label."""

    name: str
    unit: str
    label: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """What a picture shows: `fields` by name; `axis` a row of periods, or a table; `total` what the parts add up to."""

    fields: tuple[str, ...]
    axis: str = ""
    total: str = ""


@dataclass(frozen=True)
class Material:
    """What there is to draw. `tables`: table → its numbers, one for each row. `parts`: what adds up to the headline."""

    calculator: Calculator
    results: tuple[Drawn, ...]
    periods: tuple[Drawn, ...]
    tables: Mapping[str, tuple[Drawn, ...]]
    parts: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Return the name of the large figure."""
        return self.calculator.headline.name

    def of_unit(self, unit: str) -> list[Drawn]:
        """Return the results of a unit."""
        return [each for each in self.results if each.unit == unit]

    def named(self, name: str) -> Drawn:
        """Return one thing by its name; KeyError where there is none."""
        among = (*self.results, *self.periods, *(each for of in self.tables.values() for each in of))
        for each in among:
            if each.name == name:
                return each
        raise KeyError(name)

    def table(self, name: str) -> Table:
        """Return a table by its name."""
        return self.calculator.table(name)


def material_of(calculator: Calculator) -> Material:
    """Return what a calculator has to draw, as its example gives it: what is no number there is left out."""
    found = compute(calculator, {})
    results = [each for each in calculator.outputs if each.label and isinstance(found.outputs[each.name], float)]
    shown = [each for each in results if not each.hidden or each.headline]
    periods = [
        each for each in calculator.series if not each.over and each.label and isinstance(found.series[each.name], list)
    ]
    return Material(
        calculator,
        tuple(Drawn(each.name, each.unit, each.label) for each in shown),
        tuple(Drawn(each.name, each.unit, each.label) for each in periods),
        {each.name: _of_rows(calculator, each, found) for each in calculator.tables},
        _parts(calculator, [each.name for each in shown], found),
    )


def _of_rows(calculator: Calculator, table: Table, found: Results) -> tuple[Drawn, ...]:
    columns = [Drawn(f"{table.name}.{each.name}", each.unit, each.label) for each in table.columns if not each.is_text]
    series = [
        Drawn(each.name, each.unit, each.label)
        for each in calculator.series
        if each.over == table.name and each.label and isinstance(found.series[each.name], list)
    ]
    return (*series, *columns)


def _parts(calculator: Calculator, names: list[str], found: Results) -> tuple[str, ...]:
    """Return the results that add up to the headline, as many as there are; none where there are no such."""
    headline = calculator.headline
    total = found.outputs[headline.name]
    same = [name for name in names if name != headline.name and calculator.output(name).unit == headline.unit]
    if not isinstance(total, float):
        return ()
    for count in range(min(len(same), _MOST_PARTS), 1, -1):
        for some in combinations(same[:_MOST_PARTS], count):
            added = sum(float(found.outputs[name] or 0.0) for name in some)
            if abs(added - total) <= _CLOSE * max(1.0, abs(total)):
                return some
    return ()
