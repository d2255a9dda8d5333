"""`lms init`: an empty installation with its first administrator."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lms.config import Config, make_key
from lms.serving.lock import locked

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.option("--organisation", prompt="Name of the organisation", help="As its people know it.")
@click.option("--admin-email", prompt="E-mail of the first administrator", help="The address to sign in with.")
@click.option("--admin-password-file", type=FILE, help="File whose first line is the password; asked for without it.")
@click.option("--language", type=click.Choice(["en", "da", "sv"]), default="en", show_default=True)
def init(organisation: str, admin_email: str, admin_password_file: Path | None, language: str) -> None:
    """Write the secret key, create the database and its first administrator. Refused where an organisation exists."""
    from lms.serving import schema

    password = _password(admin_password_file)
    folder = Config.from_environment(with_key=False).data
    with locked(folder):
        if not os.environ.get("LMS_SECRET_KEY"):
            make_key(folder)
        config = Config.from_environment()
        schema.upgrade(config)
        _found(config, organisation, admin_email, password, language)
    click.echo(f"{organisation} is ready. Start with `lms run` and sign in as {admin_email} on {config.base_url}.")


def _password(file: Path | None) -> str:
    if file is None:
        return str(click.prompt("Password of the first administrator", hide_input=True, confirmation_prompt=True))
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].strip():
        raise click.ClickException(f"{file} holds no password on its first line.")
    return lines[0].strip()


def _found(config: Config, organisation: str, email: str, password: str, language: str) -> None:
    from sqlalchemy import select

    from lms.kernel.clock import SystemClock
    from lms.kernel.database import Database
    from lms.people.models import Organisation
    from lms.people.operations import Refused, create_administrator, create_organisation

    now = SystemClock().now()
    database = Database(config.database_url)
    try:
        with database.writing() as session:
            if session.scalar(select(Organisation.id).limit(1)) is not None:
                raise click.ClickException(
                    "This installation has an organisation already; its administrator adds people."
                )
            founded = create_organisation(session, name=organisation, language=language, now=now)
            create_administrator(session, founded, email=email, password=password, now=now)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        database.dispose()
