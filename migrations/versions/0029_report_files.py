"""reports: views kept, files made, and when they are mailed

Revision ID: 0029
Revises: 0028
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of kept reports and of files of reports."""
    op.create_table(
        "kept_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("shared", sa.String(length=10), nullable=False),
        sa.Column("with_ids", sa.JSON(), nullable=False),
        sa.Column("every", sa.String(length=10), server_default="", nullable=False),
        sa.Column("weekday", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.String(length=5), server_default="07:30", nullable=False),
        sa.Column("to_ids", sa.JSON(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_kept_report_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_report")),
    )
    op.create_index("ix_kept_report_next_at", "kept_report", ["next_at"], unique=False)
    op.create_index(op.f("ix_kept_report_organisation_id"), "kept_report", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_kept_report_person_id"), "kept_report", ["person_id"], unique=False)
    op.create_table(
        "report_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_report_file_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
    )
    op.create_index(op.f("ix_report_file_person_id"), "report_file", ["person_id"], unique=False)
    op.create_index("ix_report_file_state", "report_file", ["state", "created_at"], unique=False)


def downgrade() -> None:
    """Drop both."""
    op.drop_table("report_file")
    op.drop_table("kept_report")
