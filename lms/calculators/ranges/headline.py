"""The headline of a calculator, and further outputs, as a function of some numbers: once, or for many samples."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import TOO_LARGE
from lms.calculators.computing import Answer, Prepared, shown, step_value
from lms.calculators.declared import Calculator, Formula
from lms.calculators.formula.language import MAXIMUM_PERIODS
from lms.calculators.formula.prepared import prepared_tree
from lms.calculators.ranges.places import Place, replaced

if TYPE_CHECKING:
    from lms.calculators.formula.samples import Sampled
    from lms.calculators.ranges.chain import Chain

Changes = Mapping[Place, Any]

SAMPLES: Final = 20_000

LARGEST_HEADLINE: Final = 1e100
"""A headline beyond this size ends with TOO_LARGE here: squares and differences of two stay finite numbers."""


class Headline:
    """The formulas that lead to the wanted outputs, and everything that is known when they are computed."""

    def __init__(self, calculator: Calculator, prepared: Prepared, outputs: Sequence[str] = ()) -> None:
        """Compute every formula once; `prepared` must be valid. `outputs`: the headline first, alone when empty."""
        self.outputs = tuple(outputs) or (calculator.headline.name,)
        self._tables = prepared.tables
        self._chain = [(each, prepared_tree(each.tree).uses) for each in _leading_to(calculator, set(self.outputs))]
        self._own = _names(_leading_to(calculator, {self.outputs[0]}))
        self._prepared: dict[tuple[int, frozenset[str]], Chain] = {}
        self._longest = _longest(calculator)
        self.known: dict[str, Any] = dict(prepared.known)
        for each, _ in self._chain:
            self.known[each.name] = step_value(each, self.known, self._tables)

    @property
    def now(self) -> Answer:
        """Return the headline as it stands: a number, None (not defined) or an error code."""
        return self._found(self.known)

    def at(self, changes: Changes) -> Answer:
        """Return the headline with some numbers changed."""
        known = replaced(self.known, changes)
        for each in self._touched(changes):
            if each.name in self._own:
                known[each.name] = step_value(each, known, self._tables)
        return self._found(known)

    def all_at(self, changes: Changes) -> dict[str, Answer]:
        """Return every wanted output with some numbers changed."""
        known = replaced(self.known, changes)
        for each in self._touched(changes):
            known[each.name] = step_value(each, known, self._tables)
        return {name: _bounded(shown(known[name])) for name in self.outputs}

    def sampled(self, changes: Changes, count: int) -> "Sampled":
        """Return the headline for `count` samples; `changes` holds an array of shape (count,) for each place."""
        return self._sampled(changes, count, self.outputs[:1])[self.outputs[0]]

    def all_sampled(self, changes: Changes, count: int) -> "dict[str, Sampled]":
        """Return every wanted output for `count` samples, by name."""
        return self._sampled(changes, count, self.outputs)

    def raw_sampled(self, changes: Changes, count: int) -> dict[str, Any]:
        """Return every wanted name for `count` samples as formulas hand it on.

        That is an array or float, a list of such for a series, or `Sampled` where samples failed.
        """
        known = replaced(self.known, changes)
        self._chain_of(changes, self.outputs).run(known, count)
        return {name: known[name] for name in self.outputs}

    def usual(self, _tried: Sequence[Changes]) -> int:
        """Return how many runs to make where nobody says so: formulas are computed for all of them at once."""
        return SAMPLES

    def _sampled(self, changes: Changes, count: int, outputs: Sequence[str]) -> "dict[str, Sampled]":
        known = replaced(self.known, changes)
        self._chain_of(changes, outputs).run(known, count)
        return {name: _held(known[name], count) for name in outputs}

    def _chain_of(self, changes: Changes, outputs: Sequence[str]) -> "Chain":
        """Return what is to be computed when these places change; prepared once."""
        from lms.calculators.ranges.chain import Chain

        wanted = (len(outputs), frozenset(place.source for place in changes))
        if wanted not in self._prepared:
            formulas = [each for each in self._touched(changes) if len(outputs) > 1 or each.name in self._own]
            changing = wanted[1] | _names(formulas)
            fixed = {name: value for name, value in self.known.items() if name not in changing}
            self._prepared[wanted] = Chain(formulas, outputs, self._tables, fixed, self._longest)
        return self._prepared[wanted]

    def _touched(self, changes: Changes) -> list[Formula]:
        """Return the formulas that depend on what is changed; the others stand as they are."""
        names = {place.source for place in changes}
        touched = []
        for each, uses in self._chain:
            if not names.isdisjoint(uses):
                names.add(each.name)
                touched.append(each)
        return touched

    def _found(self, known: Mapping[str, Any]) -> Answer:
        return _bounded(shown(known[self.outputs[0]]))


def _bounded(found: Answer) -> Answer:
    return TOO_LARGE if isinstance(found, float) and abs(found) > LARGEST_HEADLINE else found


def _leading_to(calculator: Calculator, names: set[str]) -> list[Formula]:
    """Return the formulas these outputs depend on, themselves included, in the order of computing."""
    found: list[Formula] = []
    for each in reversed(calculator.steps):
        if each.name in names:
            names = names | prepared_tree(each.tree).uses
            found.append(each)
    return found[::-1]


def _longest(calculator: Calculator) -> int:
    """Return how long a series of this calculator can be at most."""
    rows = max((each.most for each in calculator.tables), default=0)
    return max(rows, MAXIMUM_PERIODS) if any("years(" in each.formula for each in calculator.steps) else rows


def _names(formulas: Sequence[Formula]) -> frozenset[str]:
    return frozenset(each.name for each in formulas)


def _held(value: Any, count: int) -> "Sampled":
    """Return an output with the samples beyond the largest that can be shown among the failed ones.

    `value` is what a chain computed, or what stands: a number, None or a failure.
    """
    import numpy as np

    from lms.calculators.formula.sampled import sample
    from lms.calculators.formula.samples import Sampled

    found = Sampled(value, {}) if isinstance(value, np.ndarray) else sample("value", {"value": value}, count)
    numbers = found.numbers(count)
    if np.minimum.reduce(numbers) >= -LARGEST_HEADLINE and np.maximum.reduce(numbers) <= LARGEST_HEADLINE:
        return found  # NaN, where samples failed, goes on to the closer look
    beyond = np.abs(numbers) > LARGEST_HEADLINE
    if not beyond.any():
        return found
    before = found.failed.get(TOO_LARGE, np.zeros(count, dtype=bool))
    return Sampled(np.where(beyond, 1.0, found.value), {**found.failed, TOO_LARGE: before | beyond})
