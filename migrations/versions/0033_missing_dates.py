"""whole questions: indexes of missing dates and of what happened in a group hold all that is asked

Revision ID: 0033
Revises: 0032
Create Date: 2026-11-22 14:25:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WAITING = sa.text("missing IS NOT NULL")


def upgrade() -> None:
    """Let the indexes tell apart what is asked for, so that every database takes them and no row is read to count."""
    _missing("organisation_id", "state", "missing")
    _happened("group_id", "at", "joined", "cause")


def downgrade() -> None:
    """Shorter again."""
    _happened("group_id", "at")
    _missing("organisation_id")


def _happened(*columns: str) -> None:
    op.drop_index("ix_group_change_group_id", table_name="group_change")
    op.create_index("ix_group_change_group_id", "group_change", list(columns), unique=False)


def _missing(*columns: str) -> None:
    op.drop_index("ix_assigned_missing", table_name="assigned")
    op.create_index(
        "ix_assigned_missing",
        "assigned",
        list(columns),
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
