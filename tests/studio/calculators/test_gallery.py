"""The gallery offers only pictures that a tool's results can fill, and each of them can be read, drawn and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.calculators.computing import compute
from lms.calculators.reading import read_calculator
from lms.studio.calculators.charts import KINDS, Choice, chart_text, material_of
from lms.studio.calculators.sheet import Sheet
from tests.calculators.made_up import made_up

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "modules").rglob("*.calc.toml"))
YEARS = '[[series]]\nname = "year"\nunit = "years"\nlabel.en = "Year"\nformula = "years(3)"'
GROWN = '[[series]]\nname = "grown"\nunit = "number"\nlabel.en = "Grown"\nformula = "a * year"'


def say(_language: str, words: str) -> str:
    return words


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition(".")[0])
def test_every_picture_that_is_offered_for_a_tool_of_the_library_can_be_used(path: Path) -> None:
    sheet = Sheet(path.name, path.read_text())
    material = material_of(read_calculator(sheet.text, path.name))
    rest = "".join(each.text for each in sheet.parts if each.kind not in ("chart", "charts"))
    offered = [(kind, choice) for kind in KINDS if (choice := kind.choice(material, Choice(()))) is not None]
    assert offered
    for kind, choice in offered:
        drawn = f"{rest.rstrip()}\n\n{chart_text(kind, material, choice, sheet.languages, say)}"
        calculator = read_calculator(drawn, path.name)
        assert compute(calculator, {}).table, kind.name


def test_what_there_is_nothing_for_is_not_offered() -> None:
    alone = material_of(made_up("a", {"a": ""}))
    assert [each.name for each in KINDS if each.choice(alone, Choice(()))] == []
    over_time = material_of(made_up("a", {"a": ""}, more=f"{YEARS}\n{GROWN}", gives="5"))
    found = [each.name for each in KINDS if each.choice(over_time, Choice(()))]
    assert found == ["line-over-time", "bar-over-time", "area-over-time"]


def test_a_choice_that_cannot_stand_in_one_picture_falls_back_to_one_that_can() -> None:
    path = ROOT / "modules/loyalty-economics/cost-of-churn.calc.toml"
    material = material_of(read_calculator(path.read_text(), path.name))
    bars = next(each for each in KINDS if each.name == "bars")
    mixed = bars.choice(material, Choice(("total", "lost_customers", "wom_cost", "nothing-there")))
    assert mixed is not None
    assert mixed.fields == ("total", "wom_cost"), "money and customers do not stand on one axis"
