"""saved views, and results that wait for a mended key

Revision ID: 0025
Revises: 0024
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _waits_up()
    _views_up()


def downgrade() -> None:
    """Drop them."""
    _views_down()
    _waits_down()


def _waits_up() -> None:
    op.create_index("ix_attempt_version", "attempt", ["organisation_id", "quiz_version_id", "id"])
    op.create_table(
        "mend_count",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_version_id", sa.Uuid(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_mend_count_organisation_id")),
        sa.ForeignKeyConstraint(["quiz_version_id"], ["quiz_version.id"], name=op.f("fk_mend_count_quiz_version_id")),
        sa.PrimaryKeyConstraint("organisation_id", "quiz_version_id", name=op.f("pk_mend_count")),
    )
    op.create_table(
        "extra_time",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_extra_time_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extra_time_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_extra_time")),
    )
    op.create_table(
        "another_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_another_try_enrolment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_another_try_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_another_try_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_another_try")),
        sa.UniqueConstraint("enrolment_id", "block", "number", name=op.f("uq_another_try_enrolment_id_block_number")),
    )
    op.create_index(op.f("ix_another_try_person_id"), "another_try", ["person_id"])


def _waits_down() -> None:
    for name in ("another_try", "extra_time", "mend_count"):
        op.drop_table(name)
    op.drop_index("ix_attempt_version", "attempt")


def _views_up() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_saved_view_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_organisation_id"), "saved_view", ["organisation_id"])
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"])
    op.create_table(
        "people_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_people_act_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_people_act_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_act")),
    )
    op.create_index("ix_people_act_organisation_id", "people_act", ["organisation_id", "created_at"])
    op.create_table(
        "people_act_row",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Uuid(), nullable=True),
        sa.Column("before_text", sa.String(length=120), nullable=True),
        sa.Column("before_from", sa.Date(), nullable=True),
        sa.Column("before_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["people_act.id"], name=op.f("fk_people_act_row_act_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_people_act_row_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_people_act_row_person_id")),
        sa.PrimaryKeyConstraint("act_id", "person_id", name=op.f("pk_people_act_row")),
    )
    op.create_index(op.f("ix_people_act_row_person_id"), "people_act_row", ["person_id"])


def _views_down() -> None:
    for name in ("people_act_row", "people_act", "saved_view"):
        op.drop_table(name)
