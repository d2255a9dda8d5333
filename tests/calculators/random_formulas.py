"""Random formulas that pass the checker, and random inputs for them: the same ones in every run."""

from collections.abc import Callable

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
             "normal_quantile", "student_cdf", "student_quantile", "erlang_c")
        )  # fmt: skip
        if name == "student_quantile":
            return [name, ["/", 1.0, ["+", 2.0, ["abs", self.number(depth)]]], ["+", 1.0, ["abs", self.leaf()]]]
        if name == "student_cdf":
            return [name, self.number(depth), ["+", 1.0, ["abs", self.leaf()]]]
        if name == "erlang_c":
            return [name, ["abs", self.number(depth)], float(self.random.randint(1, 60))]
        return [name, *self.arguments(name, depth)]

    def arguments(self, name: str, depth: int) -> list[Tree]:
        make = {
            "normal_quantile": lambda: [self.share(depth) if self.random.random() < 0.8 else self.number(depth)],
            "student_quantile": lambda: [self.share(depth), ["+", 1.0, ["abs", self.leaf()]]],
            "student_cdf": lambda: [self.number(depth), ["+", 1.0, ["abs", self.leaf()]]],
            "erlang_c": lambda: [["abs", self.number(depth)], float(self.random.randint(1, 60))],
            "min": lambda: [self.number(depth) for _ in range(self.random.randint(2, 3))],
            "max": lambda: [self.number(depth) for _ in range(self.random.randint(2, 3))],
            "clamp": lambda: [self.number(depth), 0.0, 10.0],
            "round": lambda: [self.number(depth), float(self.random.randint(0, 4))],
        }.get(name, lambda: [self.number(depth)])
        return make()

    def share(self, depth: int) -> Tree:
        return ["/", 1.0, ["+", 2.0, ["abs", self.number(depth)]]]

    def choice(self, depth: int) -> Tree:
        return ["if", self.truth(depth), self.number(depth), self.number(depth)]

    def truth(self, depth: int) -> Tree:
        if depth > 0 and self.random.random() < 0.3:
            name = self.random.choice(("and", "or"))
            return [name, self.truth(depth - 1), ["not", self.truth(depth - 1)]]
        return [self.random.choice(("<", "<=", ">", ">=", "==", "!=")), self.number(depth), self.number(depth)]

    def reduction(self, depth: int) -> Tree:
        name = self.random.choice((
            "sum", "mean", "min", "max", "last", "at", "count", "median", "product", "changes", "distinct"
        ))  # fmt: skip
        return [name, self.series(depth), *([2.0] if name == "at" else [])]

    def series(self, depth: int) -> Tree:
        if self.random.random() < 0.4:
            return self.column(depth)
        years: Tree = ["years", float(self.random.randint(2, 12))]
        places: Tree = self.random.choice((0.0, 1.0, 3.0, ["-", 2.0]))
        shapes: tuple[Callable[[], Tree], ...] = (
            lambda: years,
            lambda: ["*", self.number(depth), years],
            lambda: ["/", self.number(depth), ["^", ["+", 1.0, ["abs", self.leaf()]], years]],
            lambda: ["cumulative", ["*", self.leaf(), years]],
            lambda: ["shift", ["*", self.leaf(), years], places, self.leaf()],
            lambda: ["if", [">", years, 2.0], self.number(depth), years],
        )
        return self.random.choice(shapes)()

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
