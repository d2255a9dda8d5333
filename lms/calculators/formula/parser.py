"""Reads one formula and gives its tree; every bound is checked before anything is computed."""

import re
from typing import Final, NamedTuple

from lms.calculators.codes import FAILABLE
from lms.calculators.formula.language import (
    COMPARISON,
    FUNCTIONS,
    MAXIMUM_BYTES,
    MAXIMUM_DEPTH,
    MAXIMUM_LITERAL,
    MAXIMUM_NODES,
    RESERVED,
    Tree,
)
from lms.sentences import say


class FormulaError(ValueError):
    """A formula was refused: `message` says why, `column` where (from 1), `remedy` what to do."""

    def __init__(self, message: str, column: int = 1, remedy: str = "") -> None:
        """Keep the three parts apart, so that a page can point at the place."""
        self.message, self.column, self.remedy = message, column, remedy
        super().__init__(f"{message} {remedy}".rstrip())


class Token(NamedTuple):
    """One piece of a formula: a "number", a "name", a "sign" or the "end"; `column` counts from 1."""

    sort: str
    text: str
    column: int


_TOKEN: Final = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_.]))"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)"
    r"|(?P<sign><=|>=|==|!=|[-+*/^(),<>])",
    re.ASCII,
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_OPTION: Final = re.compile(r"[A-Z][A-Z0-9_]{0,39}", re.ASCII)


def parse(text: str) -> Tree:
    """Return the tree of `text`, or raise `FormulaError`.

    Bounds: 2,048 bytes, 200 nodes, nesting of 20, numbers up to 1e15, no power inside an exponent.
    """
    if len(text.encode("utf-8", "replace")) > MAXIMUM_BYTES:
        raise FormulaError(
            say("The formula is longer than {most} bytes.", most=MAXIMUM_BYTES),
            1,
            say("Split it into several outputs."),
        )
    return _Parser(tokens_of(text)).whole()


def is_name(text: str) -> bool:
    """Tell whether `text` may name an input, an output or a series."""
    return bool(_NAME.fullmatch(text)) and text not in FUNCTIONS and text not in RESERVED


def is_column(text: str) -> bool:
    """Tell whether `text` may name a column of a table: two names with a dot, such as segments.share."""
    table, dot, column = text.partition(".")
    return bool(dot) and is_name(table) and is_name(column)


def is_option(text: str) -> bool:
    """Tell whether `text` may name one option of a choice: capitals, digits and underscores."""
    return bool(_OPTION.fullmatch(text))


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a formula, the end last; raise `FormulaError` at what has no meaning."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(
                say("“{text}” has no meaning in a formula.", text=text[at]),
                at + 1,
                say("Use numbers, names, + - * / ^ and functions."),
            )
        tokens.append(Token(str(match.lastgroup), match.group(), at + 1))
        at = match.end()
    return [*tokens, Token("end", "", len(text) + 1)]


