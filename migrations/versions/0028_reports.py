"""reports: what was counted, and when

Revision ID: 0028
Revises: 0027
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of reports, and where departments went that are no more."""
    op.create_table(
        "department_gone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_department_gone_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_gone")),
    )
    op.create_index(op.f("ix_department_gone_organisation_id"), "department_gone", ["organisation_id"], unique=False)
    op.create_table(
        "report_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_report_day_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_day")),
        sa.UniqueConstraint(
            "organisation_id", "curriculum_id", "day", name=op.f("uq_report_day_organisation_id_curriculum_id_day")
        ),
    )
    op.create_table(
        "report_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("unreachable", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_report_edition_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_edition")),
    )
    op.create_index(
        "ix_report_edition_organisation_id", "report_edition", ["organisation_id", "state", "as_of"], unique=False
    )
    op.create_table(
        "report_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("not_started", sa.Integer(), nullable=False),
        sa.Column("under_way", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("halfway", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["report_edition.id"], name=op.f("fk_report_figure_edition_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_report_figure_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_figure")),
    )
    op.create_index(
        "ix_report_figure_edition_id", "report_figure", ["edition_id", "subject", "subject_id"], unique=False
    )
    op.create_table(
        "report_team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("not_started", sa.Integer(), nullable=False),
        sa.Column("under_way", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("halfway", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["report_edition.id"], name=op.f("fk_report_team_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_team_person_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_report_team_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_team")),
    )
    op.create_index(
        "ix_report_team_edition_id", "report_team", ["edition_id", "curriculum_id", "person_id"], unique=False
    )
    op.create_index("ix_report_team_person_id", "report_team", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("report_team")
    op.drop_table("report_figure")
    op.drop_table("report_edition")
    op.drop_table("report_day")
    op.drop_table("department_gone")
