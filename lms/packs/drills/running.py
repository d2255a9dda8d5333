"""Simulating a drill: the years after each decision, computed one by one by its calculator, and what others would give.

A year takes the inputs as they stand, computes the calculator's outputs and the drill's figures, and leaves the inputs
that its `year` names to the next. Pure: the same decisions always give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.calculators.computing import prepare, step_value
from lms.calculators.declared import Calculator, Formula
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.packs.drills.model import YEAR, Drill, Option

Inputs = Mapping[str, Any]
"""A number, an option or None by the name of an input."""


class Broken(ValueError):
    """The numbers cannot be gone on with: `part` of the drill ("effects", "year", "figures", …) and `name` in it.

    `code` says why: that of the formula language or of an input's range, or "none" where nothing is defined. `year` is
    the number of the year it happened in.
    """

    def __init__(self, part: str, name: str, code: str, year: int) -> None:
        super().__init__(f"{part}.{name}: {code} in year {year}")
        self.part, self.name, self.code, self.year = part, name, code, year


@dataclass(frozen=True, slots=True)
class State:
    """Where the numbers stand: the inputs, and how many years have passed since the first scene."""

    inputs: Inputs
    years: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """One simulated year: its number from 1, every input, output and figure in it, and what it adds to the total."""

    number: int
    values: Mapping[str, float | None]
    worth: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A decision and the years it was followed by; `after` is where the next scene finds the numbers."""

    option: Option
    years: tuple[Year, ...]
    after: State

    def sum(self, name: str) -> float:
        """Return a figure added up over the years; None counts as nothing."""
        return sum(year.values[name] or 0.0 for year in self.years)


class Simulation:
    """One drill with its calculator."""

    def __init__(self, drill: Drill, calculator: Calculator) -> None:
        """Raise Broken when a year does nothing but begin: the calculator lacks an input, or refuses one."""
        self.drill, self.calculator = drill, calculator
        self._steps = (*(each for each in calculator.series if each.over), *calculator.outputs)
        self._tables = prepare(calculator, {}).tables

    @property
    def drawn(self) -> str:
        """Return the name of the figure that the charts draw."""
        return self.drill.figures[0].name

    def begin(self) -> State:
        """Return the numbers of the first scene: the calculator's example, and what the drill starts with instead."""
        return State(prepare(self.calculator, self.drill.start).used)

    def values(self, state: State) -> dict[str, float | None]:
        """Return the inputs, outputs and figures of a year that begins with these numbers."""
        known = self._known(state, "start")
        return {name: value if isinstance(value, float) else None for name, value in known.items()}

    def choose(self, state: State, option: Option) -> Stretch:
        """Return what a decision leads to from where the numbers stand. Raises Broken."""
        changed = self._changed(state.inputs, option.effects, "effects", state.years + 1)
        now, years, part = State({**state.inputs, **changed}, state.years), [], "effects"
        for _each in range(option.years):
            year, now = self._year(now, part)
            years.append(year)
            part = "year"
        self._known(now, "year")
        return Stretch(option, tuple(years), now)

    def at_end(self, state: State) -> float:
        """Return what the end adds to the total: 0 where the drill says nothing of it. Raises Broken."""
        formula = self.drill.total.at_end
        if formula is None:
            return 0.0
        known = self._known(state, "year")
        return self._number(formula, {**known, YEAR: float(state.years)}, "total", state.years)

    def follow(self, options: Iterable[Option]) -> tuple[Stretch, ...]:
        """Return the whole story of these decisions, from the first scene on. Raises Broken."""
        state, story = self.begin(), []
        for option in options:
            stretch = self.choose(state, option)
            story.append(stretch)
            state = stretch.after
        return tuple(story)

    def _year(self, state: State, part: str) -> tuple[Year, State]:
        number = state.years + 1
        known = self._known(state, part)
        worth = self._number(self.drill.total.each_year, {**known, YEAR: float(number)}, "total", number)
        values = {name: value if isinstance(value, float) else None for name, value in known.items()}
        changed = self._changed(known, self.drill.year, "year", number)
        return Year(number, values, worth), State({**state.inputs, **changed}, number)

    def _known(self, state: State, part: str) -> dict[str, Any]:
        """Return every name of the year that begins with these numbers. Raises Broken for one out of its range."""
        given = prepare(self.calculator, state.inputs)
        for name, code in given.problems.items():
            raise Broken(part, name, code, state.years + 1)
        known = dict(given.known)
        for each in self._steps:
            known[each.name] = step_value(each, known, self._tables)
        for each in self.drill.figures:
            known[each.name] = self._number(each, known, "figures", state.years + 1)
        return known

    def _changed(self, known: Mapping[str, Any], rules: Iterable[Formula], part: str, year: int) -> dict[str, float]:
        return {each.name: self._number(each, known, part, year) for each in rules}

    def _number(self, formula: Formula, known: Mapping[str, Any], part: str, year: int) -> float:
        found = evaluate_tree(formula.tree, known)
        if isinstance(found, float):
            return found
        raise Broken(part, formula.name, found.code if isinstance(found, Failure) else "none", year)
