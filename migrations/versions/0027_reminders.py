"""reminders: steps, templates, wishes of readers

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-22 14:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of reminding, the country of an organisation and the index that finds what is due."""
    op.add_column("organisation", sa.Column("country", sa.String(2), nullable=True))
    op.create_index("ix_assigned_due", "assigned", ["organisation_id", "state", "due"])
    op.create_table(
        "mail_rule",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=False),
        sa.Column("working_days", sa.String(length=7), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("most_a_week", sa.SmallInteger(), nullable=False),
        sa.Column("digest_day", sa.SmallInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_mail_rule_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_mail_rule"),
    )
    op.create_table(
        "mail_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_mail_text_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_text"),
        sa.UniqueConstraint("organisation_id", "kind", "language", name="uq_mail_text_organisation_id_kind_language"),
    )
    op.create_table(
        "mail_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("digest_day", sa.SmallInteger(), nullable=True),
        sa.Column("ended", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_mail_wish_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mail_wish_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_mail_wish"),
    )
    op.create_table(
        "reminder_ladder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_reminder_ladder_assignment_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reminder_ladder_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_ladder"),
    )
    op.create_index("ix_reminder_ladder_assignment_id", "reminder_ladder", ["assignment_id"], unique=True)
    op.create_index(
        "ix_reminder_ladder_default",
        "reminder_ladder",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("assignment_id IS NULL"),
        postgresql_where=sa.text("assignment_id IS NULL"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("letter", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assigned_id"], ["assigned.id"], name="fk_reminder_assigned_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reminder_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminder_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("assigned_id", "step", "occasion", name="uq_reminder_assigned_id_step_occasion"),
    )
    op.create_index("ix_reminder_letter", "reminder", ["letter"], unique=False)
    op.create_index("ix_reminder_person_id", "reminder", ["person_id", "on"], unique=False)
    op.create_table(
        "sending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=True),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mails_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_sending_by_id"),
        sa.ForeignKeyConstraint(["curriculum_id"], ["curriculum.id"], name="fk_sending_curriculum_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_sending_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sending"),
    )
    op.create_index("ix_sending_organisation_id", "sending", ["organisation_id", "created_at"], unique=False)
    op.create_index("ix_mail_by_kind", "mail", ["organisation_id", "kind", "id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_mail_by_kind", "mail")
    op.drop_table("sending")
    op.drop_table("reminder")
    op.drop_table("reminder_ladder")
    op.drop_table("mail_wish")
    op.drop_table("mail_text")
    op.drop_table("mail_rule")
    op.drop_index("ix_assigned_due", "assigned")
    op.drop_column("organisation", "country")
