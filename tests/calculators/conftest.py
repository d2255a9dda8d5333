"""The engine and the declared calculators, read once."""

import pytest

from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator

from .material import MODULE, Browser


@pytest.fixture(scope="session")
def browser() -> Browser:
    return Browser()


@pytest.fixture(scope="session")
def calculators() -> dict[str, Calculator]:
    paths = sorted(MODULE.glob("*.calc.toml"))
    found = [read_calculator(path.read_text(), path.name) for path in paths]
    return {each.name: each for each in found}
