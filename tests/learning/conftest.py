"""A learner on the library of the repository, and an installation of its own for further versions of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.learner import Learner
from tests.support.small_installation import small_installation


@pytest.fixture
def learner(company: Company) -> Learner:
    """Return a learner."""
    return Learner.of(company)


@pytest.fixture(params=["sqlite", "postgresql"])
def small(
    request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Installation]:
    """Return an installation of its own on each database, with a small pack that tests publish anew."""
    with small_installation(migrated_database(request.param), tmp_path) as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ruled(
    request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Return an installation of the module's own on each database, whose small pack is published with settings."""
    with small_installation(migrated_database(request.param), tmp_path_factory.mktemp("ruled")) as found:
        yield found
