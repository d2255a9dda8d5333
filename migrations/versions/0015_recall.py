"""questions that return after a module

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-22 07:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the questions that come back to a person, and for their rests from them."""
    op.create_table(
        "recall_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Uuid(), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("learnt_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("recall_card"),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_recall_card_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_card")),
        sa.UniqueConstraint(
            "person_id", "quiz_id", "major", "item", name=op.f("uq_recall_card_person_id_quiz_id_major_item")
        ),
    )
    op.create_index("ix_recall_card_due", "recall_card", ["person_id", "due"])
    op.create_table(
        "recall_rest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        *_owned("recall_rest"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_recall_rest")),
    )


def downgrade() -> None:
    """Forget what comes back."""
    op.drop_table("recall_rest")
    op.drop_index("ix_recall_card_due", "recall_card")
    op.drop_table("recall_card")


def _owned(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
    )
