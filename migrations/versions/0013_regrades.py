"""results corrected after a key was mended

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-22 07:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for results as they were before a key was mended, and for the regrades that changed them."""
    op.create_table(
        "regrading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *_refers("regrading", "organisation", "quiz_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrading")),
        sa.UniqueConstraint(
            "organisation_id",
            "quiz_version_id",
            "number",
            name=op.f("uq_regrading_organisation_id_quiz_version_id_number"),
        ),
    )
    op.create_table(
        "regrade",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("new_score", sa.Float(), nullable=False),
        sa.Column("new_passed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        *_refers("regrade", "organisation", "person", "attempt"),
        *_refers("regrade", "from_version", "to_version", to="quiz_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
        sa.UniqueConstraint("attempt_id", "number", name=op.f("uq_regrade_attempt_id_number")),
    )
    op.create_index("ix_regrade_unseen", "regrade", ["person_id", "seen_at"])


def downgrade() -> None:
    """Forget how results came to be."""
    op.drop_index("ix_regrade_unseen", "regrade")
    op.drop_table("regrade")
    op.drop_table("regrading")


def _refers(table: str, *others: str, to: str = "") -> tuple[sa.Constraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([f"{each}_id"], [f"{to or each}.id"], name=op.f(f"fk_{table}_{each}_id"))
        for each in others
    )
