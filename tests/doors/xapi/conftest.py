"""An LRS for tests, and a company that tells it what its people do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.xapi.record_store import PYTHON, Faulty, Ralph
from tests.doors.xapi.told import Teller
from tests.support.company import Company


@pytest.fixture(scope="session")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    """Return the LRS of this test process; skip where it is not installed."""
    if not PYTHON.exists():
        pytest.skip("Ralph is not installed below .partners: the LRS these tests talk to")
    running = Ralph(tmp_path_factory.mktemp("ralph"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    """Return an LRS that fails as it is told to."""
    found = Faulty()
    yield found
    found.stop()


@pytest.fixture
def teller(company: Company, ralph: Ralph, clock: object) -> Teller:
    """Return a company that tells Ralph everything it can."""
    return Teller.on(company, ralph.endpoint)
