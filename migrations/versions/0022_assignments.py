"""assignments, what each person has, wishes for more time

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "due_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_due_event_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_event")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_due_event_organisation_id_name")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("due", sa.JSON(), nullable=False),
        sa.Column("again", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("leaves", sa.String(length=10), server_default="stay", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("by_manager", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name=op.f("fk_assignment_curriculum_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_assignment_made_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_assignment_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_curriculum_id"), "assignment", ["curriculum_id"], unique=False)
    op.create_index(op.f("ix_assignment_organisation_id"), "assignment", ["organisation_id"], unique=False)
    op.create_table(
        "assignment_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mails_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mails", sa.Integer(), server_default="0", nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_run_assignment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assignment_run_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assignment_run_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_run")),
    )
    op.create_index("ix_assignment_run_assignment_id", "assignment_run", ["assignment_id", "created_at"], unique=False)
    staging = sa.text("state = 'staging'")
    op.create_index(
        "ix_assignment_run_staging",
        "assignment_run",
        ["assignment_id", "cause"],
        unique=True,
        sqlite_where=staging,
        postgresql_where=staging,
    )
    op.create_table(
        "assigned",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_by_rule", sa.Date(), nullable=True),
        sa.Column("late_after", sa.Date(), nullable=True),
        sa.Column("missing", sa.String(length=20), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("extended_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paused_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paused_to", sa.Date(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assigned_assignment_id")),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name=op.f("fk_assigned_curriculum_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_assigned_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assigned_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["assignment_run.id"], name=op.f("fk_assigned_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assigned")),
        sa.UniqueConstraint(
            "person_id", "curriculum_id", "cycle", name=op.f("uq_assigned_person_id_curriculum_id_cycle")
        ),
    )
    op.create_index("ix_assigned_assignment_id", "assigned", ["assignment_id", "person_id"], unique=False)
    report = ["organisation_id", "curriculum_id", "state", "done", "late_after"]
    op.create_index("ix_assigned_report", "assigned", report, unique=False)
    op.create_index("ix_assigned_run_id", "assigned", ["run_id"], unique=False)
    op.create_index("ix_assigned_late", "assigned", ["organisation_id", "state", "late_after"], unique=False)
    op.create_index("ix_enrolment_completed", "enrolment", ["organisation_id", "completed_at"], unique=False)
    waiting = sa.text("missing IS NOT NULL")
    op.create_index(
        "ix_assigned_missing", "assigned", ["organisation_id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "extension_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assigned_id"], ["assigned.id"], name=op.f("fk_extension_wish_assigned_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_extension_wish_decided_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extension_wish_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extension_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_wish")),
    )
    op.create_index(op.f("ix_extension_wish_assigned_id"), "extension_wish", ["assigned_id"], unique=False)
    op.create_index(op.f("ix_extension_wish_organisation_id"), "extension_wish", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_extension_wish_person_id"), "extension_wish", ["person_id"], unique=False)
    undecided = sa.text("state = 'asked'")
    op.create_index(
        "ix_extension_wish_undecided",
        "extension_wish",
        ["assigned_id"],
        unique=True,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_enrolment_completed", "enrolment")
    op.drop_table("extension_wish")
    op.drop_table("assigned")
    op.drop_table("assignment_run")
    op.drop_table("assignment")
    op.drop_table("due_event")
