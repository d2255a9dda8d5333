"""Reading the formulas of a drill's file: in the language of calculators, over names its calculator has."""

from __future__ import annotations

from collections.abc import Collection

from lms.calculators.declared import Calculator, Formula, Input
from lms.calculators.declared_parts import TEXT
from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import CHOICE, NUMBER, noun_of
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.judging import input_problem
from lms.questions.tables import Table, did_you_mean
from lms.questions.text import Text
from lms.sentences import say


class Names:
    """What formulas may call by name: the inputs of a calculator first, and whatever is added."""

    def __init__(self, calculator: Calculator) -> None:
        """Know the inputs, choices with their options."""
        self.calculator = calculator
        self.kinds = {each.name: CHOICE if each.unit == "choice" else NUMBER for each in calculator.inputs}
        self.options = {
            each.name: frozenset(choice.value for choice in each.choices) for each in calculator.inputs if each.choices
        }

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the names of numbers, in the order they became known."""
        return tuple(name for name, kind in self.kinds.items() if kind == NUMBER)

    def add(self, names: Collection[str]) -> None:
        """Know these numbers too."""
        self.kinds |= dict.fromkeys(names, NUMBER)

    def formula(self, table: Table, key: str, name: str, *, unit: str = "number", label: Text | None = None) -> Formula:
        """Return the formula under a key, a plain number taken for one; what is wrong with it is a fault."""
        value = table.values.get(key)
        written = f"{value}" if isinstance(value, int | float) and not isinstance(value, bool) else None
        text = written if written is not None else table.words(key, most=2000)
        table.has(key)
        formula = Formula(name, text, None, unit, label or {})
        if not text:
            return formula
        try:
            tree = parse(text)
            kind = check(tree, self.kinds, self.options)
        except FormulaError as error:
            table.fault(
                key,
                say("{message} (column {column})", message=error.message, column=error.column),
                error.remedy or say("See docs/formulas.md."),
            )
            return formula
        if kind != NUMBER:
            table.fault(key, say("The formula gives a {kind}.", kind=noun_of(kind)), say("It must give a number."))
        return Formula(name, text, tree, unit, label or {})

    def changes(self, table: Table) -> tuple[Formula, ...]:
        """Return what a table makes of inputs: input = formula."""
        found = []
        for key in table.values:
            declared = self._input(table, key)
            if declared is not None and declared.unit in ("choice", TEXT):
                table.fault(
                    key, say('"{key}" is no number.', key=key), say("Only numbers change; a choice is made in [start].")
                )
            elif declared is not None:
                found.append(self.formula(table, key, key))
        return tuple(found)

    def start(self, table: Table) -> dict[str, float | str]:
        """Return the inputs a drill starts with: input = number, or the option of a choice."""
        found: dict[str, float | str] = {}
        for key, value in table.values.items():
            declared = self._input(table, key)
            if declared is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                table.fault(
                    key,
                    say('"{key}" must be a number.', key=key),
                    say("Write {key} = 100, without quotation marks.", key=key),
                )
            elif input_problem(declared, value) is not None:
                table.fault(key, say('"{key}" cannot be {value}.', key=key, value=value), range_of(declared))
            else:
                found[key] = value if isinstance(value, str) else float(value)
        return found

    def _input(self, table: Table, key: str) -> Input | None:
        table.has(key)
        known = [each.name for each in self.calculator.inputs]
        if key in known:
            return self.calculator.input(key)
        message = say('The calculator "{name}" has no input "{key}".', name=self.calculator.name, key=key)
        table.fault(key, message, did_you_mean(key, known))
        return None


def range_of(declared: Input) -> str:
    """Return what an input may be, as a remedy."""
    if declared.choices:
        return say("Write one of {known}.", known=", ".join(each.value for each in declared.choices))
    low, high = declared.minimum, declared.maximum
    if declared.whole:
        return _whole(low, high)
    if low is not None and high is not None:
        return say("It must lie between {low} and {high}.", low=f"{low:g}", high=f"{high:g}")
    elif low is not None:
        return say("It must be at least {low}.", low=f"{low:g}")
    elif high is not None:
        return say("It must be at most {high}.", high=f"{high:g}")
    return say("It must be a number.")


def _whole(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return say("It must lie between {low} and {high}, and whole.", low=f"{low:g}", high=f"{high:g}")
    elif low is not None:
        return say("It must be at least {low}, and whole.", low=f"{low:g}")
    elif high is not None:
        return say("It must be at most {high}, and whole.", high=f"{high:g}")
    return say("It must be a number, and whole.")
