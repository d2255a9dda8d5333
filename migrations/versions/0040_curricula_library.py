"""Which curriculum of the library one was begun from

Revision ID: 0040
Revises: 0039
Create Date: 2026-11-22 21:20:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("curriculum", sa.Column("begun_from", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """What was begun stays; its guide and letters are found by hand."""
    op.drop_column("curriculum", "begun_from")
