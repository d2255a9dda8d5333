"""Formulas in the order of computing, run for thousands of samples: straight through where nothing fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lms.calculators.codes import OUT_OF_DOMAIN
from lms.calculators.declared import Formula
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.sampled import raising, sample
from lms.calculators.formula.samples import Sampled
from lms.calculators.formula.shelf import GIVES_UP, Shelf
from lms.calculators.formula.straight import Setting, Step, fresh, handed_on, straight


@dataclass(frozen=True, slots=True)
class _Link:
    """One formula: `step` computes it straight through, where it can be; `rows` it must have, if it is over a table."""

    formula: Formula
    step: Step | None
    rows: int | None

    def value(self, known: Mapping[str, Any], count: int) -> Any:
        """Return an array, a float or a list of such; `Sampled` where samples failed."""
        if self.step is not None:
            try:
                return self._fitting(self.step(known), count)
            except GIVES_UP:  # it fails for some samples: the long way tells which, and with what code
                return self._sample_by_sample(known, count)
        return self._sample_by_sample(known, count)

    def _sample_by_sample(self, known: Mapping[str, Any], count: int) -> Any:
        found = sample(self.formula.tree, known, count)
        fitting = self._fitting(found.value, count)
        return found if found.failed and fitting is found.value else fitting

    def _fitting(self, value: Any, count: int) -> Any:
        """Return a series over a table only when it has one value per row, as for a single set of numbers."""
        if self.rows is None or not isinstance(value, list) or len(value) == self.rows:
            return value
        return Sampled(1.0, {OUT_OF_DOMAIN: np.ones(count, dtype=bool)})


class Chain:
    """The formulas that are to be computed when some numbers change, and the outputs they lead to."""

    def __init__(
        self,
        formulas: Sequence[Formula],
        wanted: Iterable[str],
        tables: Mapping[str, Sequence[Any]],
        fixed: Mapping[str, Any],
        longest: int,
    ) -> None:
        """Prepare each formula once: `fixed` are the numbers that do not change; no series is longer than `longest`."""
        self._shelf = Shelf()
        setting = Setting(self._shelf, fixed, longest)
        with raising():
            self._links = [
                _Link(each, straight(each.tree, setting), len(tables[each.over]) if each.over else None)
                for each in formulas
            ]
        handed = frozenset().union(*(handed_on(each.tree) for each in formulas))
        self._own = frozenset(each.name for each in formulas if fresh(each.tree)) - handed
        self._done_with = _last_uses(formulas, frozenset(wanted))

    def run(self, known: dict[str, Any], count: int) -> None:
        """Compute every formula for `count` samples; `known` grows by the wanted outputs, as what `sample` takes.

        What no later formula uses is let go at once, and its memory used again.
        """
        self._shelf.lay_out(count)
        with raising():
            for each, done_with in zip(self._links, self._done_with, strict=True):
                known[each.formula.name] = each.value(known, count)
                for name in done_with:
                    value = known.pop(name)
                    if name in self._own:
                        self._shelf.put(value)


def _last_uses(formulas: Sequence[Formula], wanted: frozenset[str]) -> list[list[str]]:
    """Return for each formula the computed names that nothing after it uses, itself included."""
    found: list[list[str]] = []
    later = set(wanted)
    computed = {each.name for each in formulas}
    for each in reversed(formulas):
        uses = (names_in(each.tree) & computed) | {each.name}
        found.append(sorted(uses - later))
        later |= uses
    return found[::-1]
