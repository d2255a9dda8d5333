"""What a provider calls the session a sign-in was opened from, as a hash

Revision ID: 0050
Revises: 0049
Create Date: 2026-11-23 04:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; who is signed in by now ends by name only."""
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("there_hash", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_in_there_hash"), ["there_hash"])


def downgrade() -> None:
    """Remove the column."""
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_there_hash"))
        batch_op.drop_column("there_hash")
