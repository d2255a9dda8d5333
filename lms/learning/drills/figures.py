"""The figures of a drill as a reader sees them: what each is called, and its value in their format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.calculators.numerals import format_percent
from lms.packs.drills.running import Simulation
from lms.questions.text import Text
from lms.tools.scenarios.wording import difference, figure
from lms.web.languages import language
from lms.web.visitors import signed_in_visitor


@dataclass(frozen=True)
class Labels:
    """What inputs, outputs and figures of a drill are called, and in which unit they are."""

    simulation: Simulation

    def label(self, name: str) -> Text:
        """Return the words for a name: the drill's own, else the calculator's."""
        own = self.simulation.drill.figure(name)
        if own is not None:
            return dict(own.label)
        return self._declared(name)[0]

    def unit(self, name: str) -> str:
        """Return its unit."""
        own = self.simulation.drill.figure(name)
        return own.unit if own is not None else self._declared(name)[1]

    def say(self, name: str, value: float | None) -> str:
        """Return a value in the reader's format; a dash where there is none."""
        return figure(value, self.unit(name), language(), signed_in_visitor().currency)

    def between(self, name: str, value: float) -> str:
        """Return a difference with its sign; percentage points between two figures in per cent."""
        return difference(value, self.unit(name), language(), signed_in_visitor().currency)

    def _declared(self, name: str) -> tuple[Text, str]:
        calculator = self.simulation.calculator
        found: Mapping[str, tuple[Text, str]] = {
            **{each.name: (dict(each.label), each.unit) for each in calculator.outputs},
            **{each.name: (dict(each.label), each.unit) for each in calculator.inputs},
        }
        label, unit = found[name]
        return label or {"en": name}, unit


def percent(share: float) -> str:
    """Return a share of 1 as whole per cent, in the reader's format."""
    return format_percent(share, language(), 0)


def money(value: float) -> str:
    """Return an amount in the reader's format."""
    return figure(value, "money", language(), signed_in_visitor().currency)
