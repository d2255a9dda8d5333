"""a scenario of a tool

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22 04:05:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; at most one scenario of a person and tool is the baseline."""
    op.create_table(
        "scenario",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("calculator_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("baseline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scenario_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scenario_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index("ix_scenario_person_calculator", "scenario", ["person_id", "calculator_id"])
    locked = sa.text("baseline_at IS NOT NULL")
    op.create_index(
        "ix_scenario_baseline",
        "scenario",
        ["person_id", "calculator_id"],
        unique=True,
        sqlite_where=locked,
        postgresql_where=locked,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("scenario")
