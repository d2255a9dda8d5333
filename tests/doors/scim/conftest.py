"""A directory that is connected to a company."""

from __future__ import annotations

import pytest

from tests.doors.scim.provisioning import DirectoryAtWork
from tests.support.company import Company

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def directory(company: Company) -> DirectoryAtWork:
    """Return the company's directory."""
    return DirectoryAtWork(company)


@pytest.fixture
def other_directory(other_company: Company) -> DirectoryAtWork:
    """Return another company's directory."""
    return DirectoryAtWork(other_company)
