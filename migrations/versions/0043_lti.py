"""platforms that launch by LTI: deployments, courses, links, whom they mean, used launches and our keys

Revision ID: 0043
Revises: 0042
Create Date: 2026-11-23 00:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "lti_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=64), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_key")),
        sa.UniqueConstraint("kid", name=op.f("uq_lti_key_kid")),
    )
    op.create_table(
        "lti_nonce",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("nonce", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "nonce", name=op.f("pk_lti_nonce")),
    )
    op.create_index(op.f("ix_lti_nonce_expires_at"), "lti_nonce", ["expires_at"])
    op.create_table(
        "lti_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lti_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_lti_invitation_token_hash")),
    )
    op.create_index(op.f("ix_lti_invitation_organisation_id"), "lti_invitation", ["organisation_id"])
    op.create_table(
        "lti_platform",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("login_url", sa.String(length=1000), nullable=False),
        sa.Column("token_url", sa.String(length=1000), nullable=False),
        sa.Column("token_audience", sa.String(length=1000), nullable=True),
        sa.Column("key_set_url", sa.String(length=1000), nullable=False),
        sa.Column("key_set", sa.Text(), nullable=True),
        sa.Column("key_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frame_origins", sa.Text(), server_default="", nullable=False),
        sa.Column("creates_people", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("trusts_email", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("new_deployments", sa.String(length=10), server_default="none", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("registered", sa.String(length=10), server_default="hand", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_launch_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_platform_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_platform")),
        sa.UniqueConstraint("issuer", "client_id", name=op.f("uq_lti_platform_issuer_client_id")),
    )
    op.create_index(op.f("ix_lti_platform_organisation_id"), "lti_platform", ["organisation_id"])
    op.create_table(
        "lti_deployment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("deployment", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lti_deployment_organisation_id")
        ),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_deployment_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_deployment")),
        sa.UniqueConstraint("platform_id", "deployment", name=op.f("uq_lti_deployment_platform_id_deployment")),
    )
    op.create_index(op.f("ix_lti_deployment_organisation_id"), "lti_deployment", ["organisation_id"])
    op.create_table(
        "lti_context",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("context", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=120), server_default="", nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("memberships_url", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(["deployment_id"], ["lti_deployment.id"], name=op.f("fk_lti_context_deployment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_context_organisation_id")),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_context_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_context")),
        sa.UniqueConstraint("deployment_id", "context", name=op.f("uq_lti_context_deployment_id_context")),
    )
    op.create_index(op.f("ix_lti_context_organisation_id"), "lti_context", ["organisation_id"])
    op.create_index(op.f("ix_lti_context_platform_id"), "lti_context", ["platform_id"])
    op.create_table(
        "lti_user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("platform_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_user_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lti_user_person_id")),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_user_platform_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_user")),
        sa.UniqueConstraint("platform_id", "subject", name=op.f("uq_lti_user_platform_id_subject")),
    )
    op.create_index(op.f("ix_lti_user_person_id"), "lti_user", ["person_id"])
    op.create_table(
        "lti_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("context_id", sa.Uuid(), nullable=True),
        sa.Column("resource_link", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("target", sa.String(length=300), server_default="", nullable=False),
        sa.Column("line_item_url", sa.String(length=1000), nullable=True),
        sa.Column("line_items_url", sa.String(length=1000), nullable=True),
        sa.Column("scopes", sa.String(length=1000), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["context_id"], ["lti_context.id"], name=op.f("fk_lti_link_context_id")),
        sa.ForeignKeyConstraint(["deployment_id"], ["lti_deployment.id"], name=op.f("fk_lti_link_deployment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_link_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_link")),
        sa.UniqueConstraint("deployment_id", "resource_link", name=op.f("uq_lti_link_deployment_id_resource_link")),
    )
    op.create_index(op.f("ix_lti_link_context_id"), "lti_link", ["context_id"])
    op.create_index(op.f("ix_lti_link_organisation_id"), "lti_link", ["organisation_id"])
    op.create_table(
        "lti_learner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["lti_link.id"], name=op.f("fk_lti_learner_link_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_learner_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lti_learner_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_learner")),
        sa.UniqueConstraint("link_id", "person_id", name=op.f("uq_lti_learner_link_id_person_id")),
    )
    op.create_index(op.f("ix_lti_learner_person_id"), "lti_learner", ["person_id"])
    op.create_table(
        "lti_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("context_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("is_instructor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["context_id"], ["lti_context.id"], name=op.f("fk_lti_visit_context_id")),
        sa.ForeignKeyConstraint(["link_id"], ["lti_link.id"], name=op.f("fk_lti_visit_link_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lti_visit_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lti_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_visit")),
        sa.UniqueConstraint("context_id", "person_id", name=op.f("uq_lti_visit_context_id_person_id")),
    )
    op.create_index(op.f("ix_lti_visit_person_id"), "lti_visit", ["person_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_lti_visit_person_id"), "lti_visit")
    op.drop_table("lti_visit")
    op.drop_index(op.f("ix_lti_learner_person_id"), "lti_learner")
    op.drop_table("lti_learner")
    op.drop_index(op.f("ix_lti_link_organisation_id"), "lti_link")
    op.drop_index(op.f("ix_lti_link_context_id"), "lti_link")
    op.drop_table("lti_link")
    op.drop_index(op.f("ix_lti_user_person_id"), "lti_user")
    op.drop_table("lti_user")
    op.drop_index(op.f("ix_lti_context_platform_id"), "lti_context")
    op.drop_index(op.f("ix_lti_context_organisation_id"), "lti_context")
    op.drop_table("lti_context")
    op.drop_index(op.f("ix_lti_deployment_organisation_id"), "lti_deployment")
    op.drop_table("lti_deployment")
    op.drop_index(op.f("ix_lti_platform_organisation_id"), "lti_platform")
    op.drop_table("lti_platform")
    op.drop_index(op.f("ix_lti_invitation_organisation_id"), "lti_invitation")
    op.drop_table("lti_invitation")
    op.drop_index(op.f("ix_lti_nonce_expires_at"), "lti_nonce")
    op.drop_table("lti_nonce")
    op.drop_table("lti_key")
