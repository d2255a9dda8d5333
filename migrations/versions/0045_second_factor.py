"""The second factor: apps, passkeys, recovery codes, pending sign-ins, trusted browsers, and who must have one

Revision ID: 0045
Revises: 0044
Create Date: 2026-11-23 00:50:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "second_factor_policy",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("trusting", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_second_factor_policy_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_second_factor_policy")),
    )
    op.create_table(
        "authenticator",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(length=200), nullable=True),
        sa.Column("proposed", sa.String(length=200), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_authenticator_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator")),
    )
    _of_an_account(
        "passkey",
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        unique="credential",
    )
    _of_an_account(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        unique="code_hash",
    )
    _of_an_account(
        "pending_sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sets_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        unique="token_hash",
    )
    _of_an_account(
        "trusted_browser",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        unique="token_hash",
    )
    op.create_table(
        "used_challenge",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_used_challenge")),
    )
    op.create_index("ix_used_challenge_at", "used_challenge", ["at"], unique=False)


def _of_an_account(table: str, *columns: sa.Column[object], unique: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(unique, name=op.f(f"uq_{table}_{unique}")),
    )
    op.create_index(f"ix_{table}_account_id", table, ["account_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    names = ("used_challenge", "trusted_browser", "pending_sign_in", "recovery_code", "passkey", "authenticator")
    for table in (*names, "second_factor_policy"):
        op.drop_table(table)
