"""approved facts

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22 04:05:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of the figures an organisation stands by."""
    op.create_table(
        "approved_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("likely", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_approved_fact_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_fact")),
    )
    with op.batch_alter_table("approved_fact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_approved_fact_organisation_name", ["organisation_id", "name", "created_at"], unique=False
        )


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("approved_fact", schema=None) as batch_op:
        batch_op.drop_index("ix_approved_fact_organisation_name")
    op.drop_table("approved_fact")
