"""Python, NumPy and JavaScript compute the same formula to the same number, or end with the same error."""

import math
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import FUNCTIONS, Tree
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.formula.printing import print_formula
from lms.calculators.formula.sampled import NOT_DEFINED, evaluate_samples
from lms.calculators.formula.scalar import Failure, evaluate_tree
from lms.calculators.formula.series import WHOLE

from .material import Browser
from .random_formulas import COLUMNS, NAMES, ROWS, FormulaMaker

FORMULAS, INPUTS = 2500, 12
KINDS = {**dict.fromkeys(NAMES, "number"), **dict.fromkeys(COLUMNS, "series")}
Inputs = dict[str, float | list[float]]
EDGE = 1e-9


def made() -> Iterator[tuple[Tree, list[Inputs]]]:
    """Yield formulas that the checker accepts, each with its inputs."""
    maker = FormulaMaker(20261121)
    found = 0
    while found < FORMULAS:
        tree = maker.number(4)
        try:
            check(tree, KINDS)
        except FormulaError:
            continue
        found += 1
        yield tree, [maker.inputs() for _ in range(INPUTS)]


@pytest.fixture(scope="module")
def formulas() -> list[tuple[Tree, list[Inputs]]]:
    return list(made())


def outcome(value: Any) -> Any:
    if isinstance(value, Failure):
        return value.code
    return NOT_DEFINED if value is None else value


def differs(mine: Any, other: Any, trace: list[float]) -> bool:
    """Compare by the rule: 1e-12 of the largest intermediate value, and the very same errors."""
    if isinstance(mine, str) or isinstance(other, str):
        return bool(mine != other)
    largest = max([abs(mine), *(abs(each) for each in trace)], default=1.0)
    return abs(mine - other) > 1e-12 * largest


def nudged(value: float | list[float], factor: float) -> float | list[float]:
    return [each * factor for each in value] if isinstance(value, list) else value * factor


def on_an_edge(tree: Tree, inputs: Inputs) -> bool:
    """Tell whether a nudge of the inputs in the twelfth digit changes the answer wholesale.

    There a comparison or a rounding stands exactly on its switch, and one last digit decides.
    """
    answers = [
        outcome(evaluate_tree(tree, {name: nudged(value, factor) for name, value in inputs.items()}))
        for factor in (1 - 1e-11, 1.0, 1 + 1e-11)
    ]
    if any(isinstance(each, str) for each in answers):
        return len(set(map(str, answers))) > 1
    return max(answers) - min(answers) > EDGE * max(1e-300, *map(abs, answers))


def disagreements(browser: Browser, formulas: list[Any]) -> tuple[list[Any], int, int]:
    """Return what differs between browser and server, how often only on an edge, and how many values there were."""
    batch = "data.map(([tree, inputs]) => inputs.map((each) => modules['formula.js'].evaluateTree(tree, each)))"
    wrong, edges, values = [], 0, 0
    for (tree, inputs), answers in zip(formulas, browser.run(batch, formulas), strict=True):
        for given, answer in zip(inputs, answers, strict=True):
            trace: list[float] = []
            mine = outcome(evaluate_tree(tree, given, trace))
            other = answer["fail"] if isinstance(answer, dict) else answer
            values += isinstance(mine, float)
            if differs(mine, other, trace) and on_an_edge(tree, given):
                edges += 1
            elif differs(mine, other, trace):
                wrong.append((print_formula(tree), given, mine, other))
    return wrong, edges, values


def test_browser_and_server_compute_thirty_thousand_formulas_alike(browser: Browser, formulas: list[Any]) -> None:
    wrong, edges, values = disagreements(browser, formulas)
    assert wrong == []
    assert edges <= FORMULAS * INPUTS / 1000
    assert values > FORMULAS * INPUTS / 2


@pytest.mark.parametrize(
    "mutation",
    [
        ('["*", (a, b) => a * b]', '["*", (a, b) => a * b * (1 + 1e-10)]'),
        ('if (b === 0) stop("DIVIDE_BY_ZERO");', ""),
        (
            "const size = Math.floor(finite(Math.abs(a) * scale + 0.5)) / scale;",
            "const size = Math.round(a * scale) / scale;",
        ),
        ("return total;", "return total + 1e-9;"),
        ('["<", (a, b) => a < b]', '["<", (a, b) => a <= b]'),
        ("const SERIES_TERMS = 30;", "const SERIES_TERMS = 9;"),
        ("const FRACTION_TERMS = 120;", "const FRACTION_TERMS = 12;"),
    ],
)
def test_a_browser_that_is_slightly_wrong_is_found_out(mutation: tuple[str, str], formulas: list[Any]) -> None:
    wrong, _, _ = disagreements(Browser(mutation), formulas[:800])
    assert wrong