class _Parser:
    """Recursive descent; `nesting` counts what encloses the place being read."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.nesting = 0
        self.nodes = 0
        self.exponents = 0

    def whole(self) -> Tree:
        tree = self.comparison()
        if self.here.sort != "end":
            raise FormulaError(
                say("“{text}” was not expected here.", text=self.here.text),
                self.here.column,
                say("Check operators and brackets."),
            )
        return tree

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def step(self) -> Token:
        token = self.here
        self.at += 1
        return token

    def comes(self, *signs: str) -> bool:
        return self.here.sort == "sign" and self.here.text in signs

    def node(self, tree: Tree) -> Tree:
        self.nodes += 1
        if self.nodes > MAXIMUM_NODES:
            raise FormulaError(
                say("The formula has more than {most} parts.", most=MAXIMUM_NODES),
                self.here.column,
                say("Split it into several outputs."),
            )
        return tree

    def deeper(self) -> None:
        self.nesting += 1
        if self.nesting > MAXIMUM_DEPTH:
            raise FormulaError(
                say("Brackets go deeper than {most} levels.", most=MAXIMUM_DEPTH),
                self.here.column,
                say("Split it into several outputs."),
            )

    def comparison(self) -> Tree:
        self.deeper()
        left = self.sum_()
        if self.comes(*COMPARISON):
            sign = self.step().text
            left = self.node([sign, left, self.sum_()])
            if self.comes(*COMPARISON):
                raise FormulaError(
                    say("Two comparisons in a row say nothing."), self.here.column, say("Write and(a < b, b < c).")
                )
        self.nesting -= 1
        return left

    def sum_(self) -> Tree:
        left = self.product()
        while self.comes("+", "-"):
            sign = self.step().text
            left = self.node([sign, left, self.product()])
        return left

    def product(self) -> Tree:
        left = self.negative()
        while self.comes("*", "/"):
            sign = self.step().text
            left = self.node([sign, left, self.negative()])
        return left

    def negative(self) -> Tree:
        if not self.comes("-"):
            return self.power()
        self.step()
        self.deeper()
        tree = self.node(["-", self.negative()])
        self.nesting -= 1
        return tree

    def power(self) -> Tree:
        base = self.atom()
        if not self.comes("^"):
            return base
        column = self.step().column
        if self.exponents:
            raise FormulaError(
                say("A power may not stand inside an exponent."), column, say("Give the exponent its own output.")
            )
        self.exponents += 1
        exponent = self.negative()
        self.exponents -= 1
        if self.comes("^"):
            raise FormulaError(
                say("Powers in a row are not read."), self.here.column, say("Write (a^b)^c with brackets.")
            )
        return self.node(["^", base, exponent])

    def atom(self) -> Tree:
        token = self.step()
        if token.sort == "number":
            return self.node(_number(token))
        if token.sort == "name":
            return self.call(token) if self.comes("(") else self.node(_named(token))
        if token.text == "(":
            tree = self.comparison()
            self.close()
            return tree
        what = (
            say("The formula ends too early.")
            if token.sort == "end"
            else say("“{text}” was not expected here.", text=token.text)
        )
        raise FormulaError(what, token.column, say("A number, a name or a bracket belongs here."))

    def call(self, token: Token) -> Tree:
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise FormulaError(
                say("There is no function “{name}”.", name=token.text),
                token.column,
                say("These exist: {known}.", known=", ".join(FUNCTIONS)),
            )
        self.step()
        arguments = [] if self.comes(")") else [self.comparison()]
        while self.comes(","):
            self.step()
            arguments.append(self.comparison())
        self.close()
        if not function.fewest <= len(arguments) <= function.most:
            wanted = (
                f"{function.fewest}"
                if function.fewest == function.most
                else say("at least {fewest}", fewest=function.fewest)
            )
            raise FormulaError(
                say("{function}() has {count} arguments.", function=token.text, count=len(arguments)),
                token.column,
                say("It takes {wanted}: {meaning}.", wanted=wanted, meaning=function.meaning),
            )
        return self.node([token.text, *_checked_arguments(token, arguments)])

    def close(self) -> None:
        if not self.comes(")"):
            raise FormulaError(say("A bracket is not closed."), self.here.column, say("Add “)”."))
        self.step()


def _number(token: Token) -> Tree:
    value = float(token.text)
    if value > MAXIMUM_LITERAL:
        raise FormulaError(say("The number is larger than 1e15."), token.column, say("Use a larger unit."))
    return value


def _named(token: Token) -> Tree:
    if token.text in RESERVED:
        return None
    if is_option(token.text):
        return ["option", token.text]
    if is_name(token.text) or is_column(token.text):
        return token.text
    raise FormulaError(
        say("“{name}” cannot be a name.", name=token.text),
        token.column,
        say("Names have small letters, digits and underscores."),
    )


def _checked_arguments(token: Token, arguments: list[Tree]) -> list[Tree]:
    """Return the arguments as they stand in the tree: a bare code for fail, a bare name for given."""
    first = arguments[0]
    if token.text == "fail":
        code = first[1] if isinstance(first, list) and first[0] == "option" else None
        if code not in FAILABLE:
            raise FormulaError(
                say("fail() needs a known error code."), token.column, say("One of {known}.", known=", ".join(FAILABLE))
            )
        return [code]
    if token.text == "given" and not isinstance(first, str):
        raise FormulaError(say("given() takes the name of an input."), token.column, say("Write given(name)."))
    return arguments
