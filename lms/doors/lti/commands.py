"""The shell's part in LTI: putting a new signing key in the place of one that leaked."""

from __future__ import annotations

import click
from sqlalchemy import select

from lms.config import Config
from lms.doors.lti import keys
from lms.doors.lti.models import LtiPlatform
from lms.kernel.audit import AuditEntry
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.permissions import shell


@click.group("lti")
def lti() -> None:
    """Look after the connection with learning platforms."""


@lti.command("renew-key")
def renew_key() -> None:
    """Sign with a new key from now on, and withdraw the old ones at once: for a key that somebody else may have."""
    config, now = Config.from_environment(), SystemClock().now()
    database = Database(config.database_url)
    try:
        kid = keys.renew(database, config.key().encode(), now)
        with database.writing() as session:
            for organisation in session.scalars(select(LtiPlatform.organisation_id).distinct()):
                session.add(AuditEntry(organisation_id=organisation, action="lti.key-renewed", detail=kid, at=now))
    finally:
        database.dispose()
    click.echo(f"Signing with {kid} from now on; the keys before it are gone.")
    click.echo("A platform may refuse what we sign until it reads our keys anew; most do so by themselves.", err=True)


shell(lti)
