"""publishing at a time, what is new in a version, and modules taken off the shelf

Revision ID: 0037
Revises: 0036
Create Date: 2026-11-22 17:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Keep what is published and what is to be, who has put a note away, and when a module was taken off the shelf."""
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("published_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_publication_made_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_publication_organisation_id")),
        sa.ForeignKeyConstraint(["published_id"], ["module_version.id"], name=op.f("fk_publication_published_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_draft_id"), "publication", ["draft_id"])
    op.create_index(op.f("ix_publication_made_by_id"), "publication", ["made_by_id"])
    op.create_index("ix_publication_module", "publication", ["organisation_id", "module_id", "made_at"])
    op.create_index("ix_publication_published", "publication", ["published_id"])
    op.create_index(
        "uq_publication_waiting",
        "publication",
        ["organisation_id", "module_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_table(
        "note_seen",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_note_seen_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_seen_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_note_seen_version_id")),
        sa.PrimaryKeyConstraint("person_id", "version_id", name=op.f("pk_note_seen")),
    )
    op.add_column("module", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget them; what was taken off the shelf is back on it."""
    op.drop_column("module", "withdrawn_at")
    op.drop_table("note_seen")
    op.drop_table("publication")
