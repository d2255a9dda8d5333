"""a due date that HR gave by hand

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-22 12:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("assigned", sa.Column("due_by_hand", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("assigned", "due_by_hand")
