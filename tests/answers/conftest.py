"""A learner with an open quiz, which most tests of saving begin with."""

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


@pytest.fixture
def context(learner: Learner) -> str:
    """Return the key of the learner's open attempt."""
    return learner.begin()


@pytest.fixture
def small(migrated_database: Callable[[str], str], tmp_path: Path) -> Iterator[Installation]:
    """Return an installation of its own whose keys and feedback hold words that give them away."""
    with small_installation(migrated_database("sqlite"), tmp_path) as found:
        yield found
