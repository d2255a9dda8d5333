"""A connection for tests that look at addresses alone: nobody listens where it leads."""

from __future__ import annotations

from uuid import UUID

from lms.doors.xapi import operations
from tests.doors.xapi.told import asked
from tests.support.company import Company

NOWHERE = "http://127.0.0.1:9/xAPI"


def put_store(company: Company, name: str) -> UUID:
    """Connect a record store that is off; return its id."""
    installation = company.installation
    with installation.database.writing() as session:
        key, now = installation.config.key().encode(), installation.clock.now()
        wanted = asked(NOWHERE, name=name)
        return operations.connect(session, company.organisation.id, wanted, key, now).id
