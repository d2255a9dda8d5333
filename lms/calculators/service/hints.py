"""Remarks on the units of a formula: never an error, since only the author knows what a number stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.formula.language import COMPARISON
from lms.calculators.service import units
from lms.calculators.service.names import Names
from lms.calculators.service.places import Place
from lms.sentences import say

_SAME: Final = frozenset(
    {"-", "abs", "floor", "ceil", "round", "sum", "mean", "median", "cumulative", "shift", "at", "last"}
)
_EXTREMES: Final = frozenset({"min", "max", "clamp"})
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark: the part of the formula it is about, what is odd, what may be meant."""

    place: Place
    message: str
    remedy: str


def unit_of(place: Place, names: Names) -> tuple[str, list[Hint]]:
    """Return the unit a formula gives ("" where nothing certain can be said), and every remark on the way."""
    reader = _Reader(names)
    return reader.unit(place), reader.hints


def mismatch(place: Place, declared: str, found: str) -> Hint | None:
    """Return the remark on a formula that gives another unit than is declared for it, None where there is none."""
    if not units.clash(declared, found):
        return None
    message = say(
        "This is declared as {declared}, but the formula gives {found}.",
        declared=units.NOUNS[declared],
        found=units.NOUNS[found],
    )
    return Hint(place, message, say("Change the unit, or check the formula."))


class _Reader:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.hints: list[Hint] = []

    def unit(self, place: Place) -> str:
        if isinstance(place.tree, str):
            known = self.names.get(place.tree)
            return known.unit if known else units.UNKNOWN
        if isinstance(place.tree, float | int):
            return units.PLAIN
        return self.computed(place.head, place, [self.unit(each) for each in place.parts])

    def computed(self, head: str, place: Place, found: list[str]) -> str:
        if head in COMPARISON:
            return self.compared(place, found)
        if head in _EXTREMES or (head in {"+", "-"} and len(found) == _TWO):
            return self.together(place, found)
        rule = _RULES.get(head)
        if rule:
            return rule(self, place, found)
        return found[0] if head in _SAME else units.UNKNOWN

    def chosen(self, place: Place, found: list[str]) -> str:
        return self.together(place, found[1:])

    def counted(self, _place: Place, _found: list[str]) -> str:
        return units.COUNT

    def shared(self, _place: Place, _found: list[str]) -> str:
        return units.SHARE

    def together(self, place: Place, found: list[str]) -> str:
        result = found[0]
        for other in found[1:]:
            self.meeting(place, result, other)
            result = units.together(result, other)
        return units.SHARE if place.head == "-" and found == [units.PLAIN, units.SHARE] else result

    def meeting(self, place: Place, first: str, second: str) -> None:
        if units.clash(first, second):
            self.hints.append(Hint(place, _sentence(place.head, first, second), units.remedy(first, second)))

    def scaled(self, place: Place, found: list[str]) -> str:
        first, second = found
        if place.head == "/":
            return units.divided(first, second, _written(place.parts[1]))
        if found == [units.MONEY, units.MONEY]:
            self.hints.append(Hint(place, say("Money is multiplied by money."), say("Check which name you meant.")))
        written = [_written(each) for each in place.parts]
        return units.times(first, second, written[0] if written[0] is not None else written[1])

    def power(self, place: Place, found: list[str]) -> str:
        base, exponent = found
        if exponent == units.MONEY:
            self.hints.append(Hint(place, say("Money stands in an exponent."), say("An exponent counts periods.")))
        elif base == units.MONEY and _written(place.parts[1]) != 1:
            self.hints.append(Hint(place, say("Money is multiplied by money."), say("Check which name you meant.")))
        return units.power(base)

    def compared(self, place: Place, found: list[str]) -> str:
        self.meeting(place, *found)
        for unit, other in ((found[0], place.parts[1]), (found[1], place.parts[0])):
            number = _written(other)
            if unit == units.SHARE and number is not None and number > 1:
                remedy = say(
                    "Per cent are fractions: {number} is {share}.",
                    number=f"{number:g} %",
                    share=f"{number / 100:g}",
                )
                self.hints.append(Hint(place, say("A share is compared with {number}.", number=f"{number:g}"), remedy))
        return units.UNKNOWN

    def periods(self, place: Place, found: list[str]) -> str:
        counted = found[0]
        if counted in {units.MONEY, units.SHARE}:
            noun = units.NOUNS[counted]
            self.hints.append(
                Hint(
                    place,
                    say("years() counts periods, and this is {noun}.", noun=noun),
                    say("Give it a number of years."),
                )
            )
        return counted if counted in {units.MONTHS, units.COUNT} else units.YEARS


_RULES: Final[Mapping[str, Callable[[_Reader, Place, list[str]], str]]] = {
    "*": _Reader.scaled, "/": _Reader.scaled, "^": _Reader.power, "if": _Reader.chosen, "years": _Reader.periods,
    **dict.fromkeys(("count", "changes", "distinct"), _Reader.counted),
    **dict.fromkeys(("normal_cdf", "student_cdf", "erlang_c"), _Reader.shared),
}  # fmt: skip


def _written(place: Place) -> float | None:
    return float(place.tree) if isinstance(place.tree, float | int) else None


def _sentence(head: str, first: str, second: str) -> str:
    if head == "-":
        first, second = second, first
    many = first in {units.YEARS, units.MONTHS}
    met = {"subject": units.SUBJECTS[first], "noun": units.NOUNS[second]}
    if head == "+":
        return say("{subject} are added to {noun}.", **met) if many else say("{subject} is added to {noun}.", **met)
    if head == "-":
        return say("{subject} are taken from {noun}.", **met) if many else say("{subject} is taken from {noun}.", **met)
    if head in COMPARISON:
        if many:
            return say("{subject} are compared with {noun}.", **met)
        return say("{subject} is compared with {noun}.", **met)
    return say("{subject} are put beside {noun}.", **met) if many else say("{subject} is put beside {noun}.", **met)
