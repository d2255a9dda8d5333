"""What is wrong with a formula, and what looks odd: each with its place and what to do."""

from dataclasses import dataclass
from typing import Final

from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import noun_of
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.service.hints import mismatch, unit_of
from lms.calculators.service.names import Names
from lms.calculators.service.places import Place, line_and_column, places
from lms.sentences import say

ERROR: Final = "error"
HINT: Final = "hint"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on a formula's text from `start` to before `end` (from 0); `line` and `column` count from 1.

    `severity`: an "error" keeps the formula from being used, a "hint" is only worth a look.
    """

    start: int
    end: int
    line: int
    column: int
    message: str
    remedy: str
    severity: str = ERROR


def diagnose(text: str, names: Names, kind: str = "", unit: str = "") -> list[Diagnostic]:
    """Return every remark on a formula, in the order of their places; hints only where there is no error.

    `kind` is what the formula must give ("number", "series", "truth"), `unit` what it is declared as; empty:
    whatever it gives. An error of grammar is told alone, since nothing after it can be read.
    """
    try:
        tree = parse(text)
    except FormulaError as error:
        return [_grammatical(text, error)]
    whole = places(text, tree)
    checker = _Checker(text, names)
    if checker.sound(whole):
        checker.gives(whole, kind)
    if checker.found:
        return sorted(checker.found, key=lambda each: (each.start, each.end))
    found, hints = unit_of(whole, names)
    odd = mismatch(whole, unit, found)
    said = [*hints, odd] if odd else hints
    told = [_told(text, each.place, each.message, each.remedy, HINT) for each in said]
    return sorted(told, key=lambda each: (each.start, each.end))


class _Checker:
    """Finds the smallest parts that are refused; what contains one of them is not told again."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.kinds = {name: each.kind for name, each in names.items()}
        self.options = {name: each.options for name, each in names.items()}
        self.found: list[Diagnostic] = []

    def sound(self, place: Place) -> bool:
        """Tell whether a part may be used; where not, note the smallest parts of it that may not."""
        try:
            check(place.tree, self.kinds, self.options)
        except FormulaError as error:
            sound = [self.sound(each) for each in place.parts if each.head != "option"]
            if all(sound):
                self.found.append(_told(self.text, place, error.message, error.remedy, ERROR))
            return False
        return True

    def gives(self, place: Place, kind: str) -> None:
        """Note that the formula gives another kind of value than it must."""
        given = check(place.tree, self.kinds, self.options)
        if kind and given != kind:
            self.found.append(
                _told(
                    self.text,
                    place,
                    say("The formula gives a {kind}.", kind=noun_of(given)),
                    say("It must give a {kind}.", kind=noun_of(kind)),
                    ERROR,
                )
            )


def _told(text: str, place: Place, message: str, remedy: str, severity: str) -> Diagnostic:
    line, column = line_and_column(text, place.start)
    return Diagnostic(place.start, place.end, line, column, message, remedy, severity)


def _grammatical(text: str, error: FormulaError) -> Diagnostic:
    start = min(error.column - 1, len(text))
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "_."):
        end += 1
    line, column = line_and_column(text, start)
    return Diagnostic(start, min(max(end, start + 1), len(text)), line, column, error.message, error.remedy)
