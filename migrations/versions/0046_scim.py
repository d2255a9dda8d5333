"""Tokens for doors; what a directory says of people and groups through SCIM

Revision ID: 0046
Revises: 0045
Create Date: 2026-11-23 00:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; there is no token yet."""
    _tokens()
    _users()
    op.create_table(
        "scim_group",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_scim_group_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_group_organisation_id")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_scim_group")),
    )
    op.create_index("ix_scim_group_external", "scim_group", ["organisation_id", "external_id"])
    op.create_table(
        "scim_settings",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("adopts", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_scim_settings_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_scim_settings")),
    )


def _tokens() -> None:
    op.create_table(
        "door_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_door_token_organisation_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_door_token_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_door_token_token_hash")),
    )
    op.create_index("ix_door_token_listed", "door_token", ["organisation_id", "door"])
    op.create_index(op.f("ix_door_token_made_by"), "door_token", ["made_by"])


def _users() -> None:
    op.create_table(
        "scim_user",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=320), nullable=False),
        sa.Column("user_name_key", sa.String(length=320), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("other_emails", sa.Text(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_scim_user_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scim_user_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_scim_user")),
        sa.UniqueConstraint(
            "organisation_id", "user_name_key", name=op.f("uq_scim_user_organisation_id_user_name_key")
        ),
    )
    op.create_index("ix_scim_user_external", "scim_user", ["organisation_id", "external_id"])


def downgrade() -> None:
    """Forget tokens and what directories said; people and groups stay as they are."""
    for table in ("scim_settings", "scim_group", "scim_user", "door_token"):
        op.drop_table(table)