def test_samples_and_single_values_are_alike(formulas: list[Any]) -> None:
    wrong = []
    for tree, inputs in formulas:
        arrays: dict[str, Any] = {name: np.array([each[name] for each in inputs]) for name in NAMES}
        for name in COLUMNS:
            arrays[name] = [np.array([each[name][row] for each in inputs]) for row in range(ROWS)]  # type: ignore[index]
        samples = evaluate_samples(tree, arrays, len(inputs))
        codes: dict[str, int] = {}
        for given, sampled in zip(inputs, samples.values, strict=True):
            trace: list[float] = []
            mine = outcome(evaluate_tree(tree, given, trace))
            if isinstance(mine, str):
                codes[mine] = codes.get(mine, 0) + 1
            other = mine if isinstance(mine, str) and math.isnan(sampled) else float(sampled)
            if differs(mine, other, trace) and not on_an_edge(tree, given):
                wrong.append((print_formula(tree), given, mine, sampled))
        if not wrong and sum(codes.values()) != sum(samples.codes.values()):
            wrong.append((print_formula(tree), codes, samples.codes))
    assert wrong == []


@pytest.mark.parametrize("name", ["exp", "ln", "log10", "sqrt", "abs", "floor", "ceil", "round", "normal_cdf"])
def test_each_function_agrees_to_1e_14(browser: Browser, name: str) -> None:
    maker = FormulaMaker(7)
    span = {"exp": 700.0, "normal_cdf": 38.0}.get(name, 1e6)
    low = -span if name not in {"ln", "log10", "sqrt"} else 1e-6
    inputs = [maker.random.uniform(low, span) for _ in range(2000)] + [1.0, 2.0, 10.0, 100.0, 0.5, 2.5]
    tree: Tree = [name, "x"]
    theirs = browser.run("data[1].map((x) => modules['formula.js'].evaluateTree(data[0], { x }))", [tree, inputs])
    sampled = evaluate_samples(tree, {"x": np.array(inputs)}, len(inputs)).values
    for value, other, array in zip(inputs, theirs, sampled, strict=True):
        mine = evaluate_tree(tree, {"x": value})
        assert isinstance(mine, float)
        assert other == pytest.approx(mine, rel=1e-14, abs=1e-300)
        assert array == pytest.approx(mine, rel=1e-14, abs=1e-300)


def test_the_normal_quantile_agrees_to_1e_14(browser: Browser) -> None:
    maker = FormulaMaker(9)
    inputs = [maker.random.uniform(0, 1) for _ in range(2000)] + [
        10 ** -maker.random.uniform(1, 300) for _ in range(500)
    ]
    tree: Tree = ["normal_quantile", "p"]
    theirs = browser.run("data[1].map((p) => modules['formula.js'].evaluateTree(data[0], { p }))", [tree, inputs])
    sampled = evaluate_samples(tree, {"p": np.array(inputs)}, len(inputs)).values
    for share, other, array in zip(inputs, theirs, sampled, strict=True):
        mine = evaluate_tree(tree, {"p": share})
        assert other == pytest.approx(mine, rel=1e-14, abs=1e-300)
        assert array == pytest.approx(mine, rel=1e-14, abs=1e-300)


def test_samples_that_are_no_probability_are_counted_and_the_others_go_on() -> None:
    samples = evaluate_samples(parse("normal_quantile(p) + 1"), {"p": np.array([0.5, 0.0, 1.0, 1.5, -1.0])}, 5)
    assert samples.codes == {"OUT_OF_DOMAIN": 4}
    assert samples.values[0] == 1.0


def test_columns_of_samples_can_be_chosen_and_added_up() -> None:
    rows = [np.array([1.0, 2.0, 3.0, 4.0]), 10.0]
    tree = parse("if(q > 2, sum(rows.x), sum(rows.x^years(2)))")
    samples = evaluate_samples(tree, {"rows.x": rows, "q": np.array([1.0, 2.0, 3.0, 4.0])}, 4)
    assert samples.values.tolist() == [101.0, 102.0, 13.0, 14.0]


