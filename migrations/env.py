"""Alembic's entry: one history for SQLite and PostgreSQL, run on the engine the program hands over."""

from __future__ import annotations

from typing import Any

from alembic import context

import lms.models  # noqa: F401  - every table must be known before schemas are compared
from lms.kernel.model import Base, Instant
from lms.people.models import Roles


def render_item(kind: str, item: Any, _autogenerate: object) -> str | bool:
    """Write our own column types as the plain types under them, so that old migrations never import the program."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Roles):
        return "sa.String(length=60)"
    return False


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
