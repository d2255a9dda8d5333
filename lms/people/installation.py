"""What an administrator should know of the installation: facts read from it, not promises."""

from __future__ import annotations

from importlib.metadata import version

from flask_babel import gettext as _
from sqlalchemy import text
from sqlalchemy.orm import Session

from lms.config import Config


def facts(session: Session, config: Config) -> list[tuple[str, str]]:
    """Return (name, value) of what runs here."""
    return [
        (_("Version"), version("outside-in-lms")),
        (_("Database"), _database(session)),
        (_("Address"), config.base_url),
        (_("Web processes"), str(config.workers)),
    ]


def _database(session: Session) -> str:
    if session.get_bind().dialect.name == "sqlite":
        kind = _("embedded")
        return f"SQLite {session.scalar(text('SELECT sqlite_version()'))}, {kind}"
    return f"PostgreSQL {str(session.scalar(text('SHOW server_version'))).split()[0]}"
