"""curricula

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "curriculum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("draft", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_curriculum_changed_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_curriculum_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum")),
    )
    op.create_index(op.f("ix_curriculum_organisation_id"), "curriculum", ["organisation_id"], unique=False)
    op.create_table(
        "curriculum_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name=op.f("fk_curriculum_section_curriculum_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_curriculum_section_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_section")),
    )
    op.create_index(op.f("ix_curriculum_section_curriculum_id"), "curriculum_section", ["curriculum_id"], unique=False)
    op.create_table(
        "curriculum_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("opens_after_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name=op.f("fk_curriculum_item_curriculum_id")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_curriculum_item_module_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_curriculum_item_organisation_id")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["curriculum_section.id"], name=op.f("fk_curriculum_item_section_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_item")),
        sa.UniqueConstraint("curriculum_id", "module_id", name=op.f("uq_curriculum_item_curriculum_id_module_id")),
    )
    op.create_index(op.f("ix_curriculum_item_module_id"), "curriculum_item", ["module_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("curriculum_item")
    op.drop_table("curriculum_section")
    op.drop_table("curriculum")
