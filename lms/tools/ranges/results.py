"""A run as its reader sees it: sentences and tables, in their language and number format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask_babel import gettext as _

from lms.calculators.codes import FIELD_MESSAGES
from lms.calculators.numerals import format_number, format_percent
from lms.calculators.ranges import BreakEven
from lms.calculators.ranges.results import Crossing, Swing
from lms.tools.ranges.fan import fan_heads, fan_rows
from lms.tools.ranges.numbers import Number
from lms.tools.ranges.picture import Picture
from lms.tools.ranges.pictures import pictures
from lms.tools.ranges.precision import rounded, step_of
from lms.tools.ranges.rows import RangeRows
from lms.tools.ranges.running import Run
from lms.tools.ranges.shell import command
from lms.tools.ranges.wording import eight_of_ten, failed_words, of_hundred, range_words, span
from lms.tools.wording import problem_words

_CLASSES: Final = 10
_WORTH_SAYING: Final = 0.05
"""A reduction below this share is not worth a sentence: its error is of that size."""


@dataclass(frozen=True)
class Turn:
    """Where the result turns when one number changes: the number as it stands, the values, and a word on them."""

    label: str
    now: str
    turns: str
    remark: str


@dataclass
class ShownRun:
    """What the templates need of a run."""

    rows: RangeRows
    run: Run

    @property
    def problems(self) -> dict[str, str]:
        """Return what keeps a range from being used, in words, by the number's name."""
        known, declared = self.rows.numbers, {each.name: each for each in self.rows.shown.calculator.inputs}
        return {
            name: range_words(known[name].declared, code)
            if name in known
            else problem_words(declared[name], code)
            if name in declared and code in FIELD_MESSAGES
            else range_words(None, code)
            for name, code in self.run.ranges.problems.items()
        }

    @property
    def has_figures(self) -> bool:
        """Return whether the runs gave a range."""
        return self.run.ranges.p10 is not None

    @cached_property
    def step(self) -> float | None:
        """Return the power of ten that figures of the headline are rounded to: what their range can bear."""
        low, high = self.run.ranges.p10, self.run.ranges.p90
        return None if low is None or high is None else step_of(low, high)

    def figure(self, value: Any) -> str:
        """Return a value of the headline with as many digits as its range bears; a dash where it is no number."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return self.rows.shown.cell(rounded(value, self.step) if number else value, self.unit)

    @property
    def span(self) -> str:
        """Return "3.9–5.6m": where 8 of 10 runs fall."""
        return span(self.figure(self.run.ranges.p10), self.figure(self.run.ranges.p90))

    @property
    def line(self) -> str:
        """Return what stands under the headline; empty when the runs gave nothing."""
        return eight_of_ten(self.span) if self.has_figures else ""

    @property
    def sentences(self) -> list[str]:
        """Return what the runs say, one sentence each."""
        found, said = self.run.ranges, []
        if found.p50 is not None:
            said.append(_("Half of the runs end above %(figure)s.", figure=self.figure(found.p50)))
        if found.below_zero and found.below_zero < 1:
            said.append(_("Below zero: %(share)s.", share=of_hundred(found.below_zero)))
        if found.reached is not None and found.threshold is not None:
            figure = self.rows.shown.cell(found.threshold, self.unit)
            said.append(_("At or above %(figure)s: %(share)s.", figure=figure, share=of_hundred(found.reached)))
        return [_ended(str(each)) for each in said] + failed_words(found.failed, found.samples)

    @property
    def repeatable(self) -> str:
        """Return how many runs there were, and how to have the same again."""
        runs = format_number(self.run.ranges.samples, self.rows.shown.language)
        seed = str(self.run.ranges.seed)
        return str(_("%(runs)s runs with seed %(seed)s. The same seed gives the same runs.", runs=runs, seed=seed))

    @property
    def measure(self) -> str:
        """Return which number is most worth measuring next; empty when none narrows the range to speak of."""
        first = next(iter(self.run.ranges.worth), None)
        if first is None or first.reduction < _WORTH_SAYING or len(self.run.ranges.worth) < 2:  # noqa: PLR2004
            return ""
        share, name = self._share(first.reduction), self.rows.numbers[first.name].label
        return str(
            _("%(name)s. Known exactly, the range would be %(share)s narrower on average.", name=name, share=share)
        )

    @property
    def worth(self) -> list[tuple[str, str, str]]:
        """Return each number with what knowing it would take off the range, and the width left."""
        return [
            (self.rows.numbers[each.name].label, self._share(each.reduction), self.figure(each.width))
            for each in self.run.ranges.worth
        ]

    @property
    def swings(self) -> list[tuple[str, str, str, str, str]]:
        """Return (number, its low, the result there, its high, the result there), what moves most first."""
        return [self._swing(each) for each in self.run.ranges.swings]

    def _swing(self, swing: Swing) -> tuple[str, str, str, str, str]:
        number, kept = self.rows.numbers[swing.name], self.rows.ranges[swing.name]
        low, high = (self.rows.box(number, each) for each in (kept.low, kept.high))
        return number.label, low, self.figure(swing.at_low), high, self.figure(swing.at_high)

    @property
    def classes(self) -> list[tuple[str, str]]:
        """Return the histogram's table twin: (from–to, runs), its classes joined to at most ten."""
        found = self.run.ranges.histogram
        if found is None:
            return []
        each = max(1, -(-len(found.counts) // _CLASSES))
        joined = [
            (found.edges[at], found.edges[min(at + each, len(found.counts))], sum(found.counts[at : at + each]))
            for at in range(0, len(found.counts), each)
        ]
        shown = self.rows.shown
        inside = [
            (span(shown.cell(low, self.unit), shown.cell(high, self.unit)), self._count(n)) for low, high, n in joined
        ]
        below = [(str(_("lower")), self._count(found.below))] if found.below else []
        above = [(str(_("higher")), self._count(found.above))] if found.above else []
        return below + inside + above

    def label(self, name: str) -> str:
        """Return what a number is called, or the two of a pair; its own name where it cannot have a range."""
        known = self.rows.numbers
        return ", ".join(known[each].label if each in known else each for each in name.split(","))

    @property
    def exactly(self) -> list[tuple[str, str]]:
        """Return what a controller checks, unrounded to ten digits."""
        found = self.run.ranges
        told = [
            (_("One run in ten lies below (P10)"), found.p10),
            (_("Half lie below (median, P50)"), found.p50),
            (_("Nine in ten lie below (P90)"), found.p90),
            (_("Mean"), found.mean),
            (_("Standard error of the mean"), found.standard_error),
            (_("At the likely values"), found.base),
            (_("Runs that gave a number"), float(found.counted)),
        ]
        return [(str(term), f"{value:.10g}") for term, value in told if isinstance(value, float)]

    @property
    def command(self) -> str:
        """Return the line that gives the same figures from the shell."""
        return command(self.rows, self.run)

    @property
    def target(self) -> str:
        """Return the value of the headline that the break-evens are about."""
        return self.rows.shown.cell(self.run.target, self.unit)

    @property
    def has_target(self) -> bool:
        """Return whether the target says something: it was asked for, or a usual value of some number reaches it.

        A number that can go no further, such as no customers at all, says nothing.
        """
        inner = (each for even in self.run.even for each in even.crossings if even.low != each.at != even.high)
        return self.run.asked.threshold is not None or any(each.usual for each in inner)

    @property
    def turns(self) -> list[Turn]:
        """Return the numbers at which the result can turn, each with the values where it does."""
        return [
            self._turn(each) for each in self.run.even if each.status == "FOUND" and each.input in self.rows.numbers
        ]

    @property
    def unturned(self) -> list[str]:
        """Return the numbers that cannot bring the result to the target alone, in words."""
        labels: dict[str, list[str]] = {}
        for each in self.run.even:
            if each.status != "FOUND" and each.input in self.rows.numbers:
                labels.setdefault(str(each.status), []).append(self.rows.numbers[each.input].label)
        return [_unturned(status, ", ".join(names), self.target) for status, names in labels.items()]

    @property
    def points(self) -> list[tuple[str, str]]:
        """Return the table twin of the line: at most eleven values of its number, and the result at each."""
        line = self.run.line
        number = self.rows.numbers.get(line.name) if line else None
        if line is None or number is None:
            return []
        unit, every = number.declared.unit, max(1, -(-len(line.points) // _CLASSES))
        return [(self.rows.shown.cell(at, unit), self.figure(value)) for at, value in line.points[::every]]

    def _turn(self, even: BreakEven) -> Turn:
        number = self.rows.numbers[even.input]
        unusual = not any(each.usual for each in even.crossings)
        remark = str(_("outside what is usual")) if unusual else ""
        turns = "; ".join(self._crossing(number, each) for each in even.crossings)
        return Turn(number.label, self.rows.box(number, number.value), turns, remark)

    def _crossing(self, number: Number, found: Crossing) -> str:
        at = self.rows.shown.cell(found.at, number.declared.unit)
        if found.rising is None:
            return at
        if found.rising:
            return str(_("%(value)s, above it from there on", value=at))
        return str(_("%(value)s, below it from there on", value=at))

    @property
    def fan(self) -> tuple[list[str], list[list[str]]]:
        """Return the table twin of the fan: what stands above its columns, and its rows."""
        return fan_heads(self), fan_rows(self)

    @property
    def pictures(self) -> list[Picture]:
        """Return the pictures of the run."""
        return pictures(self)

    @property
    def unit(self) -> str:
        """Return the unit of the headline."""
        return self.rows.shown.calculator.headline.unit

    def _share(self, share: float) -> str:
        return format_percent(share, self.rows.shown.language, 0)

    def _count(self, runs: int) -> str:
        return format_number(runs, self.rows.shown.language)


def _ended(sentence: str) -> str:
    """Return a sentence with one full stop: an amount in Danish ends with one of its own."""
    return sentence.replace("..", ".")


def _unturned(status: str, names: str, target: str) -> str:
    words = {
        "ALWAYS": _("Above %(target)s whatever these are, one at a time: %(names)s.", target=target, names=names),
        "NEVER": _("Below %(target)s whatever these are, one at a time: %(names)s.", target=target, names=names),
        "EVERYWHERE": _("Exactly %(target)s whatever these are: %(names)s.", target=target, names=names),
    }
    other = _("No turn found, and no result for some values of: %(names)s.", names=names)
    return _ended(str(words.get(status, other)))
