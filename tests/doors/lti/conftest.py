"""A platform of a company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.lti.platform import Platform
from tests.doors.lti.visiting import Connected
from tests.support.company import Company


@pytest.fixture
def platform(company: Company) -> Iterator[Platform]:
    """Return a platform that runs, with the company's clock."""
    with Platform(company.installation.clock.now) as found:
        yield found


@pytest.fixture
def connected(company: Company, platform: Platform) -> Connected:
    """Return it connected by hand."""
    return Connected(company, platform)
