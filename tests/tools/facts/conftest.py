"""A manager whose company has facts and two tools that take them."""

from __future__ import annotations

import pytest

from tests.support.company import Company
from tests.support.fact_shelf import FactShelf, fact_shelf
from tests.support.learner import Learner


@pytest.fixture
def shelf(company: Company) -> FactShelf:
    """Return the company's shelf of facts."""
    return fact_shelf(company)


@pytest.fixture
def manager(shelf: FactShelf, company: Company) -> Learner:
    """Return a manager of that company."""
    assert shelf
    return Learner.of(company)
