"""Reads the formulas of a calculator file one after the other, and tells what is wrong with each at its place."""

from typing import Any

from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import TABLE, noun_of
from lms.calculators.formula.parser import FormulaError, is_name, parse
from lms.calculators.service.diagnosing import Diagnostic, diagnose
from lms.calculators.service.names import Known
from lms.calculators.toml_source import Path, TomlSource
from lms.sentences import say


class FormulaReader:
    """Reads formulas one after the other; each sees the names declared before it."""

    def __init__(self, source: TomlSource) -> None:
        """Start with no name known."""
        self.source = source
        self.names: dict[str, str] = {}
        self.options: dict[str, frozenset[str]] = {}

    def declare(self, name: str, kind: str, path: Path) -> None:
        """Make a name known; a second use of it, or one that cannot be a name, is a problem."""
        if not is_name(name):
            remedy = say("Small letters, digits and underscores, and no word of the formula language.")
            self.source.problem((*path, "name"), say("“{name}” cannot be a name.", name=name), remedy)
        if name in self.names:
            self.source.problem(
                (*path, "name"), say("“{name}” is used twice.", name=name), say("Give one of them another name.")
            )
        self.names[name] = kind

    def over(self, table: dict[str, Any], path: Path) -> str:
        """Return the table that a series or chart row runs over; empty when it runs over none."""
        name = self.source.word(table, path, "over") if "over" in table else ""
        if name and self.names.get(name) != TABLE:
            self.source.problem(
                (*path, "over"), say("“{name}” is no table.", name=name), say("Name one of [[tables]].")
            )
        return name

    def tree(self, text: str, kind: str, path: Path) -> Any:
        """Return the checked tree of a formula that must give `kind`; None where it is refused."""
        try:
            tree = parse(text)
            found = check(tree, self.names, self.options)
        except FormulaError:
            known = {name: Known(of, options=self.options.get(name, frozenset())) for name, of in self.names.items()}
            for each in diagnose(text, known):
                self.source.problem(path, _at(each, text), each.remedy)
            return None
        if found != kind:
            self.source.problem(
                path,
                say("The formula gives a {kind}.", kind=noun_of(found)),
                say("It must give a {kind}.", kind=noun_of(kind)),
            )
        return tree


def _at(found: Diagnostic, text: str) -> str:
    """Return the message of a remark with its place in the formula."""
    if "\n" not in text:
        return say("{message} (column {column})", message=found.message, column=found.column)
    return say("{message} (line {line}, column {column})", message=found.message, line=found.line, column=found.column)
