"""A table in a calculator file that is wrong is refused with the line and what to do."""

import re
import tomllib
from typing import Any

import pytest
import tomli_w

from lms.calculators.declared import Calculator, in_language
from lms.calculators.problems import CalculatorErrors, Problem
from lms.calculators.reading import read_calculator

from .material import MODULE, chance_of
from .test_reading import STRANGE, line_of, places

GOOD = (MODULE / "customer-segments.calc.toml").read_text()


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CalculatorErrors) as refused:
        read_calculator(text, "x.calc.toml")
    return refused.value.problems


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ('name = "segments"\n', 'name = "Segments"\n', "cannot be a name", 'name = "Segments"'),
        ('name = "segments"\n', 'name = "customers"\n', "is used twice", ""),
        ('row_label.sv = "Grupp"', "", "“row_label” is missing in “sv”", "row_label.en"),
        ("fewest = 2", "fewest = 9", "number of rows cannot be used", "most = 8"),
        ("most = 8", "most = 51", "number of rows cannot be used", "most = 51"),
        ("most = 8", "most = 3", "TOO_MANY_ROWS", ""),
        ("most = 8", "moost = 8", "Did you mean “most”", "moost"),
        ('{ column = "share", must_be = 1', '{ column = "shares", must_be = 1', "can have a total", "total"),
        ('{ column = "share", must_be = 1', '{ column = "revenue", must_be = 1', "can have a total", "total"),
        ('{ column = "share", must_be = 1, ', '{ column = "share", ', "total is not whole", "total"),
        ('name = "retention"\n', 'name = "name"\n', "cannot be a name", 'name = "name"'),
        ('name = "retention"\n', 'name = "share"\n', "is used twice", ""),
        ('name = "retention"\nunit = "percent"', 'name = "retention"\nunit = "choice"', "not one that is known",
         'unit = "choice"'),
        ("soft_maximum = 1\n", "example = 1\n", "“example” has no meaning here", "example = 1"),
        ("retention = 0.95", "retention = 1.95", "ABOVE_MAXIMUM in “retention”", ""),
        ("retention = 0.95", "", "EMPTY_CELL in “retention”", ""),
        ("retention = 0.95", 'retention = "most"', "must be a number", 'retention = "most"'),
        ("retention = 0.95", "retentoin = 0.95", "Did you mean “retention”", "retentoin"),
        ("share = 0.25", "share = 0.35", "TOTAL_OVER in “share”", ""),
        ('name.sv = "Missnöjda"', "", "“name” is missing in “sv”", ""),
        ('over = "segments"\nhidden', 'over = "segment"\nhidden', "is no table", 'over = "segment"'),
        ("segments.revenue * segments.price_premium", "segments.revenu * segments.price_premium",
         "Did you mean “segments.revenue”", ""),
        ('formula = "sum(segments.share * value)"', 'formula = "segments.share * value"', "must give a number", ""),
        ('formula = "moved * value"', 'formula = "sum(moved * value)"', "must give a series", 'formula = "sum(moved'),
        ('formula = "moved * value"', 'formula = "moved * weighted_value"', "“weighted_value” is not known here", ""),
        ('formula = "moved * value"', 'formula = "years(3)"', "“moved_value” gives", ""),
        ('value = "value"', 'value = "sum(value)"', "must give a series", ""),
        ("value = [43500, ", "value = [43501, ", "gives [43", ""),
        ("segments = [", "segmnets = [", "", ""),
    ],
)  # fmt: skip
def test_an_author_is_shown_the_line_and_what_to_do(old: str, new: str, message: str, at: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    if old == 'formula = "moved * value"' and "years" in new:
        text = text.replace("outputs = { value = [", "outputs = { moved_value = [1, 2, 3, 4], value = [", 1)
    found = [each for each in problems(text) if re.search(re.escape(message), f"{each.message} {each.remedy}")]
    assert found, [str(each) for each in problems(text)]
    assert found[0].remedy
    if at:
        assert found[0].line == line_of(text, at)


def test_more_tables_and_columns_than_a_page_can_hold_are_refused() -> None:
    data = tomllib.loads(GOOD)
    data["tables"] = [{**data["tables"][0], "name": f"t{at}"} for at in range(4)]
    assert any("more than 3 tables" in each.message for each in problems(tomli_w.dumps(data)))
    data = tomllib.loads(GOOD)
    data["tables"][0]["columns"] = [{**data["tables"][0]["columns"][0], "name": f"c{at}"} for at in range(13)]
    assert any("more than 12 columns" in each.message for each in problems(tomli_w.dumps(data)))


def test_any_value_in_any_place_of_a_table_is_read_or_refused_and_nothing_else() -> None:
    chance = chance_of(22)
    refused = 0
    for _ in range(150):
        data: dict[str, Any] = tomllib.loads(GOOD)
        place, key = chance.choice(places({"tables": data["tables"]})[1:])
        if chance.random() < 0.2:
            del place[key]
        else:
            place[key] = chance.choice(STRANGE)
        try:
            read_calculator(tomli_w.dumps(data), "x.calc.toml")
        except CalculatorErrors as error:
            refused += 1
            assert all(each.message and each.remedy and each.line >= 1 for each in error.problems)
    assert refused > 60


def test_a_calculator_without_tables_is_stored_as_it_was_before_there_were_tables() -> None:
    plain = read_calculator((MODULE / "cost-of-churn.calc.toml").read_text(), "x").document()
    assert "tables" not in plain
    assert all("over" not in each for each in (*plain["series"], *plain["outputs"], *plain["chart"]["rows"]))
    assert Calculator.from_document(plain).tables == ()


def test_the_browser_gets_the_example_as_a_value_in_the_readers_language() -> None:
    calculator = read_calculator(GOOD, "x")
    document = in_language(calculator.document(), "sv")
    assert document["tables"][0]["example"] == calculator.table("segments").rows("sv")
    assert Calculator.from_document(calculator.document()) == calculator
