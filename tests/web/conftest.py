"""What tests of the shell share: visitors of every kind, and the same installation reached over https."""

from __future__ import annotations

import dataclasses

import pytest

from lms.app import create_app
from lms.kernel.permissions import Role
from tests.support.company import Browser, Company
from tests.support.installation import Installation
from tests.web.role_table import Visitors


@pytest.fixture(scope="module")
def visitors(installation: Installation) -> Visitors:
    """Return visitors of every kind."""
    return Visitors(installation)


@pytest.fixture
def everyone(company: Company) -> Browser:
    """Return the browser of somebody with every role, so that no refusal is for want of a role."""
    return company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))


@pytest.fixture
def https(installation: Installation) -> Installation:
    """Return the same installation as people reach it over https."""
    config = dataclasses.replace(installation.config, base_url="https://learn.example")
    app = create_app(config, clock=installation.clock, database=installation.database)
    return Installation(app, installation.database, installation.clock, config)
