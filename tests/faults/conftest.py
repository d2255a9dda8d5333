"""An installation that runs as operators run it, on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.served import Served
from tests.support.installations import KEY


@pytest.fixture(params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path: Path) -> Iterator[Served]:
    """Return a running installation; all of it is gone after the test."""
    found = Served(migrated_database(request.param), tmp_path / "data", KEY)
    try:
        found.start()
        yield found
    finally:
        found.stop()
