"""Random formulas that pass the checker, and random inputs for them: the same ones in every run."""

from lms.calculators.formula.language import Tree

from .material import chance_of

NAMES = ("a", "b", "c", "d")
COLUMNS = ("rows.x", "rows.y")
ROWS = 3
CORNERS = (0.0, 1.0, -1.0, 2.0, 0.5, 1e-300, 1e15, -3.0)


class FormulaMaker:
    """Makes trees of the kinds the language knows; `random` decides everything."""

    def __init__(self, seed: int) -> None:
        self.random = chance_of(seed)

    def number(self, depth: int) -> Tree:
        if depth <= 0 or self.random.random() < 0.12:
            return self.leaf()
        make = self.random.choice((self.arithmetic,) * 6 + (self.call,) * 4 + (self.choice, self.reduction))
        return make(depth - 1)

    def leaf(self) -> Tree:
        if self.random.random() < 0.7:
            return self.random.choice(NAMES)
        return self.random.choice((0.0, 1.0, 2.0, 12.0, round(self.random.uniform(0, 10), 3)))

    def arithmetic(self, depth: int) -> Tree:
        sign = self.random.choice(("+", "-", "*", "/", "^"))
        if sign == "^":
            return ["^", self.number(depth), self.random.choice((2.0, 3.0, 0.5, ["-", 1.0], "c", 0.0))]
        return [sign, self.number(depth), self.number(depth)]

    def call(self, depth: int) -> Tree:
        name = self.random.choice(
            ("abs", "min", "max", "clamp", "round", "floor", "ceil", "sqrt", "exp", "ln", "log10", "-", "normal_cdf",
             "normal_quantile")
        )  # fmt: skip
        if name == "normal_quantile" and self.random.random() < 0.8:
            return [name, ["/", 1.0, ["+", 2.0, ["abs", self.number(depth)]]]]
        if name in {"min", "max"}:
            return [name, *(self.number(depth) for _ in range(self.random.randint(2, 3)))]
        if name == "clamp":
            return [name, self.number(depth), 0.0, 10.0]
        if name == "round":
            return [name, self.number(depth), float(self.random.randint(0, 4))]
        return [name, self.number(depth)]

    def choice(self, depth: int) -> Tree:
        return ["if", self.truth(depth), self.number(depth), self.number(depth)]

    def truth(self, depth: int) -> Tree:
        if depth > 0 and self.random.random() < 0.3:
            name = self.random.choice(("and", "or"))
            return [name, self.truth(depth - 1), ["not", self.truth(depth - 1)]]
        return [self.random.choice(("<", "<=", ">", ">=", "==", "!=")), self.number(depth), self.number(depth)]

    def reduction(self, depth: int) -> Tree:
        name = self.random.choice(("sum", "mean", "min", "max", "last", "at", "count"))
        return [name, self.series(depth), *([2.0] if name == "at" else [])]

    def series(self, depth: int) -> Tree:
        if self.random.random() < 0.4:
            return self.column(depth)
        years: Tree = ["years", float(self.random.randint(2, 12))]
        shape = self.random.choice(("plain", "scaled", "discounted", "running", "chosen"))
        if shape == "scaled":
            return ["*", self.number(depth), years]
        if shape == "discounted":
            return ["/", self.number(depth), ["^", ["+", 1.0, ["abs", self.leaf()]], years]]
        if shape == "running":
            return ["cumulative", ["*", self.leaf(), years]]
        if shape == "chosen":
            return ["if", [">", years, 2.0], self.number(depth), years]
        return years

    def column(self, depth: int) -> Tree:
        shape = self.random.choice(("one", "both", "judged"))
        if shape == "judged":
            return ["if", [">", "rows.x", self.leaf()], "rows.y", self.number(depth)]
        if shape == "both":
            return [self.random.choice(("+", "-", "*", "/", "min", "max")), *COLUMNS]
        return [self.random.choice(("+", "-", "*", "/")), self.random.choice(COLUMNS), self.number(depth)]

    def inputs(self) -> dict[str, float | list[float]]:
        columns = {name: [self.value() for _ in range(ROWS)] for name in COLUMNS}
        return {**{name: self.value() for name in NAMES}, **columns}

    def value(self) -> float:
        if self.random.random() < 0.15:
            return self.random.choice(CORNERS)
        return self.random.choice((1.0, 1.0, 10.0, 1000.0)) * self.random.uniform(-0.3, 1.5)
