"""A calculator file that is wrong is refused whole: every problem at once, each with its line and what to do."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import tomli_w

from lms.calculators.problems import CalculatorErrors, Problem
from lms.calculators.reading import read_calculator

from .material import MODULE, chance_of

GOOD = (MODULE / "cost-of-churn.calc.toml").read_text()


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CalculatorErrors) as refused:
        read_calculator(text, "x.calc.toml")
    return refused.value.problems


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def swapped(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ('uuid = "b1a7', 'uuid = "no', "uuid is not one", "uuid"),
        ('name = "cost-of-churn"', 'name = "Cost of churn"', "cannot be an address", "name"),
        ("money = true", 'money = "yes"', "must be true or false", "money"),
        ("money = true", "monye = true", "Did you mean “money”", "monye"),
        ("title.da = ", "title.dk = ", "Did you mean “da”", "title"),
        ('question.sv = "Vad kostar det att förlora kunder?"', "", "“question” is missing in “sv”", ""),
        ('sentence.en = "One year\'s customer losses cost {total}', 'sentence.en = "This costs {totl}',
         "{totl}", "sentence.en"),
        ("headline = true", "hidden = false", "Exactly one output", ""),
        ('formula = "customers * churn_rate"', 'formula = "customers * churn_rat"',
         "Did you mean “churn_rate”", 'formula = "customers'),
        ('formula = "customers * churn_rate"', 'formula = "customers * (churn_rate"',
         "not closed", 'formula = "customers'),
        ('formula = "customers * churn_rate"', 'formula = "years(3)"', "must give a number", 'formula = "years'),
        ('formula = "customers * churn_rate"', 'formula = "total"', "“total” is not known here", 'formula = "total"'),
        ('name = "lost_customers"', 'name = "customers"', "is used twice", ""),
        ('name = "lost_customers"', 'name = "sum"', "cannot be a name", 'name = "sum"'),
        ("slider = { minimum = 0, maximum = 50000, step = 100 }", "slider = { minimum = 9, maximum = 1, step = 1 }",
         "no window",
         "slider = { minimum = 9"),
        ("example = 0.15", "example = 1.5", "example cannot be used", "example = 1.5"),
        ('unit = "count"', 'unit = "pieces"', "“unit” is not one that is known", 'unit = "pieces"'),
        ('"$money"', '"$monney"', "is no placeholder", "spec"),
        ('"data": {"name": "table"},', '"data": {"url": "https://example.org/x.json"},',
         "does not draw the table", "spec"),
        ('"background": null,', '"background": null, "params": [],', "“params” is not allowed", "spec"),
        ('{"field": "row", "equal": "total"}', '"datum.row == 1"', "“test” is not allowed", "spec"),
        ('"data": {"name": "table"},', '"data": {"name": "table"', "not valid JSON", "spec"),
        ('{ name = "amount", unit', '{ name = "amont", unit', "“amont” is not computed", "columns"),
        ("when = \"annual_margin < 0\"", "when = \"annual_margin\"", "must give a truth", 'when = "annual_margin"'),
        ("total = 3893478.2608695654", "total = 3893479", "gives 3893478", ""),
        ("[[inputs]]", "[[inputs]", "Not valid TOML", "[[inputs]"),
    ],
)  # fmt: skip
def test_an_author_is_shown_the_line_and_what_to_do(old: str, new: str, message: str, at: str) -> None:
    text = swapped(old, new)
    found = [each for each in problems(text) if re.search(re.escape(message), f"{each.message} {each.remedy}")]
    assert found, [str(each) for each in problems(text)]
    assert found[0].remedy
    if at:
        assert found[0].line == line_of(text, at)


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("example = 0.15", "example = 15").replace('uuid = "', 'uuid = "x').replace('"$line"', '"$lime"')
    found = problems(text)
    assert len(found) >= 4
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert all(each.file == "x.calc.toml" for each in found)


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: "",
        lambda text: "a = 1",
        lambda text: text.replace("[[inputs]]", "[inputs]", 1),
        lambda text: text + "x" * 200_001,
        lambda text: "chart = 3\n" + text.split("[chart]")[0],
        lambda text: "inputs = 3",
        lambda text: 'title = "only text"',
        lambda text: "a = " + "[" * 5000, lambda text: text.replace("example = 10000", "example = nan"),
        lambda text: text.replace("inputs = { customers = 0", "inputs = 5 #", 1),
    ],
)  # fmt: skip
def test_no_file_however_broken_does_more_than_be_refused(broken: Callable[[str], str]) -> None:
    assert problems(broken(GOOD))


def test_texts_of_several_lines_do_not_move_the_lines() -> None:
    text = swapped('name = "point_budget"', 'name = "Point"')
    assert problems(text)[0].line == line_of(text, 'name = "Point"')


def test_a_small_calculator_needs_little() -> None:
    text = """
uuid = "b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c23"
name = "twice"
title.en = "Twice"
question.en = "How much is twice?"
sentence.en = "Twice is {twice}."
assumption.en = "None."
not_shown.en = "Nothing."
formula_text.en = "x + x"
[[inputs]]
name = "x"
unit = "number"
label.en = "Number"
example = 2
[[outputs]]
name = "twice"
unit = "number"
label.en = "Twice"
formula = "x + x"
headline = true
[[examples]]
inputs = { x = 4 }
outputs = { twice = 8 }
"""
    calculator = read_calculator(text, "twice.calc.toml")
    assert calculator.chain == ("twice",)
    assert calculator.chart is None
    assert calculator.headline.unit == "number"


STRANGE = [
    0,
    -1,
    1e308,
    True,
    "",
    "x",
    "END",
    [],
    [1],
    [{}],
    {},
    {"en": 1},
    {"en": "x"},
    "sum(years(3))",
    "a" * 3000,
    "{total}",
]


def test_any_value_in_any_place_is_read_or_refused_and_nothing_else() -> None:
    chance = chance_of(21)
    refused = 0
    for _ in range(200):
        data = tomllib.loads(GOOD)
        place, key = chance.choice(places(data))
        if chance.random() < 0.2:
            del place[key]
        else:
            place[key] = chance.choice(STRANGE)
        try:
            read_calculator(tomli_w.dumps(data), "x.calc.toml")
        except CalculatorErrors as error:
            refused += 1
            assert all(each.message and each.remedy and each.line >= 1 for each in error.problems)
    assert refused > 80


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a document where another value could stand."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


def test_a_key_of_endless_dots_is_refused_before_it_costs_memory() -> None:
    with pytest.raises(CalculatorErrors, match="more than 100 dots"):
        read_calculator("title" + ".a" * 50_000 + " = 1\n", "endless.calc.toml")
