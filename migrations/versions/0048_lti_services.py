"""Results that are passed on to learning platforms, and choices of content for their courses

Revision ID: 0048
Revises: 0047
Create Date: 2026-11-23 00:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import lms.kernel.model

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

INSTANT = lms.kernel.model.Instant(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "lti_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("completed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("renewed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wanted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["lti_link.id"], name=op.f("fk_lti_result_link_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_result_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lti_result_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_result")),
        sa.UniqueConstraint("link_id", "person_id", name=op.f("uq_lti_result_link_id_person_id")),
    )
    op.create_index("ix_lti_result_person_id", "lti_result", ["person_id"])
    op.create_table(
        "lti_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("return_url", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("course", sa.String(length=300), server_default="", nullable=False),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("scores", sa.Boolean(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["lti_deployment.id"], name=op.f("fk_lti_choice_deployment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_choice_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lti_choice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_choice")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_lti_choice_token_hash")),
    )
    op.create_index("ix_lti_choice_expires_at", "lti_choice", ["expires_at"])
    op.create_index("ix_lti_choice_person_id", "lti_choice", ["person_id"])
    op.create_table(
        "lti_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.Column("full_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_watch")),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("lti_watch")
    op.drop_table("lti_choice")
    op.drop_table("lti_result")
