"""The language service: where a mistake stands, what may be typed next, units that do not belong together."""

from contextlib import suppress
from typing import Any

import pytest

from lms.calculators.declared import Calculator
from lms.calculators.formula.kinds import check
from lms.calculators.formula.language import SERIES, TABLE
from lms.calculators.formula.parser import FormulaError, parse
from lms.calculators.formula.printing import print_formula
from lms.calculators.formula.scalar import _Run
from lms.calculators.formula.stopping import Stop
from lms.calculators.reading import read_calculator
from lms.calculators.service import Diagnostic, Known, complete, cost, costs, dependencies, diagnose, names_of, review
from lms.calculators.service.places import places

from .material import ROOT
from .random_formulas import COLUMNS, NAMES, ROWS, FormulaMaker

KNOWN = {
    "churn": Known(unit="percent", meaning="Customers lost in a year"),
    "discount": Known(unit="percent"),
    "margin": Known(unit="money", meaning="Margin per customer"),
    "cost": Known(unit="money"),
    "customers": Known(unit="count"),
    "horizon": Known(unit="years", optional=True),
    "ramp": Known(unit="months"),
    "timing": Known("choice", options=frozenset({"END", "MID"})),
    "rows": Known(TABLE),
    "rows.share": Known(SERIES, "percent"),
    "rows.value": Known(SERIES, "money"),
}


def said(text: str) -> list[Diagnostic]:
    return diagnose(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("margin * chrun", "chrun", "not known"), ("margin + foo(2)", "foo", "no function"),
        ("1 + (margin", "", "not closed"), ("margin * 2 $ 3", "$", "no meaning"),
        ("(margin) + sum(cost)", "sum(cost)", "cannot take"), ("margin + (2 - 2) * 1/0", "(2 - 2) * 1/0", "computed"),
        ("if(timing == ADV, 1, 2)", "timing == ADV", "not an option"), ("given(rows)", "given(rows)", "optional"),
        ("", "", "too early"), ("rows.shore * 2", "rows.shore", "Did you mean"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_stands(text: str, place: str, message: str) -> None:
    (found,) = said(text)
    assert text[found.start : found.end] == place
    assert message in f"{found.message} {found.remedy}"
    assert found.remedy
    assert found.severity == "error"


def test_every_mistake_of_meaning_is_told_with_its_line_and_only_the_smallest_part() -> None:
    found = said("-(aa + margin)\n  * bb + (cc < 1)")
    assert [(each.line, each.column) for each in found] == [(1, 3), (2, 5), (2, 11)]
    assert [each.message.split(" ")[0] for each in found] == ["“aa”", "“bb”", "“cc”"]


def test_a_formula_of_the_wrong_kind_is_told() -> None:
    (found,) = diagnose("rows.value * 2", KNOWN, kind="number")
    assert found.message == "The formula gives a series."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("margin + churn", "Money is added to a share."), ("margin - churn", "A share is taken from money."),
        ("margin * cost", "Money is multiplied by money."), ("margin^2", "Money is multiplied by money."),
        ("2^margin", "Money stands in an exponent."), ("horizon + customers", "Years are added to a count."),
        ("if(margin > churn, 1, 2)", "Money is compared with a share."), ("max(margin, churn)", "put beside"),
        ("horizon + ramp", "Years are added to months."), ("sum(rows.value) + mean(rows.share)", "added to a share"),
        ("if(churn > 15, 1, 2)", "A share is compared with 15."), ("sum(years(margin))", "years() counts periods"),
        ("last(cumulative(rows.value)) - customers / 2", "A count is taken from money."),
        ("if(churn > 0.1, margin, customers)", "Money is put beside a count."),
        ("margin + margin / cost", "Money is added to a ratio."), ("count(rows.share) + margin", "added to money"),
        ("median(rows.value) + churn", "Money is added to a share."),
        ("distinct(rows.share) + margin", "added to money"),
        ("margin + erlang_c(3, 5)", "Money is added to a share."), ("margin - changes(rows.share)", "A count is taken"),
        ("sum(shift(rows.value, 1)) + churn", "added to a share"), ("student_cdf(2, 9) > 95", "compared with 95"),
        ("clamp(margin, 0, churn)", "Money is put beside a share."), ("-margin + abs(churn)", "added to a share"),
    ],
)  # fmt: skip
def test_units_that_do_not_belong_together_are_remarked_on(text: str, message: str) -> None:
    (found,) = said(text)
    assert message in found.message
    assert found.severity == "hint"
    assert found.remedy


@pytest.mark.parametrize(
    "text",
    [
        "margin * (1 - churn) + cost", "customers * churn * margin", "margin / (discount + churn) - cost",
        "margin * ramp / 12 + cost", "horizon + ramp / 12", "horizon * 12 - ramp", "max(0, margin - cost)",
        "margin * sum(((1 - churn) / (1 + discount))^(years(horizon) - 1))", "sum(rows.share * rows.value) - cost",
        "if(churn > 0.15, margin, 0)", "if(given(horizon), horizon, 5) + 1", "margin / cost > 2", "1 / churn > 3",
        "none", "if(customers == 0, none, margin / customers)", "customers * 2 + count(rows.share)",
    ],
)  # fmt: skip
def test_a_sensible_formula_is_left_in_peace(text: str) -> None:
    assert said(text) == []


