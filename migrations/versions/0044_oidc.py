"""single sign-on: connections to providers, their mail domains, who is whom there

Revision ID: 0044
Revises: 0043
Create Date: 2026-11-23 00:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLES = ("oidc_connection", "oidc_domain", "oidc_identity", "oidc_use")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "oidc_connection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("preset", sa.String(length=10), nullable=False),
        sa.Column("tenant", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=1500), nullable=False),
        sa.Column("secret_ends", sa.Date(), nullable=True),
        sa.Column("creates_people", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_button", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("trusts_mail", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_oidc_connection_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_connection")),
    )
    op.create_index(op.f("ix_oidc_connection_organisation_id"), "oidc_connection", ["organisation_id"])
    op.create_table(
        "oidc_domain",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=190), nullable=False),
        sa.Column("held", sa.String(length=190), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_oidc_domain_organisation_id")),
        sa.ForeignKeyConstraint(["connection_id"], ["oidc_connection.id"], name=op.f("fk_oidc_domain_connection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_domain")),
        sa.UniqueConstraint("connection_id", "domain", name=op.f("uq_oidc_domain_connection_id_domain")),
        sa.UniqueConstraint("held", name=op.f("uq_oidc_domain_held")),
    )
    op.create_index(op.f("ix_oidc_domain_organisation_id"), "oidc_domain", ["organisation_id"])
    op.create_table(
        "oidc_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("label", sa.String(length=254), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_oidc_identity_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_oidc_identity_person_id")),
        sa.ForeignKeyConstraint(["connection_id"], ["oidc_connection.id"], name=op.f("fk_oidc_identity_connection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_identity")),
        sa.UniqueConstraint(
            "organisation_id", "issuer", "subject", name=op.f("uq_oidc_identity_organisation_id_issuer_subject")
        ),
    )
    op.create_index(op.f("ix_oidc_identity_person_id"), "oidc_identity", ["person_id"])
    op.create_index(op.f("ix_oidc_identity_connection_id"), "oidc_identity", ["connection_id"])
    op.create_table(
        "oidc_use",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_oidc_use")),
    )
    op.create_index(op.f("ix_oidc_use_until"), "oidc_use", ["until"])


def downgrade() -> None:
    """Drop the tables: whoever has no password then has no way in."""
    for table in reversed(TABLES):
        op.drop_table(table)
