"""the questions drawn for an attempt

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22 01:20:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let an attempt hold the questions drawn for it; those before asked the whole quiz."""
    op.add_column("attempt", sa.Column("drawn", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Forget which questions were drawn."""
    op.drop_column("attempt", "drawn")
