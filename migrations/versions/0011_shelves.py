"""tool shelves among the modules

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22 04:15:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a row of `module` be a tool shelf; all those before are modules."""
    op.add_column("module", sa.Column("kind", sa.String(20), nullable=False, server_default="module"))


def downgrade() -> None:
    """Forget which rows are tool shelves."""
    op.drop_column("module", "kind")
