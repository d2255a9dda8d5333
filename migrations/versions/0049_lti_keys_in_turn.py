"""Keys we sign with towards learning platforms take turns: each has its number, which is given once

Revision ID: 0049
Revises: 0048
Create Date: 2026-11-23 04:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the keys in the order they were made."""
    op.add_column("lti_key", sa.Column("number", sa.Integer(), nullable=True))
    op.execute("UPDATE lti_key SET number = (SELECT count(*) FROM lti_key AS earlier WHERE earlier.id <= lti_key.id)")
    with op.batch_alter_table("lti_key") as table:
        table.alter_column("number", existing_type=sa.Integer(), nullable=False)
        table.create_unique_constraint(op.f("uq_lti_key_number"), ["number"])


def downgrade() -> None:
    """Forget the numbers."""
    with op.batch_alter_table("lti_key") as table:
        table.drop_constraint(op.f("uq_lti_key_number"), type_="unique")
        table.drop_column("number")
