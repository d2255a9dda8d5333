"""cohorts and their meetings

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cohort",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("facilitator_id", sa.Uuid(), nullable=True),
        sa.Column("curriculum_id", sa.Uuid(), nullable=True),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name=op.f("fk_cohort_curriculum_id")),
        sa.ForeignKeyConstraint(["facilitator_id"], ["person.id"], name=op.f("fk_cohort_facilitator_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_cohort_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_cohort_organisation_id_name")),
    )
    op.create_index(op.f("ix_cohort_facilitator_id"), "cohort", ["facilitator_id"], unique=False)
    op.create_table(
        "cohort_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("prework", sa.JSON(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_meeting_cohort_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cohort_meeting_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_meeting")),
    )
    op.create_index("ix_cohort_meeting_cohort_id", "cohort_meeting", ["cohort_id", "begins_at"], unique=False)
    op.create_table(
        "cohort_member",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_member_cohort_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_cohort_member_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cohort_member_person_id")),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_cohort_member")),
    )
    op.create_index("ix_cohort_member_person_id", "cohort_member", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("cohort_member")
    op.drop_table("cohort_meeting")
    op.drop_table("cohort")