def test_a_formula_that_gives_another_unit_than_declared_is_remarked_on() -> None:
    (found,) = diagnose("margin * churn", KNOWN, unit="percent")
    assert found.message == "This is declared as a share, but the formula gives money."
    assert diagnose("margin / cost", KNOWN, unit="percent") == []


def test_the_calculators_of_the_library_need_no_remark(calculators: dict[str, Calculator]) -> None:
    examples = [read_calculator(path.read_text(), path.name) for path in (ROOT / "docs" / "examples").glob("*.toml")]
    assert [str(remark) for each in (*calculators.values(), *examples) for remark in review(each)] == []


def test_names_functions_options_and_codes_are_proposed_where_they_fit() -> None:
    found = complete("margin * chu", 12, KNOWN)
    assert [(each.text, each.sort, each.meaning, each.start) for each in found] == [
        ("churn", "name", "Customers lost in a year", 9)
    ]
    assert {"rows.share", "rows.value"} == {each.text for each in complete("rows.", 5, KNOWN)}
    assert [each.text for each in complete("sum(sha", 7, KNOWN)] == ["rows.share"]
    assert [each.text for each in complete("if(timing == ", 13, KNOWN)] == ["END", "MID"]
    assert [each.text for each in complete("given(", 6, KNOWN)] == ["horizon"]
    assert "DIVERGES" in {each.text for each in complete("fail(", 5, KNOWN)}
    (root,) = complete("sqr", 3, KNOWN)
    assert (root.text, root.meaning) == ("sqrt(", "square root")
    everything = {each.text for each in complete("", 0, KNOWN)}
    assert {"churn", "years("} <= everything
    assert "rows" not in everything
    assert complete("x", -5, KNOWN) == complete("", 0, KNOWN)


def test_what_depends_on_what_is_known_through_others_too(calculators: dict[str, Calculator]) -> None:
    churn = dependencies(calculators["cost-of-churn"])
    assert churn.uses["total"] == ("lost_value", "replacement_cost", "wom_cost")
    assert {"churn_rate", "value", "residual_value", "discount"} <= set(churn.reaches("total"))
    assert "total" in churn.users("cac")
    assert "notes.negative_margin" in churn.users("annual_margin")
    assert churn.uses["chart.total.amount"] == ("total",)
    for calculator in calculators.values():
        graph, known = dependencies(calculator), set(names_of(calculator))
        for name in graph.uses:
            assert name not in graph.reaches(name)
            assert set(graph.reaches(name)) <= known
    with pytest.raises(KeyError):
        churn.reaches("nothing")


def steps_of(tree: Any, values: Any) -> int:
    run = _Run(values, None)
    with suppress(Stop):  # the steps were counted up to there
        run.value(tree)
    return run.steps


def test_the_estimate_is_never_below_the_real_steps() -> None:
    maker = FormulaMaker(41)
    lengths = dict.fromkeys(COLUMNS, ROWS)
    kinds = {**dict.fromkeys(NAMES, "number"), **dict.fromkeys(COLUMNS, SERIES)}
    reached = 0
    for _ in range(3_000):
        tree = maker.number(5)
        try:
            check(tree, kinds)
        except FormulaError:
            continue
        bound, real = cost(tree, lengths), steps_of(tree, maker.inputs())
        assert real <= bound, print_formula(tree)
        reached += real == bound
    assert reached > 500


@pytest.mark.parametrize("text", ["sum(x^years(200))", "last(cumulative(if(years(x) > 2, years(x), 0)))"])
def test_the_estimate_of_a_long_series_is_reached(text: str) -> None:
    tree = parse(text)
    assert steps_of(tree, {"x": 200.0}) in range(cost(tree, {}) - 200, cost(tree, {}) + 1)


def test_every_formula_of_the_library_fits_its_steps(calculators: dict[str, Calculator]) -> None:
    assert all(steps <= 10_000 for each in calculators.values() for steps in costs(each).values())


def test_each_part_of_a_random_formula_is_found_again_in_its_text() -> None:
    maker = FormulaMaker(7)
    for _ in range(500):
        text = print_formula(maker.number(4))
        try:
            tree = parse(text)
        except FormulaError:
            continue
        waiting = [places(text, tree)]
        while waiting:
            each = waiting.pop()
            assert parse(text[each.start : each.end]) == each.tree
            waiting += [part for part in each.parts if part.head != "option"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("erlang_c(x, 250)", {"x": 200.0}), ("erlang_c(x, 9999) + 1", {"x": 3.0}),
        ("sbg_alpha(n)", {"n": [9.0, 5.0, 4.0]}),
        ("sum(student_cdf(n, 5))", {"n": [1.0, 2.0, 3.0]}), ("student_quantile(x / 400, x)", {"x": 200.0}),
        ("sum(erlang_c(x, 240 + years(9)))", {"x": 200.0}),
        ("median(shift(n, 1)) + changes(n)", {"n": [1.0, 2.0, 3.0]}),
    ],
)  # fmt: skip
def test_the_price_of_a_dear_function_is_in_the_estimate(text: str, values: dict[str, Any]) -> None:
    lengths = {name: len(each) for name, each in values.items() if isinstance(each, list)}
    real = steps_of(parse(text), values)
    assert real <= cost(parse(text), lengths)


def test_the_new_functions_are_proposed_with_what_they_do() -> None:
    (found,) = complete("erl", 3, KNOWN)
    assert found.text == "erlang_c("
    assert "customers who wait" in found.meaning
