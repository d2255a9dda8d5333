"""the life of an attempt: deadline, checked items, points, how it ended

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22 07:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAMES = ("deadline_at", "ended_by", "checked", "scores", "folded")


def upgrade() -> None:
    """Let an attempt have a deadline, an end, items checked at once and points of its own; those before had none."""
    op.add_column("attempt", sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attempt", sa.Column("ended_by", sa.String(20), nullable=True))
    op.add_column("attempt", sa.Column("checked", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("attempt", sa.Column("scores", sa.JSON(), nullable=True))
    op.add_column("attempt", sa.Column("folded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_attempt_deadline", "attempt", ["state", "deadline_at"])


def downgrade() -> None:
    """Forget all of it."""
    op.drop_index("ix_attempt_deadline", "attempt")
    for name in reversed(NAMES):
        op.drop_column("attempt", name)
