"""The headline of a calculator as a function of some of its numbers: for one set of them, or for many samples."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lms.calculators.codes import OUT_OF_DOMAIN, TOO_LARGE
from lms.calculators.computing import Answer, Prepared, shown, step_value
from lms.calculators.declared import Calculator, Formula
from lms.calculators.formula.kinds import names_in
from lms.calculators.ranges.places import Place, replaced

if TYPE_CHECKING:
    from lms.calculators.formula.samples import Sampled

Changes = Mapping[Place, Any]

LARGEST_HEADLINE: Final = 1e100
"""A headline beyond this size ends with TOO_LARGE here: squares and differences of two stay finite numbers."""


class Headline:
    """The formulas that lead to the headline, and everything that is known when they are computed."""

    def __init__(self, calculator: Calculator, prepared: Prepared) -> None:
        """Compute every formula once; `prepared` must be valid."""
        self._tables = prepared.tables
        self._chain = [(each, names_in(each.tree)) for each in calculator.steps if each.name in calculator.chain]
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
            known[each.name] = step_value(each, known, self._tables)
        return self._found(known)

    def sampled(self, changes: Changes, count: int) -> "Sampled":
        """Return the headline for `count` samples; `changes` holds an array of shape (count,) for each place."""
        from lms.calculators.formula.sampled import sample

        known = replaced(self.known, changes)
        found = None
        for each in self._touched(changes):
            found = self._of_its_table(each, sample(each.tree, known, count), count)
            known[each.name] = found if found.failed else found.value
        return _held(sample(self._chain[-1][0].tree, known, count) if found is None else found, count)

    def _touched(self, changes: Changes) -> list[Formula]:
        """Return the formulas that depend on what is changed; the others stand as they are."""
        names = {place.source for place in changes}
        touched = []
        for each, uses in self._chain:
            if not names.isdisjoint(uses):
                names.add(each.name)
                touched.append(each)
        return touched

    def _of_its_table(self, formula: Formula, found: "Sampled", count: int) -> "Sampled":
        """Return a series over a table only when it has one value per row, as for a single set of numbers."""
        if not formula.over or not isinstance(found.value, list) or len(found.value) == len(self._tables[formula.over]):
            return found
        import numpy as np

        from lms.calculators.formula.samples import Sampled

        return Sampled(1.0, {OUT_OF_DOMAIN: np.ones(count, dtype=bool)})

    def _found(self, known: Mapping[str, Any]) -> Answer:
        found = shown(known[self._chain[-1][0].name])
        return TOO_LARGE if isinstance(found, float) and abs(found) > LARGEST_HEADLINE else found


def _held(found: "Sampled", count: int) -> "Sampled":
    """Return the headline with the samples beyond the largest that can be shown among the failed ones."""
    import numpy as np

    from lms.calculators.formula.samples import Sampled

    numbers = found.numbers(count)
    with np.errstate(over="ignore"):
        squares = np.dot(numbers, numbers)
    if squares <= LARGEST_HEADLINE**2:  # one pass in place of three; NaN and infinity go on to the closer look
        return found
    beyond = np.abs(numbers) > LARGEST_HEADLINE
    if not beyond.any():
        return found
    before = found.failed.get(TOO_LARGE, np.zeros(count, dtype=bool))
    return Sampled(np.where(beyond, 1.0, found.value), {**found.failed, TOO_LARGE: before | beyond})
