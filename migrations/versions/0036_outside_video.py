"""whether an organisation shows video from elsewhere, and its own terms for translators

Revision ID: 0036
Revises: 0035
Create Date: 2026-11-22 17:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody shows outside video until an administrator says so; no organisation has terms of its own yet."""
    op.add_column("organisation", sa.Column("outside_video", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("english", sa.String(length=80), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_glossary_term_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("organisation_id", "english", name=op.f("uq_glossary_term_organisation_id_english")),
    )


def downgrade() -> None:
    """No terms, no outside video."""
    op.drop_table("glossary_term")
    op.drop_column("organisation", "outside_video")
