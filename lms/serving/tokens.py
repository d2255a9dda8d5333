"""`lms token`: tokens that let another program in by one door: made, listed and revoked from the shell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.config import Config
from lms.kernel import migrating
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.kernel.ids import read_id
from lms.kernel.permissions import shell
from lms.people import tokens
from lms.people.models import Organisation
from lms.people.token_models import DoorToken
from lms.serving.refusals import CannotStart

LONGEST = 3_650


@click.group()
def token() -> None:
    """Let another program in: make, list and revoke door tokens."""


shell(token)


@token.command()
@click.option("--door", type=click.Choice(tokens.DOORS), required=True, help="Which door the token opens.")
@click.option("--organisation", metavar="SLUG", help="Into which organisation, where there are several.")
@click.option("--days", type=click.IntRange(1, LONGEST), help="After how many days it ends; never when not given.")
def create(door: str, organisation: str | None, days: int | None) -> None:
    """Make a token and print it once. Two may be active for an organisation and a door at a time."""
    with _database() as database, database.writing() as session:
        company = _organisation(session, organisation)
        try:
            _row, made = tokens.make(session, company.id, door, SystemClock().now(), days=days)
        except tokens.TooManyTokens as refused:
            words = f"{company.slug} has {tokens.MOST} active tokens for {door}; revoke one first: lms token list"
            raise click.ClickException(words) from refused
    click.echo(made)
    click.echo(f"For {company.slug}. It is shown this once: put it where it is needed now.", err=True)


@token.command("list")
@click.option("--organisation", metavar="SLUG", help="Of which organisation; of all when not given.")
def list_tokens(organisation: str | None) -> None:
    """List tokens: their ids, doors, and when they were made, last used and ended. Never the tokens themselves."""
    now = SystemClock().now()
    with _database() as database, database.reading() as session:
        company = _organisation(session, organisation).id if organisation else None
        slugs: dict[UUID, str] = {row[0]: row[1] for row in session.execute(select(Organisation.id, Organisation.slug))}
        found = tokens.every(session, company)
        for row in found:
            said = (str(row.id), row.door, slugs[row.organisation_id], _state(row, now), _day("made", row.made_at))
            click.echo("  ".join((*said, _day("last used", row.last_used_at))))
    if not found:
        click.echo("There is no token.")


@token.command()
@click.argument("identity", metavar="ID")
def revoke(identity: str) -> None:
    """End the token with this ID at once; `lms token list` says which there are."""
    with _database() as database, database.writing() as session:
        wanted = read_id(identity.strip().casefold())
        row = session.get(DoorToken, wanted) if wanted else None
        if row is None or not tokens.revoke(session, row.organisation_id, row.id, SystemClock().now()):
            raise click.ClickException(f"there is no token {identity} that could be revoked; see lms token list")
    click.echo("It opens nothing any more.")


def _state(row: DoorToken, now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "ended" if row.ends_at is not None and row.ends_at <= now else "active"


def _day(said: str, at: datetime | None) -> str:
    return f"{said} {at:%Y-%m-%d %H:%M}" if at else f"{said} never"


def _organisation(session: Session, slug: str | None) -> Organisation:
    query = select(Organisation).order_by(Organisation.slug)
    found = session.scalars(query if slug is None else query.where(Organisation.slug == slug)).all()
    if not found:
        raise click.ClickException(
            f"there is no organisation called {slug}" if slug else "there is no organisation yet; run lms init"
        )
    if len(found) > 1:
        slugs = ", ".join(each.slug for each in found)
        raise click.ClickException(f"there are several organisations ({slugs}); choose one with --organisation")
    return found[0]


@contextmanager
def _database() -> Iterator[Database]:
    database = Database(Config.from_environment(with_key=False).database_url)
    try:
        if migrating.current(database) != migrating.head():
            raise CannotStart("The database's structure is not up to date. Run `lms db upgrade` first.")
        yield database
    finally:
        database.dispose()
