"""`lms run`, `lms demo` and `lms worker`."""

from __future__ import annotations

import os
import sys

import click

from lms.config import Config, make_key
from lms.serving.lock import check_writable
from lms.serving.start import Say, prepare_installation, tell_address
from lms.serving.start import run as keep_running


@click.command()
def run() -> None:
    """Serve until Ctrl-C or SIGTERM. `lms init` comes first; settings are read from the environment."""
    keep_running(Config.from_environment(), _say)


@click.command()
def demo() -> None:
    """Serve with a demo company: 240 managers of a Danish energy supplier, and five people to sign in as."""
    folder = Config.from_environment(with_key=False).data
    check_writable(folder)
    if not os.environ.get("LMS_SECRET_KEY"):
        make_key(folder)
    keep_running(Config.from_environment(), _say, prepare=_with_demo, announce=_with_sign_ins)


@click.command()
def worker() -> None:
    """Do jobs until Ctrl-C or SIGTERM; any number of these may share one PostgreSQL."""
    from lms.kernel import logs
    from lms.serving.worker import work

    config = Config.from_environment()
    logs.configure(config.log_level, process=f"worker {os.getpid()}")
    work(config)


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()


def _with_demo(config: Config, tell: Say) -> None:
    from lms.demo import load
    from lms.kernel.clock import SystemClock
    from lms.kernel.database import Database

    prepare_installation(config, tell)
    database = Database(config.database_url)
    try:
        load(database, SystemClock(), config.key().encode())
    finally:
        database.dispose()


def _with_sign_ins(config: Config, tell: Say) -> None:
    from lms.demo import PASSWORD, SIGN_INS

    tell("")
    tell_address(config, tell)
    if _holds_demo(config):
        tell(f"Sign in with the password {PASSWORD} as")
        for address, who in SIGN_INS.items():
            tell(f"  {address:<24} {who}")
    else:
        tell("This installation holds a company of its own, so the demo company was not added.")
    tell("Stop with Ctrl-C.")


def _holds_demo(config: Config) -> bool:
    from sqlalchemy import select

    from lms.kernel.database import Database
    from lms.people.models import Organisation

    database = Database(config.database_url)
    try:
        with database.reading() as session:
            return session.scalar(select(Organisation.id).where(Organisation.demo).limit(1)) is not None
    finally:
        database.dispose()
