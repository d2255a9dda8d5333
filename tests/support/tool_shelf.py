"""A small tool shelf beside the small pack of tests/packs: one calculator, two groups, two facts."""

from __future__ import annotations

from tests.packs.conftest import CALCULATOR, WHY

FOLDER = "modules/shelf"
TOML = f"{FOLDER}/module.toml"
BEANS = f"{FOLDER}/price-of-beans.calc.toml"
OWN = "modules/coffee/price-of-a-cup.calc.toml"

SHELF = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4e01"
kind = "shelf"
version = "1.0"
languages = ["en", "da"]
title.en = "Tools"
title.da = "Værktøj"

[[groups]]
name = "deep"
title.en = "Deeper"
title.da = "Dybere"
calculators = ["price-of-beans"]
advanced = true

[[groups]]
name = "cups"
title.en = "What is a cup worth?"
title.da = "Hvad er en kop værd?"
calculators = ["price-of-a-cup"]

[[facts]]
name = "bean_price"
unit = "money"
label.en = "Price of beans"
label.da = "Pris på bønner"
help.en = "For one kilo."
help.da = "For et kilo."
minimum = 0
maximum = 900

[[facts]]
name = "wasted"
unit = "percent"
label.en = "Poured away"
label.da = "Hældt ud"
help.en = "Of all cups."
help.da = "Af alle kopper."
"""

CALC = (
    CALCULATOR.replace("4d02", "4e02")
    .replace("price-of-a-cup", "price-of-beans")
    .replace("What does a cup cost?", "What do the beans cost?")
)

FILES: dict[str, str] = {TOML: SHELF, BEANS: CALC}

BORROWING = {
    f"modules/coffee/{language}/01-why.md": WHY.replace("Why", title).replace("price-of-a-cup", "price-of-beans")
    for language, title in (("en", "Why"), ("da", "Hvorfor"))
}
"""The first page of the small pack, using the shelf's calculator."""


def with_fact(text: str, fact: str, unit: str = "money") -> str:
    """Return a calculator whose input uses a fact."""
    return text.replace('name = "price"\nunit = "money"', f'name = "price"\nunit = "{unit}"\nfact = "{fact}"')
