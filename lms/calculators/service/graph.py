"""Which formula of a calculator uses which names. Circles cannot occur: a formula sees only what stands before it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.calculators.declared import Calculator
from lms.calculators.formula.kinds import names_in


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What each formula uses: `uses` names directly, sorted, by the name of the formula.

    Outputs and series have their own names, notes are "notes.NAME", fields of chart rows "chart.ROW.FIELD", those of
    the second chart "chart2.ROW.FIELD".
    """

    uses: Mapping[str, tuple[str, ...]]

    def reaches(self, name: str) -> tuple[str, ...]:
        """Return every name a formula depends on, through others too, sorted; KeyError when there is none."""
        found: set[str] = set()
        waiting = list(self.uses[name])
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self.uses.get(each, ())
        return tuple(sorted(found))

    def users(self, name: str) -> tuple[str, ...]:
        """Return every formula that changes when `name` does, in the order of computing."""
        return tuple(each for each in self.uses if name in self.reaches(each))


def dependencies(calculator: Calculator) -> Dependencies:
    """Return the graph of a calculator, in the order of computing."""
    trees = {each.name: each.tree for each in calculator.steps}
    trees |= {f"notes.{each.name}": each.tree for each in calculator.notes}
    for at, chart in enumerate(calculator.charts, 1):
        place = "chart" if at == 1 else f"chart{at}"
        trees |= {f"{place}.{row.name}.{each.name}": each.tree for row in chart.rows for each in row.fields}
    return Dependencies({name: tuple(sorted(names_in(tree))) for name, tree in trees.items()})
