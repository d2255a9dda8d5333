"""What tests of people share: the same installation reached over https."""

from __future__ import annotations

import dataclasses

import pytest

from lms.app import create_app
from tests.support.installation import Installation


@pytest.fixture
def https(installation: Installation) -> Installation:
    """Return the same installation as people reach it over https."""
    config = dataclasses.replace(installation.config, base_url="https://learn.example")
    app = create_app(config, clock=installation.clock, database=installation.database)
    return Installation(app, installation.database, installation.clock, config)
