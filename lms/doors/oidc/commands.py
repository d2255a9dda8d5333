"""The shell's part in single sign-on: saying whose a mail domain is, where several organisations share a machine."""

from __future__ import annotations

import click
from sqlalchemy import select

from lms.config import Config
from lms.doors.oidc.connections import NotTaken, confirm_domain
from lms.doors.oidc.models import OidcDomain
from lms.kernel.database import Database
from lms.kernel.permissions import shell
from lms.people.models import Organisation


@click.group("sign-on")
def sign_on() -> None:
    """Look after single sign-on."""


@sign_on.command()
@click.argument("domain")
@click.option("--organisation", metavar="SLUG", required=True, help="Whose it is.")
def confirm(domain: str, organisation: str) -> None:
    """Let the mail DOMAIN count for the organisation that has asked for it; make sure first that it is theirs."""
    database = Database(Config.from_environment(with_key=False).database_url)
    try:
        with database.writing() as session:
            confirm_domain(session, domain, organisation)
    except NotTaken as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        database.dispose()
    click.echo(f"{domain} counts for {organisation} from now on.")


@sign_on.command()
def domains() -> None:
    """List the mail domains that organisations have asked for, and which of them count."""
    database = Database(Config.from_environment(with_key=False).database_url)
    query = select(OidcDomain.domain, Organisation.slug, OidcDomain.held).join(
        Organisation, Organisation.id == OidcDomain.organisation_id
    )
    try:
        with database.reading() as session:
            rows = session.execute(query.order_by(OidcDomain.domain, Organisation.slug)).all()
    finally:
        database.dispose()
    for domain, slug, held in rows:
        click.echo(f"{domain}\t{slug}\t{'counts' if held else 'waits to be confirmed'}")


shell(sign_on)