def test_powers_agree_to_1e_14(browser: Browser) -> None:
    maker = FormulaMaker(8)
    pairs = [[maker.random.uniform(0.01, 2), maker.random.uniform(-140, 140)] for _ in range(4000)]
    pairs += [[-1.5, 3.0], [-1.5, -2.0], [0.0, 0.0], [0.0, 2.0], [1.08, 40.0]]
    tree: Tree = ["^", "x", "y"]
    theirs = browser.run(
        "data[1].map(([x, y]) => modules['formula.js'].evaluateTree(data[0], { x, y }))", [tree, pairs]
    )
    columns = np.array(pairs).T
    sampled = evaluate_samples(tree, {"x": columns[0], "y": columns[1]}, len(pairs)).values
    for (x, y), other, array in zip(pairs, theirs, sampled, strict=True):
        mine = evaluate_tree(tree, {"x": x, "y": y})
        assert other == pytest.approx(mine, rel=1e-14, abs=1e-300)
        assert array == pytest.approx(mine, rel=1e-14, abs=1e-300)


TWO = {"min", "max", "at", "shift", "student_cdf", "student_quantile", "erlang_c"}
EXTREMES = [0.0, -1.0, 1e308, 5e-324, None]


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"fail", "given", "if", "and", "or", "not"}))
def test_hostile_values_give_a_number_or_a_code_everywhere(browser: Browser, name: str) -> None:
    takes_series = name in {*WHOLE, "cumulative"} - {"years"}
    argument: Tree = ["*", "x", ["years", 3.0]] if takes_series else "x"
    rest: list[Tree] = [*(["y", "x"] if name == "clamp" else []), *(["y"] if name in TWO else [])]
    tree: Tree = [name, argument, *rest]
    inputs = [{"x": x, "y": y} for x in EXTREMES for y in EXTREMES]
    theirs = browser.run("data[1].map((each) => modules['formula.js'].evaluateTree(data[0], each))", [tree, inputs])
    for given, other in zip(inputs, theirs, strict=True):
        mine = evaluate_tree(tree, given)
        expected = {"fail": mine.code} if isinstance(mine, Failure) else mine
        assert other == expected
        assert not isinstance(mine, float) or math.isfinite(mine)


def test_operators_meet_hostile_values_with_codes(browser: Browser) -> None:
    inputs = [{"x": x, "y": y} for x in EXTREMES for y in EXTREMES]
    for sign in ("+", "-", "*", "/", "^", "<", "=="):
        tree: Tree = ["if", [sign, "x", "y"], 1.0, 0.0] if sign in {"<", "=="} else [sign, "x", "y"]
        theirs = browser.run("data[1].map((each) => modules['formula.js'].evaluateTree(data[0], each))", [tree, inputs])
        for given, other in zip(inputs, theirs, strict=True):
            mine = evaluate_tree(tree, given)
            assert other == ({"fail": mine.code} if isinstance(mine, Failure) else mine)


def test_ninety_nine_of_a_hundred_legal_formulas_take_under_two_milliseconds(formulas: list[Any]) -> None:
    times = []
    for tree, inputs in formulas:
        for given in inputs[:4]:
            started = time.perf_counter()
            evaluate_tree(tree, given)
            times.append(time.perf_counter() - started)
    assert len(times) == 10_000
    assert sorted(times)[9_900] < 0.002


def test_failed_samples_are_counted_by_their_code() -> None:
    tree = parse("if(q >= 1, fail(DIVERGES), 1 / (1 - q)) + 1 / d")
    q = np.array([0.5, 1.0, 1.5, 0.9])
    d = np.array([1.0, 1.0, 1.0, 0.0])
    samples = evaluate_samples(tree, {"q": q, "d": d}, 4)
    assert samples.codes == {"DIVERGES": 2, "DIVIDE_BY_ZERO": 1}
    assert samples.values[0] == 3.0
    assert np.isnan(samples.values[1:]).all()


def test_series_of_another_length_in_each_sample_are_computed_one_by_one() -> None:
    samples = evaluate_samples(parse("sum(x^years(n))"), {"x": 0.5, "n": np.array([1.0, 2.0, 3.0, 2.5])}, 4)
    assert samples.values[:3].tolist() == [0.5, 0.75, 0.875]
    assert samples.codes == {"OUT_OF_DOMAIN": 1}


def test_a_random_formula_prints_and_reads_back_as_itself(formulas: list[Any]) -> None:
    for tree, _ in formulas:
        try:
            read = parse(print_formula(tree))
        except FormulaError as refused:
            assert "exponent" in str(refused) or "deeper" in str(refused) or "parts" in str(refused)
        else:
            assert read == tree
