"""`lms db`: the database's structure, from the shell."""

from __future__ import annotations

import click

from lms.config import Config
from lms.serving import schema


@click.group()
def db() -> None:
    """Bring the database's structure up to date, take it back, or say where it is."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to REVISION, by default the newest."""
    config = Config.from_environment(with_key=False)
    config.data.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config, revision)
    _tell(config)


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="Columns and tables that REVISION does not know are dropped. Go on?")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION: "-1" is one step, "base" an empty database."""
    config = Config.from_environment(with_key=False)
    schema.downgrade(config, revision)
    _tell(config)


@db.command()
def current() -> None:
    """Say at which revision the database is, and which one this program knows."""
    _tell(Config.from_environment(with_key=False))


def _tell(config: Config) -> None:
    found, newest = schema.revisions(config)
    click.echo(f"database: {found or 'empty'}; this program: {newest or 'none'}")
