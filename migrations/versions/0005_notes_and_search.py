"""notes and search

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 01:20:00

Notes need no table: they are private answers. The index of words is filled by the library sync.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "search_word",
        sa.Column("word", word, nullable=False),
        sa.Column("page_version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("places", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_search_word_organisation_id")),
        sa.ForeignKeyConstraint(["page_version_id"], ["page_version.id"], name=op.f("fk_search_word_page_version_id")),
        sa.PrimaryKeyConstraint("word", "page_version_id", name=op.f("pk_search_word")),
    )
    op.create_index(op.f("ix_search_word_page_version_id"), "search_word", ["page_version_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_search_word_page_version_id"), table_name="search_word")
    op.drop_table("search_word")
