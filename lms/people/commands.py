"""The shell's way to people: `lms person …`. `lms.serving.persons` loads every room's tables and declares it."""

from __future__ import annotations

from typing import TextIO

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.config import Config
from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people.erasing import erase as erase_person
from lms.people.models import Organisation, Person
from lms.people.operations import Refused, change_password, normal_email
from lms.people.second_factor.resetting import reset_by_address


@click.group()
def person() -> None:
    """Look after single people."""


@person.command()
@click.argument("email")
@click.option("--organisation", metavar="SLUG", help="In which organisation, for someone who is in several.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, organisation: str | None, yes: bool) -> None:
    """Erase the person with this EMAIL: answers, progress, sign-in, everything kept about them. It cannot be undone."""
    config = Config.from_environment(with_key=False)
    database = Database(config.database_url)
    try:
        with database.reading() as session:
            found, company = one_person(session, email, organisation)
        if not yes:
            click.confirm(f"Erase {found.name} <{found.email}> of {company.name} for ever?", abort=True)
        with database.writing() as session:
            deleted = erase_person(session, found, SystemClock().now())
    finally:
        database.dispose()
    click.echo(f"Erased: {sum(deleted.values())} rows. Backups made before today still hold them until they expire.")


@person.command()
@click.argument("email")
@click.option("--password-file", type=click.File(), help="Where the new password stands; asked for when not given.")
def password(email: str, password_file: TextIO | None) -> None:
    """Give the account with this EMAIL a new password, and end all its sessions."""
    typed = password_file.read().strip() if password_file else click.prompt("New password", hide_input=True)
    config = Config.from_environment(with_key=False)
    database = Database(config.database_url)
    try:
        with database.writing() as session:
            change_password(session, email, typed)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        database.dispose()
    click.echo("The password is changed, and every browser is signed out.")


@person.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take the second factor of the account with this EMAIL away, for whoever has lost theirs and no one can help."""
    config = Config.from_environment(with_key=False)
    database = Database(config.database_url)
    try:
        with database.writing() as session:
            there = reset_by_address(session, email, config.base_url, SystemClock().now())
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        database.dispose()
    if there:
        click.echo("The second factor is reset, every browser is signed out, and a mail says so.")
    else:
        click.echo("This account has no second factor.")


def one_person(session: Session, email: str, slug: str | None) -> tuple[Person, Organisation]:
    """Return the one membership meant. ClickException when there is none, or several and no organisation was named."""
    try:
        address = normal_email(email)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    wanted = select(Person, Organisation).join(Organisation, Organisation.id == Person.organisation_id)
    wanted = wanted.where(Person.email == address).order_by(Organisation.slug)
    found = session.execute(wanted if slug is None else wanted.where(Organisation.slug == slug))
    rows = [(each[0], each[1]) for each in found]
    if not rows:
        place = f" in {slug}" if slug else ""
        raise click.ClickException(f"there is nobody with the address {address}{place}")
    if len(rows) > 1:
        slugs = ", ".join(company.slug for _person, company in rows)
        raise click.ClickException(f"{address} is in several organisations ({slugs}); choose one with --organisation")
    return rows[0]
