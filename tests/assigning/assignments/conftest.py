"""What tests of assignments share: a fresh HR office."""

from __future__ import annotations

import pytest

from lms.kernel.clock import SetClock
from tests.assigning.assignments.office import Office
from tests.support.company import Company


@pytest.fixture
def office(company: Company, clock: SetClock) -> Office:
    """Return the HR office of a fresh company; the clock is put back afterwards."""
    return Office(company)
