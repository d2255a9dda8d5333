"""What works on pages, and the lists and searches of a trainer

Revision ID: 0038
Revises: 0037
Create Date: 2026-11-22 17:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep visits of pages and what was said of them, their counters and released copies; index cards and questions."""
    op.create_table(
        "page_release",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_page_release_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "module_id", "number", "page", "part", name=op.f("pk_page_release")),
    )
    op.create_table(
        "page_tally",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_page_tally_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "module_id", "number", "page", "part", name=op.f("pk_page_tally")),
    )
    op.create_table(
        "module_card",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("cover", sa.String(length=120), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_card_module_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_module_card_organisation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_module_card_version_id")),
        sa.PrimaryKeyConstraint("module_id", "language", name=op.f("pk_module_card")),
    )
    op.create_index("ix_module_card_changed", "module_card", ["language", "published_at", "module_id"], unique=False)
    op.create_index("ix_module_card_name", "module_card", ["language", "sort_key", "module_id"], unique=False)
    op.create_index(op.f("ix_module_card_organisation_id"), "module_card", ["organisation_id"], unique=False)
    op.create_table(
        "page_useful",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_page_useful_enrolment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_page_useful_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_page_useful_person_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "page", name=op.f("pk_page_useful")),
    )
    op.create_index(op.f("ix_page_useful_person_id"), "page_useful", ["person_id"], unique=False)
    op.create_index(op.f("ix_page_useful_said_at"), "page_useful", ["said_at"], unique=False)
    op.create_table(
        "page_visit",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_page_visit_enrolment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_page_visit_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_page_visit_person_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "page", name=op.f("pk_page_visit")),
    )
    op.create_index(op.f("ix_page_visit_person_id"), "page_visit", ["person_id"], unique=False)
    op.create_index(op.f("ix_page_visit_seen_at"), "page_visit", ["seen_at"], unique=False)
    op.create_index(
        "ix_page_visit_waiting",
        "page_visit",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "question_word",
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("quiz_version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("places", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_question_word_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_version_id"], ["quiz_version.id"], name=op.f("fk_question_word_quiz_version_id")
        ),
        sa.PrimaryKeyConstraint("word", "quiz_version_id", "language", name=op.f("pk_question_word")),
    )
    op.create_index(op.f("ix_question_word_quiz_version_id"), "question_word", ["quiz_version_id"], unique=False)


def downgrade() -> None:
    """Drop what can be made anew from the library, and the visits."""
    op.drop_table("question_word")
    op.drop_table("page_visit")
    op.drop_table("page_useful")
    op.drop_table("module_card")
    op.drop_table("page_tally")
    op.drop_table("page_release")
