"""Providers that sign whatever a test wants, and companies that are joined with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from lms.doors.oidc import places
from lms.people.models import WrongTry
from tests.doors.oidc.joined import Joined, join_with
from tests.doors.oidc.provider import SignedProvider
from tests.support.company import Company
from tests.support.installation import Installation


@pytest.fixture(autouse=True)
def _nobody_has_guessed(installation: Installation) -> None:
    """Begin with no wrong tries: every test knocks from the same address."""
    with installation.database.writing() as session:
        session.execute(delete(WrongTry))


@pytest.fixture
def provider(installation: Installation) -> Iterator[SignedProvider]:
    """Return a provider on loopback; what was known of another at the same port before is forgotten."""
    places.install(installation.app)
    with SignedProvider(installation.clock).open() as found:
        yield found


@pytest.fixture
def joined(company: Company, provider: SignedProvider) -> Joined:
    """Return a company that is joined with the provider."""
    return join_with(company, provider)
