"""pictures of a journey's touchpoints; a removed photograph can come back

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-22 07:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and note when a photograph from work was removed."""
    op.create_table(
        "journey_picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_journey_picture_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_journey_picture_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_picture")),
    )
    op.create_index(op.f("ix_journey_picture_person_id"), "journey_picture", ["person_id"])
    op.create_index(op.f("ix_journey_picture_removed_at"), "journey_picture", ["removed_at"])
    op.add_column("practice_photograph", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_practice_photograph_removed_at"), "practice_photograph", ["removed_at"])


def downgrade() -> None:
    """Drop them; what was removed is not brought back by that."""
    op.execute(sa.text("DELETE FROM practice_photograph WHERE removed_at IS NOT NULL"))
    op.drop_index(op.f("ix_practice_photograph_removed_at"), table_name="practice_photograph")
    op.drop_column("practice_photograph", "removed_at")
    op.drop_table("journey_picture")
